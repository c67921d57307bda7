"""A school for the doors: two families' conversations, three members of staff, and everything that has an id."""

from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlcipher3 import dbapi2 as sqlite3

from operating.server import Server
from records.answer import Outcome, Share, Whose
from records.concerns import Level
from records.conversation import Audience, Purpose, State
from records.message import Input, Picked, Said
from records.staff import Role
from records.store import Store
from tests.doors.table import STAFF

PASSWORD = "a long enough password"
WORDS = "the quokka under my bed"
"""What the owner said: nobody who is refused may ever see it."""
OF_TRIES = ("audit", "session", "failed_try")
NOBODYS = "00000000-0000-4000-8000-000000000000"
ROLES = dict(zip(STAFF, (Role.PRACTITIONER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR), strict=True))


@dataclass(frozen=True)
class School:
    """Who holds which token, and the ids of one family's things and of another's."""

    tokens: dict[str, str]
    ids: dict[str, str]
    others: dict[str, str]


def open_school(address: Path | Server) -> School:
    """Make the database of a school."""
    store = Store(address)
    store.migrate()
    tokens, ids = _family(store)
    stranger, others = _family(store)
    template = store.templates.add("Ours", b"a Word file", "Mx Root")
    tokens = {"owner": tokens, "stranger": stranger, **_staff(store)}
    store.forget_traces()
    fixed = {
        "code": "AAAA-AAAA", "did": "noted", "choice": "let_go", "question_id": "important_people",
        "symbol_id": "heart", "name": "ours.svg",
        "filename": "css/base.css",
        "ink": "000000", "back": "ffffff", "template_id": template.id,
        "message_id": "5f0c7a52-0000-4000-8000-00000000000a",
    }  # fmt: skip
    return School(tokens, {**fixed, **ids}, others)


def _family(store: Store) -> tuple[str, dict[str, str]]:
    """A finished conversation with words, a drawing and a cry for help: its token, and the ids of its things."""
    opened = store.conversations.open(Audience.YOUNG_TEEN, Purpose.ANNUAL_REVIEW, called="Quentin")
    talk = opened.conversation.id
    drawing = store.drawings.keep(talk, b"a picture")
    _say(store, talk, "important_people", Said("5f0c7a52-0000-4000-8000-00000000000a", words=WORDS))
    _say(store, talk, "about_good_at", Said("5f0c7a52-0000-4000-8000-00000000000b", picked=Picked(drawing=drawing)))
    store.responses.add(talk, "important_people", "A quiet room", "Mx Jones", None)
    message = store.messages.keep(talk, Said("5f0c7a52-0000-4000-8000-00000000000c", words=f"he hits {WORDS}"))
    store.concerns.note(message, Level.URGENT, ["hurt"])
    store.conversations.change(talk, state=State.FINISHED)
    concern = next(found.id for found in store.concerns.newest() if found.conversation_id == talk)
    review = store.reviews.add("practitioner", Purpose.ANNUAL_REVIEW, called="Quentin")
    invitation = store.invitations.make(review.id, Audience.PARENT, "practitioner").invitation
    theirs = {"conversation_id": talk, "drawing_id": drawing, "concern_id": concern}
    return opened.token, {**theirs, "review_id": review.id, "invitation_id": invitation.id}


def _say(store: Store, talk: str, question_id: str, said: Said) -> None:
    store.answers.asked(talk, question_id, "Asked?")
    message = store.messages.keep(talk, Said(said.message_id, question_id, said.words, said.picked, input=Input.TYPED))
    store.answers.keep(talk, question_id, Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
    store.answers.share(talk, question_id, Share.REVIEW)


def _staff(store: Store) -> dict[str, str]:
    tokens = {}
    for name, role in ROLES.items():
        store.staff.add(name, f"Mx {name.title()}", role, PASSWORD)
        tokens[name] = signed_in(store, name)
    tokens["signed_out"] = signed_in(store, "practitioner")
    store.staff.sign_out(tokens["signed_out"])
    return tokens


def signed_in(store: Store, username: str) -> str:
    """A session's token."""
    entered = store.staff.sign_in(username, PASSWORD)
    assert entered, username
    return entered[1]


def kept(address: Path | Server) -> list[str]:
    """All that the database holds, but what is noted of who tries: the audit, tries, the last use of sessions."""
    if isinstance(address, Server):
        return _rows(address)
    with sqlite3.connect(address) as connection:
        found = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        tables = sorted(name for (name,) in found if name not in {*OF_TRIES, "sqlite_sequence"})
        return [f"{name} {row}" for name in tables for row in connection.execute(f'select * from "{name}"')]  # noqa: S608  # ours


def _rows(server: Server) -> list[str]:
    """The same of a server, by one statement, since it is asked for at each door."""
    with psycopg.connect(server.address) as connection:
        found = connection.execute("select tablename from pg_tables where schemaname = %s", (server.schema,)).fetchall()
        tables = [sql.Identifier(server.schema, name) for (name,) in found if name not in {*OF_TRIES, "_migration"}]
        each = (sql.SQL("select {0}::text from {1} as one").format(sql.Identifier("one"), table) for table in tables)
        return sorted(row for (row,) in connection.execute(sql.SQL(" union all ").join(each)).fetchall())
