"""A file that came from elsewhere, opened with care: is it a Word file, and nothing more than that?"""

import io
import re
import zipfile

MOST_PARTS, MOST_BYTES, MOST_TIMES = 400, 60_000_000, 200
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How files of Word before 2007 begin, and those locked with a password."""
MACROS = re.compile(r"vbaProject|vbaData|activeX|/macros|\.bin$", re.IGNORECASE)
EMBEDDED = re.compile(r"embeddings/|afchunk", re.IGNORECASE)
OUTSIDE = re.compile(rb'<(?:\w+:)?Relationship\b(?=[^>]*\bTargetMode\s*=\s*["\']External)(?![^>]*/hyperlink["\'])')
COMMANDS = re.compile(rb"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|AUTOTEXT)\b")
FIELD = re.compile(rb"<w:instrText[^>]*>(.*?)</w:instrText>|w:instr=\"([^\"]*)\"", re.DOTALL)


class Refused(Exception):
    """The file is not taken: why, and which part of it."""

    def __init__(self, reason: str, part: str = "") -> None:
        super().__init__(reason)
        self.reason, self.part = reason, part


def parts_of(body: bytes) -> dict[str, str]:
    """The XML of the parts that words stand in, by name; raises Refused."""
    if body.startswith(OLD_WORD):
        raise Refused("old_word")
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            _small(file)
            read = {entry.filename: file.read(entry) for entry in file.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Refused("not_word") from error
    _plain(read)
    words = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|docProps/core\.xml")
    return {name: content.decode("utf-8", "replace") for name, content in read.items() if words.fullmatch(name)}


def _small(file: zipfile.ZipFile) -> None:
    """A few kilobytes can unpack to gigabytes: the sizes are looked at before anything is unpacked."""
    entries = file.infolist()
    unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_PARTS or unpacked > MOST_BYTES or unpacked > MOST_TIMES * max(packed, 10_000):
        raise Refused("unpacks_too_large")


def _plain(read: dict[str, bytes]) -> None:
    kinds, document = read.get("[Content_Types].xml", b""), read.get("word/document.xml")
    macros = next((name for name in read if MACROS.search(name)), None)
    if macros or b"macroEnabled" in kinds:
        raise Refused("macros", macros or "[Content_Types].xml")
    if document is None or MAIN not in kinds:
        raise Refused("not_word")
    for name, content in read.items():
        if EMBEDDED.search(name):
            raise Refused("embedded", name)
        if name.endswith((".xml", ".rels")):
            _quiet(name, content)


def _quiet(name: str, content: bytes) -> None:
    """Nothing in it declares entities, fetches from elsewhere, or asks Word to run something."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("not_plain_xml", name)
    if OUTSIDE.search(content):
        raise Refused("fetches", name)
    if any(COMMANDS.search(found[1] or found[2] or b"") for found in FIELD.finditer(content)):
        raise Refused("commands", name)
