"""A school's own pictures: a folder with an index.yml of the same form as ours. Only what is safe and whole is used."""

import base64
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from PIL import Image

from accessibility.safe_svg import NotSafe, made_safe

INDEX = "index.yml"
LARGEST_BYTES, MOST_PIXELS = 200_000, 2000
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}


@dataclass(frozen=True)
class OwnPicture:
    """One picture: its file, what is heard in its place, and the file as it is given out."""

    path: Path
    alt: str
    body: bytes

    @property
    def media_type(self) -> str:
        """What kind of file it is."""
        return KINDS[self.path.suffix]

    @property
    def svg(self) -> str:
        """As a drawing, which is how documents take pictures."""
        if self.path.suffix == ".svg":
            return self.body.decode()
        place = 'width="100" height="100"'
        link = f"data:{self.media_type};base64,{base64.b64encode(self.body).decode()}"
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><image {place} href="{link}"/></svg>'


@dataclass(frozen=True)
class OwnSymbols:
    """The pictures by id, the credit that their licence asks for, and what is wrong with those that are left out."""

    pictures: Mapping[str, OwnPicture] = field(default_factory=dict)
    name: str = ""
    licence: str = ""
    credit: str = ""
    faults: tuple[tuple[str, str], ...] = ()

    @classmethod
    def load(cls, folder: Path | None) -> "OwnSymbols":
        """Those of a folder; none where there is no folder. An index that cannot be read is a fault of the id ""."""
        if folder is None:
            return cls()
        try:
            index = yaml.load((folder / INDEX).read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506  # texts alone
            entries = {str(name): (str(entry["file"]), str(entry["alt"])) for name, entry in index["symbols"].items()}
            about = (str(index["set"]), str(index["licence"]), str(index["credit"]))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, LookupError, TypeError, AttributeError) as error:
            return cls(faults=(("", f"the index cannot be used ({type(error).__name__})"),))
        tried = {name: _tried(folder, file, alt) for name, (file, alt) in entries.items()}
        found = {name: made for name, made in tried.items() if isinstance(made, OwnPicture)}
        return cls(found, *about, tuple((name, made) for name, made in tried.items() if isinstance(made, str)))

    def file(self, name: str) -> OwnPicture | None:
        """The picture with this file name."""
        return next((picture for picture in self.pictures.values() if picture.path.name == name), None)


def _tried(folder: Path, file: str, alt: str) -> OwnPicture | str:
    """The picture, or what is wrong with it."""
    path = folder / file
    if path.suffix not in KINDS or path.name != file:
        return f"{file} is no svg, png or webp file in the folder itself"
    try:
        return OwnPicture(path, alt, _given_out(path))
    except FileNotFoundError:
        return f"there is no file {file}"
    except NotSafe as error:
        return f"{file} cannot be used: it {error}"
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return f"{file} is not the kind of picture that its name says"


def _given_out(path: Path) -> bytes:
    """The file, made safe where it is a drawing; raises NotSafe and what reading a picture may raise."""
    body = path.read_bytes()
    if len(body) > LARGEST_BYTES:
        raise NotSafe(f"is larger than {LARGEST_BYTES // 1000} kB")
    if path.suffix == ".svg":
        return made_safe(body)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(body), formats=[path.suffix[1:].upper()]) as opened:
            if max(opened.size) > MOST_PIXELS:
                raise NotSafe(f"has more than {MOST_PIXELS} pixels on a side")
            opened.load()
    return body
