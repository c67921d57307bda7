"""The words and pictures of the page itself, in the voice for one audience, and looking as that person likes it."""

from dataclasses import dataclass, field

from accessibility.adjustments import Adjustments
from accessibility.symbols import Symbol, Symbols
from bot.interview.bank import Bank
from bot.interview.languages.catalogue import direction
from records.conversation import Audience, Conversation
from web.language import bank, current
from web.remembering import remembered
from web.services import services
from web.talk.looks import Looks

WARM = frozenset({Audience.CHILD_EARLY, Audience.CHILD_PRIMARY})
"""Audiences whose buttons carry coloured pictures rather than line drawings."""


@dataclass(frozen=True)
class Words:
    """Called in a template with the id of a wording; raises KeyError on an unknown one. `place` is where it lives."""

    bank: Bank
    symbols: Symbols
    audience_: Audience
    adjusted: Adjustments = field(default_factory=Adjustments)
    place: str = ""

    def __call__(self, wording_id: str, **places: object) -> str:
        """The words, with each {place} filled once: what is filled in is never read as a place."""
        pieces = self.bank.text(wording_id, self.audience_).split("{")
        filled = [pieces[0]]
        for piece in pieces[1:]:
            name, brace, rest = piece.partition("}")
            filled.append(str(places.get(name, "{" + name + brace)) + rest)
        return "".join(filled)

    def picture(self, wording_id: str) -> Symbol | None:
        """The picture that goes with a wording, if it has one."""
        wording = self.bank.wordings.get(wording_id)
        return self.symbols.find(wording.picture) if wording else None

    @property
    def audience(self) -> str:
        """The id of the audience: the name of the theme."""
        return self.audience_.value

    @property
    def warm(self) -> bool:
        """Whether the look is the one for little children."""
        return self.audience_ in WARM

    @property
    def language(self) -> str:
        """The language that the words are in."""
        return self.bank.language

    @property
    def direction(self) -> str:
        """`ltr`, or `rtl` for a language that is written from the right."""
        return direction(self.language)

    @property
    def looks(self) -> Looks:
        """The style sheets that go with the adjustments."""
        return Looks(self.adjusted)


def words_of(conversation: Conversation) -> Words:
    """For a page of a conversation."""
    adjusted = Adjustments.of(conversation.adjustments)
    place = f"/talk/{conversation.id}"
    here = services()
    return Words(here.tongues.bank(conversation), here.symbols_of(conversation), conversation.audience, adjusted, place)


def words_before(audience: Audience = Audience.YOUNG_PERSON) -> Words:
    """For a page that no conversation belongs to."""
    return Words(bank(), services().symbols_said[current()], audience, remembered())
