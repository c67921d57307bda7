"""A person in an interview, without an engine or a database: what they are shown, what they say, what is decided."""

from dataclasses import dataclass, field, replace

from bot.interview import keeping, opening, wishes
from bot.interview.bank import Bank
from bot.interview.decision import MENUS, Decision, Heard
from bot.interview.presenting import Shown, present
from bot.interview.situation import Recalled, Situation
from records.answer import Answer, Outcome, Share, Whose
from records.conversation import Audience, Conversation, Purpose
from records.message import Input, Picked, Said

KEPT = frozenset({"answer", "affirm", "deny", "skip", "dont_know", "prefer_not_to_say"})


@dataclass
class Person:
    """Talks with the interview; keeps what was decided as the store would."""

    situation: Situation
    shown: list[Shown] = field(default_factory=list)

    @classmethod
    def arrives(cls, bank: Bank, audience: Audience, recalled: tuple[Recalled, ...] = (), **about: object) -> "Person":
        """Someone who has just heard the welcome; `recalled` is what they said last time."""
        fields: dict[str, object] = {"purpose": Purpose.ANNUAL_REVIEW, "created": "", "changed": "", **about}
        person = cls(Situation.of(bank, Conversation("c", audience, **fields), list, recalled))  # type: ignore[arg-type]
        person._take(opening.welcome(person.situation), Said("0"))
        return person

    def says(self, words: str, intent: str = "answer", question_id: str | None = None, **heard: object) -> Decision:
        """Types words, which the engine takes for an intent."""
        said = Said("1", question_id or self.situation.conversation.current, words)
        return self._decide(Heard(said, intent, **heard))  # type: ignore[arg-type]

    def says_and_is_quoted(self, words: str, quoted: str, **heard: object) -> Decision:
        """Types words of which the engine finds some to take up again."""
        start = words.index(quoted)
        return self.says(words, echo=(start, start + len(quoted)), **heard)  # type: ignore[arg-type]

    def picks(self, *choices: str, question_id: str | None = None, scale: int | None = None) -> Decision:
        """Taps cards."""
        said = Said("1", question_id or self.situation.conversation.current, picked=Picked(choices, scale=scale))
        return self._decide(Heard(said, "answer"))

    def wishes(self, wish: str) -> Decision:
        """Taps the button of a wish."""
        return self._decide(Heard(Said("1", self.situation.conversation.current, wish=wish), wish))

    def taps(self, wish: str, question_id: str | None) -> Decision:
        """Taps a wish that was offered beside an answer to an earlier question."""
        return self._decide(Heard(Said("1", question_id, wish=wish), wish))

    @property
    def asked(self) -> Shown:
        """What waits for a reply."""
        return self.shown[-1]

    def _decide(self, heard: Heard) -> Decision:
        decide = keeping.keep if heard.intent in KEPT else wishes.grant
        decision = decide(self.situation, heard)
        self._take(decision, heard.said)
        return decision

    def _take(self, decision: Decision, said: Said) -> None:
        answers = dict(self.situation.answers)
        if decision.question_id and decision.outcome:
            echo = decision.parts[-1].echo
            answers[decision.question_id] = replace(kept(decision.question_id, decision.outcome, said), echo=echo)
        changed = replace(self.situation.conversation, **decision.changes)  # type: ignore[arg-type]
        self.situation = replace(self.situation, conversation=changed, answers=answers)
        self.shown = [present(self.situation, part, said.words) for part in decision.parts]


def kept(question_id: str, outcome: Outcome, said: Said) -> Answer:
    """An answer as the store would give it back."""
    return Answer(question_id, 1, outcome, "", Whose.OWN_WORDS, Share.REVIEW, Input.TYPED, "", said.words, said.picked)


def any_reply(person: Person) -> Decision:
    """Answers whatever is asked: the first card, a place on the scale, or a few words."""
    asked = person.asked
    if asked.reply == "scale":
        return person.picks(scale=1)
    if asked.choices and asked.reply != "cards":
        return person.picks(asked.choices[0].id)
    return person.says("something of my own")


def is_menu(person: Person) -> bool:
    """Whether a menu waits, not a question about the person."""
    return person.asked.question_id in MENUS
