"""The fields that a Word template may use, the same for our own templates and an authority's."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from records.exports.labels import Labels
from records.exports.printed import printed
from records.exports.view import PROFILE, PRSB, Block, Said, View, view_of
from records.record import SECTIONS, Record

Json = dict[str, Any]

PICTURE_MM = 12
PLAIN = (
    "title", "profile_title", "name", "reference", "year", "audience", "purpose", "state", "began", "date", "helper",
    "adjustments", "promise", "kept", "seal", "id", "credit", "hints_note", "nothing",
)  # fmt: skip
"""Fields that are one text."""
GROUPS = {"facts": ("name", "value"), "passed_over": ("asked", "outcome", "date")}
"""Lists, and what each of their rows has."""
BLOCKS = ("topics", "sections", "profile", "about_me")
"""Lists of headings, each with `title` and `lines`."""
LINE = ("asked", "words", "chosen", "drawing", "pictures", "picture", "provenance", "flags", "text")
"""What each line of a block has; `chosen`, `pictures` and `flags` are lists."""


def answer_fields() -> tuple[str, ...]:
    """Fields that are all that was said under one heading, as one text."""
    return (*SECTIONS, "also_said", *(f"profile_{name}" for name in PROFILE), *(f"about_me_{name}" for name in PRSB))


@dataclass(frozen=True)
class Drawn:
    """A picture in a Word file, with the words that are heard in its place; the file holds each picture once."""

    document: Any
    image: bytes
    alt: str
    width: float = PICTURE_MM
    height: float = PICTURE_MM

    def __html__(self) -> str:
        from docx.oxml.shape import CT_Inline
        from docx.shared import Mm

        place = self._place(self.document.current_rendering_part)
        inline = CT_Inline.new_pic_inline(0, place, "picture", Mm(self.width), Mm(self.height))  # numbered later
        inline.docPr.set("descr", self.alt)
        inline.docPr.set("name", self.alt)
        return f'</w:t></w:r><w:r><w:drawing>{inline.xml}</w:drawing></w:r><w:r><w:t xml:space="preserve">'

    def _place(self, part: Any) -> str:
        known: dict[tuple[Any, bytes], str] = vars(self.document).setdefault("mysay_pictures", {})
        if (part, self.image) not in known:
            known[part, self.image] = part.get_or_add_image(io.BytesIO(self.image))[0]
        return known[part, self.image]


def fields_of(record: Record, labels: Labels, document: Any) -> Json:
    """Every field and its value; `document` is the one that pictures are put into."""
    view = view_of(record, labels)
    blocks = {name: [_block(block, labels, document) for block in getattr(view, name)] for name in BLOCKS}
    facts = [{"name": name, "value": value} for name, value in view.facts]
    passed = [{"asked": row.asked, "outcome": row.outcome, "date": row.date} for row in view.passed_over]
    return _plain(record, labels, view) | blocks | _answers(view) | {"facts": facts, "passed_over": passed}


def _plain(record: Record, labels: Labels, view: View) -> Json:
    names = ("about", "year", "audience", "purpose", "state", "began", "adjusted")
    known = {labels.of("fact", name): name for name in names}
    facts = {known[name]: value for name, value in view.facts if name in known}
    flagged = any(said.hints for block in view.topics for said in block.lines)
    return {
        "title": view.title, "profile_title": labels.titled("profile", record, view.name), "name": view.name,
        "reference": facts.get("about", ""), "year": facts.get("year", ""),
        "audience": facts["audience"], "purpose": facts["purpose"], "state": facts["state"], "began": facts["began"],
        "adjustments": facts.get("adjusted", ""), "date": view.date, "helper": view.helper,
        "promise": view.promise, "kept": view.kept,
        "seal": "" if record.own else view.seal, "id": view.id, "credit": labels.kit.credit,
        "hints_note": labels["hints_note"] if flagged else "", "nothing": "" if view.topics else labels["nothing"],
    }  # fmt: skip


def _answers(view: View) -> Json:
    told = {block.name or "also_said": block for block in view.sections}
    told |= {f"profile_{block.name}": block for block in view.profile}
    told |= {f"about_me_{block.name}": block for block in view.about_me}
    return {name: "\n\n".join(_text(said) for said in _lines(told.get(name))) for name in answer_fields()}


def _lines(block: Block | None) -> Sequence[Said]:
    return block.lines if block else ()


def _block(block: Block, labels: Labels, document: Any) -> Json:
    return {"title": block.title, "lines": [_line(said, labels, document) for said in block.lines]}


def _line(said: Said, labels: Labels, document: Any) -> Json:
    pictures = (_drawn(tile.picture, labels, document) for tile in said.tiles)
    return {
        "asked": said.asked, "words": said.words, "chosen": list(said.chosen), "provenance": said.provenance,
        "pictures": [drawn for drawn in pictures if drawn], "picture": _drawn(said.picture, labels, document) or "",
        "drawing": _own(said, document) or "", "flags": list(said.hints), "text": _text(said),
    }  # fmt: skip


def _text(said: Said) -> str:
    """A line as one text: the words between quotation marks, then whose they are."""
    words = [f"“{said.words}”"] if said.words is not None else []
    return "\n".join([said.asked, *words, *said.chosen, said.provenance, *said.hints])


def _own(said: Said, document: Any) -> Drawn | None:
    """What the person drew or photographed."""
    if said.drawing is None:
        return None
    made = printed(said.drawing, said.alt)
    return Drawn(document, made.jpeg, made.alt, made.width, made.height)


def _drawn(name: str | None, labels: Labels, document: Any) -> Drawn | None:
    picture = labels.kit.pictures.get(name or "")
    if picture is None or not picture.path.is_file():
        return None
    from records.exports.typesetter import png

    return Drawn(document, png(picture.svg), picture.alt)
