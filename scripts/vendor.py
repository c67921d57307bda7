"""Brings the pictures that data/symbols names, and the fonts, from npm into web/static/vendor.

Run by `make vendor`. Versions are pinned; `manifest.json` holds each file's sha256, and a test compares them.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
INDEX = ROOT / "data" / "symbols" / "index.yml"
TARGET = ROOT / "web" / "static" / "vendor"
PICTURES = "openmoji@17.0.0"
FONTS = ("atkinson-hyperlegible", "lexend", "opendyslexic")
FONTS_VERSION = "5.3.0"
# latin-ext is fetched by a browser only for letters such as the Welsh ŵ or the Polish ł.
FACES = [f"{subset}-{weight}-normal.woff2" for subset in ("latin", "latin-ext") for weight in (400, 700)]
SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", SVG)


class VendorError(Exception):
    """Something that is needed could not be had; says what."""


@dataclass(frozen=True)
class Package:
    """One npm package, unpacked."""

    spec: str
    folder: Path

    def read(self, name: str) -> bytes:
        path = self.folder / name
        if not path.is_file():
            raise VendorError(f"{self.spec} has no file {name}")
        return path.read_bytes()

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()


def fetch(spec: str, into: Path) -> Package:
    """The package as npm packs it; npm itself checks what it received."""
    place = into / re.sub(r"[^a-z0-9]+", "-", spec)
    place.mkdir()
    subprocess.run(["npm", "pack", "--silent", "--pack-destination", str(place), spec], check=True, capture_output=True)
    (archive,) = place.glob("*.tgz")
    with tarfile.open(archive) as packed:
        packed.extractall(place, filter="data")
    return Package(spec, place / "package")


def wanted_pictures() -> list[str]:
    """The files that data/symbols names, each once."""
    index = YAML(typ="safe").load(INDEX.read_text(encoding="utf-8"))
    return sorted({symbol["file"] for symbol in index["symbols"].values()})


def smaller(svg: bytes) -> bytes:
    """The same drawing without ids, empty layers, comments and indentation.

    Paths are left as they are drawn: tools that shorten those (scour) spoilt one picture in three hundred.
    """
    root = ET.fromstring(svg)  # noqa: S314 - from a pinned package, whose hash npm has checked
    if any(word in svg.lower() for word in (b"<script", b"foreignobject", b"href=", b"<image", b"<style", b"url(#")):
        raise VendorError("a picture holds a script, a style or a reference, which this script does not handle")
    for parent in list(root.iter()):
        parent.attrib.pop("id", None)
        parent.text = parent.tail = None
        for child in list(parent):
            if child.tag in {f"{{{SVG}}}g", f"{{{SVG}}}metadata"} and not len(child):
                parent.remove(child)
    for name in ("version", "{http://www.w3.org/XML/1998/namespace}space"):
        root.attrib.pop(name, None)
    drawing: bytes = ET.tostring(root, encoding="utf-8")
    return drawing + b"\n"


def pictures(package: Package) -> dict[str, bytes]:
    """Vendored path -> content, for the pictures and their licence."""
    files = {f"openmoji/{name}": smaller(package.read(f"color/svg/{name}")) for name in wanted_pictures()}
    return files | {"openmoji/LICENSE.txt": package.read("LICENSE.txt")}


def fonts(packages: list[Package]) -> dict[str, bytes]:
    """Vendored path -> content, for the faces that each font has, and its licence."""
    files = {}
    for name, package in zip(FONTS, packages, strict=True):
        files[f"fonts/{name}-LICENSE.txt"] = package.read("LICENSE")
        for face in FACES:
            if package.has(f"files/{name}-{face}"):
                files[f"fonts/{name}-{face}"] = package.read(f"files/{name}-{face}")
    return files


def write(files: dict[str, bytes], sources: list[str]) -> None:
    """Lays the files down, removes what is no longer wanted, and writes the manifest."""
    for old in TARGET.rglob("*"):
        if old.is_file() and old.relative_to(TARGET).as_posix() not in files:
            old.unlink()
    for name, content in files.items():
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        (TARGET / name).write_bytes(content)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    manifest = {"made_by": "make vendor", "from": sources, "files": sums}
    (TARGET / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    specs = [PICTURES, *(f"@fontsource/{name}@{FONTS_VERSION}" for name in FONTS)]
    try:
        with tempfile.TemporaryDirectory() as scratch:
            first, *rest = [fetch(spec, Path(scratch)) for spec in specs]
            files = pictures(first) | fonts(rest)
        write(files, specs)
    except (VendorError, subprocess.CalledProcessError, FileNotFoundError) as error:
        print(f"make vendor: {error}", file=sys.stderr)
        return 1
    print(f"{len(files)} files, {sum(map(len, files.values())) // 1024} kB in {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
