"""The pictures: which file shows an idea, and what somebody hears in its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = "/static/vendor/openmoji/"


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

    @classmethod
    def load(cls, index: Path, folder: str = FOLDER) -> "Symbols":
        """The set that an index file names; its files are served from `folder`."""
        data = yaml.safe_load(index.read_text("utf-8"))
        symbols = {name: Symbol(name, folder + entry["file"], entry["alt"]) for name, entry in data["symbols"].items()}
        return cls(data["set"], data["licence"], data["credit"], symbols)

    def find(self, symbol_id: str | None) -> Symbol | None:
        """The picture with this id, or None: a missing picture never hides the words beside it."""
        return self.symbols.get(symbol_id) if symbol_id else None
