"""The pictures: which file shows an idea, and what somebody hears in its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from accessibility.own_symbols import OwnSymbols

FOLDER, OWN_FOLDER = "/static/vendor/openmoji/", "/symbols/"


@dataclass(frozen=True)
class Symbol:
    """A picture, ready to be shown: `src` is its address on this server, `alt` its words."""

    id: str
    src: str
    alt: str


@dataclass(frozen=True)
class Symbols:
    """A set of pictures with the credit that its licence asks for."""

    name: str
    licence: str
    credit: str
    symbols: Mapping[str, Symbol]
    own_credit: str = ""

    @classmethod
    def load(cls, index: Path, folder: str = FOLDER) -> "Symbols":
        """The set that an index file names; its files are served from `folder`."""
        data = yaml.load(index.read_text("utf-8"), yaml.CSafeLoader)  # many are read each time a page starts
        symbols = {name: Symbol(name, folder + entry["file"], entry["alt"]) for name, entry in data["symbols"].items()}
        return cls(data["set"], data["licence"], data["credit"], symbols)

    def with_own(self, own: OwnSymbols) -> "Symbols":
        """The same, with a school's own pictures in place of those that they show too."""
        theirs = {name: Symbol(name, OWN_FOLDER + found.path.name, found.alt) for name, found in own.pictures.items()}
        return replace(self, symbols={**self.symbols, **theirs}, own_credit=own.credit if theirs else "")

    def said(self, say: Callable[[str], str]) -> "Symbols":
        """The same pictures, with their words put into another language."""
        return replace(self, symbols={name: replace(found, alt=say(found.alt)) for name, found in self.symbols.items()})

    def find(self, symbol_id: str | None) -> Symbol | None:
        """The picture with this id, or None: a missing picture never hides the words beside it."""
        return self.symbols.get(symbol_id) if symbol_id else None
