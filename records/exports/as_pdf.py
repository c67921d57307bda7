"""PDF: tagged for screen readers (PDF/UA-1), as the whole record, a one-page profile, or an easy read with pictures."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from records.exports.labels import Labels, here
from records.exports.poster import WAYS, likely
from records.exports.printed import printed
from records.exports.typesetter import typesetter
from records.exports.view import Block, Said, View, cut, view_of
from records.record import Record

CUTS = sorted({way.longest for way in WAYS}, reverse=True)
"""How long an answer may be on the poster; what is longer says that there is more."""
MOST_ON_POSTER = 24
EASY_READ = 240
MOST_LINES = 6
"""Words no longer than these fit on a page with a drawing beside them, so that the two need not be parted."""
LONGEST_NAME = 60
DECORATIONS = ("rainbow", "star", "heart", "together", "very_happy")


def whole(record: Record, labels: Labels) -> bytes:
    """Every line, by topic."""
    view = view_of(record, labels)
    return _pdf("whole", record, labels, _head(view) | {"blocks": _blocks(view.topics)})


def section_a(record: Record, labels: Labels) -> bytes:
    """Every line, by heading of Section A."""
    view = view_of(record, labels)
    return _pdf("whole", record, labels, _head(view) | {"blocks": _blocks(view.sections)})


def about_me(record: Record, labels: Labels) -> bytes:
    """Every line that maps to a heading of the PRSB About Me standard, which it does not claim to conform to."""
    view = view_of(record, labels)
    closing = [(labels["prsb_supported_by"], view.helper or labels["prsb_nobody"]), (labels["prsb_date"], view.date)]
    given = {"title": labels["prsb_title"], "promise": labels["prsb_note"], "blocks": _blocks(view.about_me)}
    return _pdf("whole", record, labels, _head(view) | given | {"passed_over": [], "facts": [*view.facts, *closing]})


def profile(record: Record, labels: Labels) -> bytes:
    """A poster of one page, whatever the length of the answers: what is cut says so."""
    view = view_of(record, labels)
    blocks = [
        {"name": block.name, "title": block.title, "lines": [_cut(said) for said in block.lines[:MOST_ON_POSTER]],
         "count": len(block.lines)}
        for block in view.profile
    ]  # fmt: skip
    most = max((len(block.lines) for block in view.profile), default=0)
    more = [labels.count("profile_more", number) for number in range(1, most + 1)]
    ways = {"ways": [asdict(way) for way in WAYS], "likely": likely(view.profile)}
    given = _named(record, view, labels, "profile") | {"blocks": blocks, "more": more}
    return _pdf("profile", record, labels, given | ways)


def easy(record: Record, labels: Labels) -> bytes:
    """One thing at a time, large, each with a picture."""
    view = view_of(record, labels)
    blocks = [
        {"title": block.title, "lines": [printable(said) | {"words": _short(said.words, EASY_READ)}
                                         for said in block.lines]}
        for block in view.topics
    ]  # fmt: skip
    return _pdf("easy", record, labels, _named(record, view, labels, "easy") | {"blocks": blocks})


def _pdf(template: str, record: Record, labels: Labels, content: dict[str, Any]) -> bytes:
    words = {
        name: labels[name]
        for name in ("asked", "passed_over", "passed_over_note", "nothing", "hints_note", "page_of", "unprintable",
                     "easy_note", "cut")
    }  # fmt: skip
    moment = int(here(record.ended).timestamp())
    signs = [{"picture": name} for name in DECORATIONS]
    given = content | {"labels": words, "credit": labels.kit.credit, "own": record.own, "signs": signs}
    given["language"] = labels.language
    return typesetter().pdf(template, given, labels.kit, moment)


def _named(record: Record, view: View, labels: Labels, shape: str) -> dict[str, Any]:
    """The view under a title with the name in it, cut where the name is longer than a title can be."""
    name = cut(view.name, LONGEST_NAME) + ("…" if len(view.name) > LONGEST_NAME else "")
    return _head(view) | {"title": labels.titled(shape, record, name)}


def _head(view: View) -> dict[str, Any]:
    """The view without its lines, of which each document wants its own."""
    return asdict(replace(view, topics=(), sections=(), profile=(), about_me=()))


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [
        {"name": block.name, "title": block.title, "lines": [printable(said) for said in block.lines]}
        for block in blocks
    ]


def printable(said: Said) -> dict[str, Any]:
    """One line as the typesetter takes it, its drawing too."""
    drawn = printed(said.drawing, said.alt) if said.drawing else None
    sized = {"svg": drawn.svg, "alt": drawn.alt, "width": drawn.width, "height": drawn.height} if drawn else None
    words = said.words or ""
    short = len(words) <= EASY_READ and words.count("\n") <= MOST_LINES
    return vars(said) | {"tiles": [vars(tile) for tile in said.tiles], "drawing": sized, "short": short}


def _cut(said: Said) -> dict[str, Any]:
    """One line of the poster, in every length that may be needed to make it fit."""
    return printable(said) | {"words": {str(most): _short(said.words, most) for most in CUTS}}


def _short(words: str | None, most: int) -> dict[str, Any] | None:
    """The words, or their beginning, and whether there is more of them."""
    return None if words is None else {"start": cut(words, most), "more": len(words) > most}


SHAPES = {"whole": whole, "profile": profile, "easy": easy, "section_a": section_a, "about_me": about_me}
