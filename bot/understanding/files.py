"""Reads the data that the understanding stands on, and checks it against its schema."""

import json
from pathlib import Path
from typing import Any

import fastjsonschema
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
UNDERSTANDING = ROOT / "data" / "understanding"
CRIES = UNDERSTANDING / "cries"
HEADS = UNDERSTANDING / "heads.npz"
EXAMPLES = ROOT / "data" / "training" / "nlu"
SCHEMA = ROOT / "data" / "schema" / "understanding.schema.json"


class BadUnderstandingError(ValueError):
    """A file of the understanding does not fit its schema; the message names the file and the place."""


def read(name: str, folder: Path = UNDERSTANDING) -> dict[str, Any]:
    """Read one checked file, such as "wishes" or "safety", from data/understanding."""
    return _checked(folder / f"{name}.yml", name)


def read_cries(folder: Path = CRIES) -> list[dict[str, Any]]:
    """Every file of sentences that the ear is taught, in the order of their names."""
    return [_checked(path, "cries") for path in sorted(folder.glob("*.yml"))]


def read_examples(folder: Path = EXAMPLES) -> dict[str, list[str]]:
    """The training examples of every intent."""
    examples: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for item in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = item["examples"].splitlines()
            examples.setdefault(item["intent"], []).extend(line[2:].strip() for line in lines if line.startswith("- "))
    return examples


def _checked(path: Path, definition: str) -> dict[str, Any]:
    content: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    try:
        fastjsonschema.compile({**schema, "$ref": f"#/definitions/{definition}"})(content)
    except fastjsonschema.JsonSchemaValueException as error:
        raise BadUnderstandingError(f"{path.name}: {error.message}") from error
    return content
