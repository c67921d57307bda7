"""Reading the content files: YAML and JSON Schema, every mistake named with its file and line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
import yaml

RASA_KEYS = frozenset({"rules", "stories", "responses", "nlu"})  # Rasa would take the file for training data


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a content file; `line` counts from 1."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


class ContentError(Exception):
    """A content file is missing or wrong; `problems` names each place."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class _Loader(yaml.CSafeLoader):
    """YAML in which yes and no are words, as a writer of questions expects."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))


def read(path: Path, schema: Path) -> dict[str, Any]:
    """A content file as plain data, checked by its schema; raises ContentError."""
    try:
        text = path.read_text("utf-8")
        data = yaml.load(text, _Loader)  # noqa: S506  # a kind of safe loader
    except OSError as error:
        raise ContentError(Problem(str(path), 1, f"cannot be read: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        raise ContentError(Problem(str(path), 1, "is not UTF-8 text")) from error
    except yaml.YAMLError as error:
        raise ContentError(_not_yaml(path, error)) from error
    try:
        checked: dict[str, Any] = _validator(schema)(data)
    except fastjsonschema.JsonSchemaValueException as error:
        raise ContentError(_not_fitting(path, text, error)) from error
    return checked


def line_of(text: str, where: list[str | int]) -> int:
    """The line, from 1, on which the value at a path of keys and indexes stands, or its nearest parent's."""
    node = yaml.compose(text, _Loader)
    for key in where:
        step = _step(node, key)
        if step is None:
            break
        node = step
    return int(node.start_mark.line) + 1 if node is not None else 1


def content_nodes(text: str) -> yaml.MappingNode:
    """The nodes of a content file, which know their lines; raises TypeError where it is no mapping."""
    node = yaml.compose(text, _Loader)
    if not isinstance(node, yaml.MappingNode):
        raise TypeError("a content file holds a mapping")
    return node


def _step(node: Any, key: str | int) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and str(key).isdigit() and int(key) < len(node.value):
        return node.value[int(key)]
    return None


@cache
def _validator(schema: Path) -> Any:
    return fastjsonschema.compile(json.loads(schema.read_text("utf-8")))


def _not_yaml(path: Path, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    return Problem(str(path), mark.line + 1 if mark else 1, str(getattr(error, "problem", None) or "is not YAML"))


def _not_fitting(path: Path, text: str, error: fastjsonschema.JsonSchemaValueException) -> Problem:
    where: list[str | int] = list(error.path[1:])
    place = ".".join(str(key) for key in where) or "the file"
    return Problem(str(path), line_of(text, where), f"{place} {_in_plain_words(error)}")


def _in_plain_words(error: fastjsonschema.JsonSchemaValueException) -> str:
    """What is wrong, for somebody who writes questions and has never seen a schema."""
    value, wanted = error.value, error.rule_definition
    if error.rule == "required":
        return "lacks " + ", ".join(key for key in wanted if key not in value)
    if error.rule == "additionalProperties":
        return "has a key that is not known: " + ", ".join(
            key for key in value if key not in error.definition["properties"]
        )
    if error.rule == "enum":
        return f"is {value!r}, and must be one of " + ", ".join(str(choice) for choice in wanted)
    return str(error.message).removeprefix(str(error.name)).strip()


def rasa_keys(data: Mapping[str, Any]) -> frozenset[str]:
    """Keys in a content file that Rasa would take for training data."""
    return RASA_KEYS & set(data)
