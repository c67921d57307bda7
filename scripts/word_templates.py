"""Makes our own Word templates, data/exports/*.docx, so that they can be made again: run it after changing it.

`{{ … }}` and `{% … %}` are filled by records/exports/as_docx.py; docs/exports.md lists the fields.
"""

import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).resolve().parents[1] / "data" / "exports"
INK, SOFT, ACCENT = RGBColor(0x16, 0x22, 0x2E), RGBColor(0x3D, 0x4C, 0x59), RGBColor(0x0B, 0x4A, 0x66)
FONT = "Atkinson Hyperlegible"


def document() -> Any:
    """An empty page in our style; Word shows another font where ours is not installed."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    style(made, "Normal", 11, INK)
    for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 12)):
        style(made, name, size, ACCENT).font.bold = True
    style(made, "Whose", 9, SOFT)
    shade(style(made, "Flag", 9, INK), "FFF4D6")
    said = style(made, "Words", 13, INK)
    said.paragraph_format.left_indent = Mm(5)
    section.footer.paragraphs[0].text = "{{ id }}  {{ seal }}"
    section.footer.paragraphs[0].style = made.styles["Whose"]
    return made


def style(made: Any, name: str, size: int, colour: RGBColor) -> Any:
    """A paragraph style, made where it is not there."""
    known = {found.name for found in made.styles}
    found = made.styles[name] if name in known else made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    found.font.name, found.font.size, found.font.color.rgb = FONT, Pt(size), colour
    fonts = found.element.get_or_add_rPr().get_or_add_rFonts()
    for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(which), None)
    found.paragraph_format.space_after = Pt(4)
    return found


def shade(found: Any, colour: str) -> None:
    """A tint behind the words of a style."""
    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:fill"), colour)
    found.element.get_or_add_pPr().append(fill)


def facts(made: Any) -> None:
    """Who, with whom, what for, when."""
    table = made.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for fact in facts %}"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{ fact.name }}", "{{ fact.value }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(48), Mm(118)
        row.cells[0].paragraphs[0].style = made.styles["Whose"]


def blocks(made: Any, group: str, pictures: bool = False) -> None:
    """Every heading of a group, and its lines."""
    lines = [
        (f"{{%p for block in {group} %}}", "Normal"), ("{{ block.title }}", "Heading 1"),
        ("{%p for line in block.lines %}", "Normal"),
        ("{{ line.picture }} {{ line.asked }}" if pictures else "{{ line.asked }}", "Heading 2"),
        ("{%p if line.words is not none %}", "Normal"), ("“{{ line.words }}”", "Words"), ("{%p endif %}", "Normal"),
        ("{%p if line.drawing %}", "Normal"), ("{{ line.drawing }}", "Words"), ("{%p endif %}", "Normal"),
        ("{%p if line.pictures %}", "Normal"),
        ("{% for picture in line.pictures %}{{ picture }} {% endfor %}", "Words"), ("{%p endif %}", "Normal"),
        ("{%p for text in line.chosen %}", "Normal"), ("{{ text }}", "Words"), ("{%p endfor %}", "Normal"),
        ("{{ line.provenance }}", "Whose"),
        ("{%p for flag in line.flags %}", "Normal"), ("{{ flag }}", "Flag"), ("{%p endfor %}", "Normal"),
        ("{%p endfor %}", "Normal"), ("{%p endfor %}", "Normal"),
    ]  # fmt: skip
    for text, name in lines:
        made.add_paragraph(text, name)


def ending(made: Any) -> None:
    """What was not said, what is kept, and what the flags are."""
    for field in ("nothing", "kept", "hints_note", "credit"):
        made.add_paragraph(f"{{%p if {field} %}}")
        made.add_paragraph(f"{{{{ {field} }}}}", "Whose")
        made.add_paragraph("{%p endif %}")


def passed_over(made: Any) -> None:
    """The questions without an answer."""
    for text, name in (
        ("{%p for row in passed_over %}", "Normal"), ("{{ row.asked }} ({{ row.outcome }}, {{ row.date }})", "Whose"),
        ("{%p endfor %}", "Normal"),
    ):  # fmt: skip
        made.add_paragraph(text, name)


def main() -> int:
    for name, title, group in (
        ("whole", "{{ title }}", "topics"), ("section_a", "Section A: {{ name }}", "sections"),
        ("profile", "{{ profile_title }}", "profile"),
    ):  # fmt: skip
        made = document()
        made.core_properties.title = made.core_properties.comments = made.core_properties.author = ""
        made.add_paragraph(title, "Title")
        made.add_paragraph("{{ promise }}", "Whose")
        if name != "profile":
            facts(made)
        blocks(made, group, pictures=name == "profile")
        if name == "whole":
            passed_over(made)
        ending(made)
        made.save(TARGET / f"{name}.docx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
