"""A made-up record in which everything occurs, to try a template with; nobody real said any of this."""

import io
from collections.abc import Iterator

from PIL import Image

from records.answer import Outcome, Share, Whose
from records.conversation import Audience, Purpose, State
from records.exports.view import PROFILE, PRSB
from records.message import Input
from records.record import SECTIONS, Chosen, Hint, Line, Part, Record

AT = "2027-05-03T10:15:00.000+00:00"
ODD = "{{ no }} {% tag %} <b> & \u201cquotes\u201d\ntwo lines مرحبا 👵🏽"


def full() -> Record:
    """A line under every heading, with words that are hard to print, pictures, a helper, and one passed over."""
    passed = Line("passed", "Asked", Outcome.SKIPPED, Whose.OWN_WORDS, Input.TYPED, AT, False, Share.REVIEW)
    parts = (Part("one", "One", tuple(_lines())), Part("two", "Two", (passed,)))
    return _record(parts, called="Sam", about="R-17", year_group=5, helper="Mr Ali", kept=2)


def empty() -> Record:
    """Somebody who said nothing."""
    return _record(())


def _record(parts: tuple[Part, ...], **known: object) -> Record:
    return Record(
        "00000000-0000-4000-8000-000000000000", Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW, State.FINISHED, AT, AT,
        parts, **known,  # type: ignore[arg-type]  # fields of a record, by name
    )  # fmt: skip


def _lines() -> Iterator[Line]:
    for number, section in enumerate((*SECTIONS, None)):
        yield Line(
            f"q{number}", f"Asked {number}", Outcome.ANSWERED, Whose.SCRIBED, Input.SPOKEN, AT, True, Share.REVIEW,
            "Mr Ali", ODD, (Chosen("dog", "My dog", "dog"),), section=section, prsb=PRSB[number % len(PRSB)],
            one_page=PROFILE[number % len(PROFILE)], picture="heart", hints=(Hint("f", "headphones"),),
            drawing=_drawing() if section is None else None,
        )  # fmt: skip


def _drawing() -> bytes:
    """Something that somebody might have drawn, as it is kept."""
    saved = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(saved, "WEBP")
    return saved.getvalue()
