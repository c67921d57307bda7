"""Catalogues: what there is to translate, and how far each translation is; used by `mysay translations`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from bot.interview.languages.catalogue import locale, path_of
from operating.languages import available

CONFIG, TEMPLATE = "babel.cfg", Path("data/translations/messages.pot")
QUESTIONS = "data/questions/"
PLACE = re.compile(r"\{(\w+)\}|%\((\w+)\)[sd]")
HEADER = """\
# The sentences of MySay, in English: what a translation is made from. Written by `mysay translations extract`.
#"""

Key = tuple[str, str]
"""A sentence by its context and its English."""


@dataclass(frozen=True)
class Fault:
    """One thing to mend in a catalogue: which, about which English sentence, and what is wrong."""

    language: str
    english: str
    what: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: “{self.english}”"


def extracted(root: Path) -> Catalog:
    """Every sentence that stands in the project now."""
    with (root / CONFIG).open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, CONFIG)  # type: ignore[no-untyped-call]  # Babel has no type hints there
    found = Catalog(project="MySay", header_comment=HEADER, fuzzy=False)
    folders = ("data", "web")
    for folder in folders:
        for name, _, message, comments, context in extract_from_dir(
            root / folder, [(pattern, method) for pattern, method in _within(folder, methods)], _below(folder, options)
        ):
            found.add(message, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return found


def write(root: Path) -> list[str]:
    """Bring the template and every catalogue in step; the languages of the catalogues."""
    template = extracted(root)
    if keys(template) != keys(_read(root / TEMPLATE)):
        _write(root / TEMPLATE, template)
    for language in available(root / "data"):
        path = path_of(root / "data", language)
        held = _read(path, language)
        before = keys(held)
        held.update(template, no_fuzzy_matching=True)
        if keys(held) != before or held.obsolete:
            _write(path, held)
    return list(available(root / "data"))


def faults(root: Path) -> Iterator[Fault]:
    """All that is wrong with the template and the catalogues; a question may wait for its translation."""
    now = extracted(root)
    for context, english in sorted(keys(now) ^ keys(_read(root / TEMPLATE))):
        yield Fault("template", english, f"out of step ({context or 'no context'}): run mysay translations extract")
    for language in available(root / "data"):
        yield from _of(language, _read(path_of(root / "data", language), language), now)


def untranslated(root: Path, language: str) -> int:
    """How many sentences a catalogue leaves in English."""
    return sum(not _whole(message) for message in _read(path_of(root / "data", language), language) if message.id)


def keys(catalogue: Catalog) -> set[Key]:
    """The sentences of a catalogue."""
    return {(message.context or "", _english(message)) for message in catalogue if message.id}


def _of(language: str, held: Catalog, now: Catalog) -> Iterator[Fault]:
    for _, english in sorted(keys(now) - keys(held)):
        yield Fault(language, english, "missing")
    for _, english in sorted(keys(held) - keys(now)):
        yield Fault(language, english, "no longer said")
    if held.num_plurals != Catalog(locale=str(locale(language))).num_plurals:
        yield Fault(language, "Plural-Forms", "has another number of plurals than the language")
    for message in held:
        if message.id:
            yield from _of_message(language, message)


def _of_message(language: str, message: Message) -> Iterator[Fault]:
    english, found = _english(message), _strings(message)
    if message.fuzzy:
        yield Fault(language, english, "is a guess (fuzzy)")
    if not _whole(message):
        if any(not place.startswith(QUESTIONS) for place, _ in message.locations):
            yield Fault(language, english, "not translated")
        return
    wanted = _places(message.id if isinstance(message.id, str) else message.id[-1])
    if any(_places(text) != wanted for text in (found if isinstance(message.id, str) else found[-1:])):
        yield Fault(language, english, "has other {places}")


def _places(text: str) -> frozenset[str]:
    """The places to be filled in; {Child} and {child} are one, since words stand in another order."""
    return frozenset((one or other).lower() for one, other in PLACE.findall(text))


def _whole(message: Message) -> bool:
    return all(text.strip() for text in _strings(message))


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _within(folder: str, methods: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The methods of one folder, by paths as seen from there: no other folder of the project is walked."""
    for pattern, method in methods:
        if pattern.startswith(f"{folder}/"):
            yield pattern.removeprefix(f"{folder}/"), method


def _below(folder: str, options: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {pattern.removeprefix(f"{folder}/"): found for pattern, found in options.items()}


def _read(path: Path, language: str | None = None) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, locale=str(locale(language)) if language else None)


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, ignore_obsolete=True, include_lineno=False)
