"""Answers as kept: append-only revisions that point at the message which holds the words."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from records.answer import FOLLOW_UP, Answer, Outcome, Share, Whose
from records.clock import now
from records.database import Database, Row
from records.erasures import Erasures, What
from records.message import Input
from records.messages import read_picked
from records.set_apart import before_an_answer_goes

Echo = tuple[int, int]

NEWEST = (
    "select a.*, m.words, m.picked, m.input, m.edited, c.id is not null as set_apart,"
    " f.echo from answer a"
    " left join message m on m.seq = a.message_seq"
    " left join asked f on f.conversation_id = a.conversation_id and f.question_id = a.question_id || :follow_up"
    " and f.echo_of = a.message_seq"
    " left join concern c on c.message_seq = a.message_seq and c.level = 'urgent'"
    " where a.conversation_id = :conversation_id and a.revision = (select max(revision) from answer b"
    " where b.conversation_id = a.conversation_id and b.question_id = a.question_id)"
)
IN_ORDER_OF_ANSWERING = (
    " order by (select min(rowid) from answer f"
    " where f.conversation_id = a.conversation_id and f.question_id = a.question_id)"
)

ADD = (
    "insert into answer"
    " (conversation_id, question_id, revision, message_seq, outcome, wording, whose, share, helper, at)"
    " values (:c, :q, :revision, :seq, :outcome, :wording, :whose, :share, :helper, :at)"
)


class Answers:
    """The answer and asked tables."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def asked(
        self, conversation_id: str, question_id: str, wording: str, echo: Echo | None = None, echo_of: int | None = None
    ) -> None:
        """Note that a question was put, and in which words; the first wording stands.

        `echo`: the letters, from and to, that a follow-up takes up from the message with the `seq` of `echo_of`.
        """
        with self._db.transaction(conversation_id):
            self._db.execute(
                "insert into asked (conversation_id, question_id, wording, at, echo, echo_of)"
                " values (:c, :q, :wording, :at, :echo, :echo_of) on conflict do nothing",
                c=conversation_id, q=question_id, wording=wording, at=now(), echo=json.dumps(echo) if echo else None,
                echo_of=echo_of if echo else None,
            )  # fmt: skip

    def wording(self, conversation_id: str, question_id: str) -> str | None:
        """The words in which a question was put, or None where it was not."""
        rows = self._db.query(
            "select wording from asked where conversation_id = :c and question_id = :q",
            c=conversation_id, q=question_id,
        )  # fmt: skip
        return str(rows[0]["wording"]) if rows else None

    def keep(  # noqa: PLR0913, PLR0917  # each is a column
        self, conversation_id: str, question_id: str, outcome: Outcome, whose: Whose,
        message_seq: int | None = None, helper: str | None = None, share: Share | None = None,
    ) -> None:  # fmt: skip
        """Add a revision; who may see it stays as it was unless `share` is given.

        Those who may see a new follow-up are those who may see what it follows.
        """
        with self._db.transaction(conversation_id):
            before = self.find(conversation_id, question_id)
            like = before or self.find(conversation_id, question_id.removesuffix(FOLLOW_UP))
            self._db.execute(
                ADD,
                c=conversation_id, q=question_id, revision=before.revision + 1 if before else 1, seq=message_seq,
                outcome=outcome.value, whose=whose.value, helper=helper, at=now(),
                wording=self.wording(conversation_id, question_id) or "",
                share=(share or (like.share if like else Share.REVIEW)).value,
            )  # fmt: skip
            if before:
                self._forget_voice(conversation_id, question_id, message_seq)

    def _forget_voice(self, conversation_id: str, question_id: str, message_seq: int | None) -> None:
        """Words that no longer stand are not to be heard either."""
        self._db.execute(
            "delete from recording where message_seq <> :seq and message_seq in"
            " (select message_seq from answer where conversation_id = :c and question_id = :q)",
            c=conversation_id, q=question_id, seq=message_seq or 0,
        )  # fmt: skip

    def find(self, conversation_id: str, question_id: str) -> Answer | None:
        """The newest revision of the answer to one question, or None."""
        rows = self._db.query(
            NEWEST + " and a.question_id = :question_id",
            conversation_id=conversation_id, question_id=question_id, follow_up=FOLLOW_UP,
        )  # fmt: skip
        return _read(rows[0]) if rows else None

    def _found(self, conversation_id: str, question_id: str) -> Answer:
        answer = self.find(conversation_id, question_id)
        if answer is None:
            raise LookupError("no such answer")
        return answer

    def of(self, conversation_id: str) -> list[Answer]:
        """The newest revision of every answer, in the order in which the questions were first answered.

        A follow-up stands right after the question that it follows, and its wording holds the words that it took up.
        """
        rows = self._db.query(NEWEST + IN_ORDER_OF_ANSWERING, conversation_id=conversation_id, follow_up=FOLLOW_UP)
        return _in_place([_read(row) for row in rows])

    def answered_by(self, conversation_id: str, message_seq: int) -> set[str]:
        """The ids of the questions that had an answer once a message was dealt with."""
        rows = self._db.query(
            "select distinct question_id from answer where conversation_id = :c and message_seq <= :seq",
            c=conversation_id, seq=message_seq,
        )  # fmt: skip
        return {str(row["question_id"]) for row in rows}

    def share(self, conversation_id: str, question_id: str, share: Share) -> Answer:
        """Let the person choose who sees an answer: a new revision that points at the same words."""
        with self._db.transaction(conversation_id):  # no newer words may come between
            rows = self._db.query(
                "select message_seq, outcome, whose, helper from answer"
                " where conversation_id = :c and question_id = :q order by revision desc limit 1",
                c=conversation_id, q=question_id,
            )  # fmt: skip
            row: Any = rows[0]
            self.keep(
                conversation_id, question_id, Outcome(row["outcome"]), Whose(row["whose"]), row["message_seq"],
                row["helper"], share,
            )  # fmt: skip
            return self._found(conversation_id, question_id)

    def withdraw(self, conversation_id: str, question_id: str) -> None:
        """Erase the words of every revision; that the question was answered and withdrawn stays."""
        found = self.find(conversation_id, question_id)
        with self._db.transaction(conversation_id):
            before_an_answer_goes(self._db, conversation_id, question_id)
            self._db.execute(
                "delete from drawing where id in (select json_extract(m.picked, '$.drawing') from message m"
                " join answer a on a.message_seq = m.seq where a.conversation_id = :c and a.question_id = :q)",
                c=conversation_id, q=question_id,
            )  # fmt: skip
            self._db.execute(
                "update message set words = null, picked = '{}' where seq in (select message_seq from answer"
                " where conversation_id = :c and question_id = :q and message_seq is not null)",
                c=conversation_id, q=question_id,
            )  # fmt: skip
            self.keep(conversation_id, question_id, Outcome.WITHDRAWN, found.whose if found else Whose.OWN_WORDS)
            Erasures(self._db).note(What.ANSWER, conversation_id, question_id)
        self._db.forget_traces()


def _read(row: Row) -> Answer:
    fields: dict[str, Any] = dict(row)
    return Answer(
        question_id=fields["question_id"], revision=fields["revision"], outcome=Outcome(fields["outcome"]),
        wording=fields["wording"], whose=Whose(fields["whose"]), share=Share(fields["share"]),
        input=Input(fields["input"] or "typed"), at=fields["at"], words=fields["words"],
        picked=read_picked(fields["picked"]), edited=bool(fields["edited"]), helper=fields["helper"],
        set_apart=bool(fields["set_apart"]), echo=tuple(json.loads(fields["echo"])) if fields["echo"] else None,
    )  # fmt: skip


def _in_place(answers: Sequence[Answer]) -> list[Answer]:
    order = {answer.question_id: number for number, answer in enumerate(answers)}
    followed = {answer.question_id + FOLLOW_UP: answer for answer in answers}
    for follow_up in order.keys() & followed.keys():
        order[follow_up] = order[followed[follow_up].question_id]
    worded = [_as_worded(answer, followed.get(answer.question_id)) for answer in answers]
    return sorted(worded, key=lambda answer: (order[answer.question_id], answer.question_id in followed))


def _as_worded(answer: Answer, followed: Answer | None) -> Answer:
    """A follow-up as it was worded: the words that it took up stand in the answer before it alone.

    They are left out where others may see the one and not the other.
    """
    if not answer.question_id.endswith(FOLLOW_UP):
        return answer
    taken_up = followed.taken_up if followed and followed.share is answer.share else ""
    return replace(answer, wording=answer.wording.replace("{echo}", taken_up or "…"))
