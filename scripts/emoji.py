"""Brings every emoji of the picture set into one small file, so that an emoji in somebody's words can be printed.

Run by hand when `PICTURES` of scripts/vendor.py changes: `.venv/bin/python scripts/emoji.py`.
"""

import json
import lzma
import re
import sys
import tempfile
from pathlib import Path

from vendor import PICTURES, ROOT, VendorError, fetch, smaller

TARGET = ROOT / "data" / "exports"
OWN_INVENTIONS = re.compile("[EF][0-9A-F]{3}")
"""OpenMoji's signs that are no emoji stand where Unicode leaves room for private use."""


def drawings(package: Path) -> dict[str, tuple[str, str]]:
    """Code points, such as 1F475-1F3FD -> what it is called, and the drawing."""
    names = {sign["hexcode"]: sign["annotation"] for sign in json.loads((package / "data/openmoji.json").read_bytes())}
    found = {}
    for path in sorted((package / "color" / "svg").glob("*.svg")):
        if not OWN_INVENTIONS.match(path.stem):
            try:
                found[path.stem] = names[path.stem], smaller(path.read_bytes()).decode()
            except VendorError as error:
                print(f"{path.name} is left out: {error}", file=sys.stderr)
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as place:
        package = fetch(PICTURES, Path(place))
        found = drawings(package.folder)
        packed = lzma.compress(json.dumps(found).encode(), preset=9 | lzma.PRESET_EXTREME)
        (TARGET / "emoji.json.xz").write_bytes(packed)
        (TARGET / "emoji-LICENSE.txt").write_bytes(package.read("LICENSE.txt"))
    print(f"{len(found)} drawings, {len(packed):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
