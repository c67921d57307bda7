"""What is carried in the repository from elsewhere: pictures, fonts, and the locks of what is installed."""

import hashlib
import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "web" / "static" / "vendor"
LOCKS = sorted(ROOT.glob("requirements*.lock"))
NODE_LOCKS = [ROOT / "tests" / "node" / "package-lock.json", ROOT / "bench" / "widgets" / "package-lock.json"]


def files_of_the_manifest() -> dict[str, str]:
    return json.loads((VENDOR / "manifest.json").read_text())["files"]


def test_each_vendored_file_is_the_one_that_was_fetched() -> None:
    """The manifest names every vendored file with the hash that it still has, and no other."""
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()} - {"manifest.json"}
    manifest = files_of_the_manifest()
    assert there == set(manifest)
    for name, digest in manifest.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, (
            f"{name} was changed: run `make vendor`"
        )


def test_each_picture_that_content_names_is_carried() -> None:
    """Whoever adds a picture to data/symbols is told to run `make vendor`."""
    symbols = yaml.safe_load((ROOT / "data" / "symbols" / "index.yml").read_text())["symbols"]
    missing = {
        symbol["file"] for symbol in symbols.values() if f"openmoji/{symbol['file']}" not in files_of_the_manifest()
    }
    assert not missing, "run `make vendor`"


def test_no_picture_can_run_anything_or_reach_out() -> None:
    """Pictures are drawings only: no scripts, no references, no styles."""
    for picture in VENDOR.glob("openmoji/*.svg"):
        assert not re.search(r"<script|foreignObject|href=|<style|url\(|\son\w+=", picture.read_text()), picture.name


def test_each_licence_lies_beside_what_it_covers() -> None:
    """Pictures and each font carry their licence."""
    fonts = {name.split("-latin")[0] for name in files_of_the_manifest() if name.endswith(".woff2")}
    assert {f"{font}-LICENSE.txt" for font in fonts} | {"openmoji/LICENSE.txt"} <= set(files_of_the_manifest())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_names_no_place(lock: Path) -> None:
    """Every package has an exact version and a hash, and no address or folder of anybody's machine is in it."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n|^ +#.*\n", "", lock.read_text(), flags=re.MULTILINE).strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]
        assert not re.search(r"://|--index|--find-links|--extra| @ |file:", entry), entry[:80]


def test_what_the_tests_need_includes_exactly_what_mysay_needs() -> None:
    """`make test` runs with the very versions that `make run` installs."""
    runtime, dev = (set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in (
        "requirements.lock", "requirements-dev.lock",
    ))  # fmt: skip
    assert runtime <= dev


@pytest.mark.parametrize("lock", NODE_LOCKS, ids=lambda lock: lock.parent.name)
def test_a_lock_of_node_pins_by_hash_and_names_no_place(lock: Path) -> None:
    """Every package has an exact version and a hash; where it comes from is for each machine to say."""
    packages = {name: held for name, held in json.loads(lock.read_text())["packages"].items() if name}
    assert packages
    for name, held in packages.items():
        assert held["integrity"].startswith("sha512-"), name
        assert "resolved" not in held, name
