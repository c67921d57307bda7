"""The typesetter: typst, without a network, making PDFs that screen readers can read (PDF/UA-1)."""

import json
import re
import threading
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from records.exports.kit import Kit
from records.exports.letters import Letters, script_of

TEMPLATES = Path(__file__).parent / "templates"
FONTS = (
    "fontpkg_atkinson_hyperlegible", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_devanagari",
)  # fmt: skip
"""Packages that carry fonts; one that is not installed is done without."""
REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed')
CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
MOST_REFUSALS = 200


class Typesetter:
    """Turns content into PDFs; safe to share between threads."""

    def __init__(self) -> None:
        import typst

        self._fonts = typst.Fonts(font_paths=[str(folder) for folder in _font_folders()])
        self._local = threading.local()
        self._unprintable: frozenset[str] = frozenset()

    def pdf(self, template: str, content: dict[str, Any], kit: Kit, moment: int) -> bytes:
        """The same content gives the same bytes. `moment` is the date of the document in seconds since 1970."""
        import typst

        for _ in range(MOST_REFUSALS):
            try:
                return self._compile(template, Letters(kit, self._unprintable).prepared(content), moment)
            except typst.TypstError as error:
                self._learn(error)
        raise ValueError("these letters cannot be printed")

    def _compile(self, template: str, content: dict[str, Any], moment: int) -> bytes:
        inputs = {"view": json.dumps(content)}
        place = str(TEMPLATES / f"{template}.typ")
        made = self._compiler().compile(place, sys_inputs=inputs, pdf_standards="ua-1", timestamp=moment)
        return bytes(made)

    def _learn(self, error: Exception) -> None:
        """A tagged PDF refuses a letter that no font has; none will have the others of its script either."""
        refused = REFUSED.search(str(error))
        if not refused:
            raise error
        letters = CODE.sub(lambda code: chr(int(code[1], 16)), refused[1])
        self._unprintable |= {script_of(letter) for letter in letters}

    def _compiler(self) -> Any:
        import typst

        if not hasattr(self._local, "compiler"):
            self._local.compiler = typst.Compiler(root=str(TEMPLATES), font_paths=self._fonts)
        return self._local.compiler


@lru_cache(512)
def png(svg: str, pixels: int = 220) -> bytes:
    """A drawing as a picture of points, for files that take no drawings."""
    import typst

    page = f"#set page(width: {pixels}pt, height: {pixels}pt, margin: 0pt, fill: none)\n"
    source = page + '#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)'
    return bytes(
        typst.compile(source.encode(), format="png", ppi=72, sys_inputs={"svg": svg}, ignore_system_fonts=True)
    )


@cache
def typesetter() -> Typesetter:
    """The one of this process, made when it is first needed."""
    return Typesetter()


def _font_folders() -> Iterator[Path]:
    for package in FONTS:
        found = find_spec(package)
        for place in (found.submodule_search_locations or ()) if found else ():
            yield Path(place) / "files"
