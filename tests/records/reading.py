"""Reads an exported file as the program that it is for would, so that a test can ask what is in it."""

import io
import re
import zipfile

import pikepdf
from lxml import etree

from records.exports.emoji import EMOJI

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(name, body):
    """All the text of a file in a format; in that of a PDF there are no emoji, since they are drawn."""
    if name == "pdf":
        return pdf_text(body)
    return docx_text(body) if name == "docx" else body.decode("utf-8-sig")


def holds(name, body, words):
    """Whether the words are in the file; where lines are broken on paper does not count, nor emoji that are drawn."""
    drawn = name == "pdf"
    return _run_together(words, drawn) in _run_together(text_of(name, body), drawn)


def _run_together(text, drawn):
    return re.sub("[\\s\u200b]+", "", EMOJI.sub("", text) if drawn else text)


def docx_text(body):
    """The paragraphs of every part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        parts = [name for name in file.namelist() if re.match(r"word/(document|header\d*|footer\d*)\.xml", name)]
        roots = [etree.fromstring(file.read(name)) for name in parts]
    breaks = {f"{WORD}br": "\n", f"{WORD}tab": "\t", f"{WORD}p": "\n"}
    return "".join(
        (node.text or "") if node.tag == f"{WORD}t" else breaks.get(node.tag, "")
        for root in roots
        for node in root.iter()
    )


def pdf_text(body):
    """The letters of every page, in the order in which they are set."""
    with pikepdf.open(io.BytesIO(body)) as file:
        return "\n".join(page_text(page) for page in file.pages)


def page_text(page):
    """The letters of one page."""
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    text, letters = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
            text += [_decoded(bytes(piece), letters) for piece in pieces if isinstance(piece, pikepdf.String)]
    return "".join(text)


def _letters(font):
    """Glyph number -> letters, as the font's own table tells a screen reader."""
    table = font.ToUnicode.read_bytes().decode("ascii", "replace")
    letters = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, code in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", section):
            letters[int(glyph, 16)] = bytes.fromhex(code).decode("utf-16-be")
    for section in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, code in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", section):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + step] = chr(int(code, 16) + step)
    return letters


def _decoded(codes, letters):
    pairs = (int.from_bytes(codes[place : place + 2], "big") for place in range(0, len(codes), 2))
    return "".join(letters.get(pair, "") for pair in pairs)
