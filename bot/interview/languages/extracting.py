"""Extracting: every sentence of the content files, for the template that catalogues are made from (see babel.cfg)."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

import yaml

from bot.interview.content import content_nodes
from bot.interview.languages.catalogue import CHILD, CHILDREN

Found = tuple[int, str, tuple[str, str] | str, list[str]]
"""As Babel wants them: line, function, the sentence (with its context before it), comments."""
NOT_SAID = frozenset({
    "id", "picture", "topic", "order", "reply", "board", "audiences", "maps_to", "when", "short", "send_area",
    "pfa_area", "follow_up", "required_from_year", "reviewed", "set", "licence", "credit", "file",
})  # fmt: skip
"""Keys whose values nobody is shown."""
TO_SOMEBODY = re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)
CHILD_NAMES = frozenset(child.value for child in CHILDREN)


def extract(
    file: IO[bytes], _keywords: Mapping[str, Any], _comments: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """The sentences of one YAML file; `adults` names, by how their keys start, those whose default only staff read."""
    adults = tuple(options.get("adults", "").split())
    root = content_nodes(file.read().decode("utf-8"))
    for key, value in root.value:
        if key.value not in NOT_SAID:
            yield from _sentences(value, "default", bool(adults) and key.value.startswith(adults))


def _sentences(node: yaml.Node, reader: str, adult: bool) -> Iterator[Found]:
    """Those below a node; `reader` is the audience that it is for, or default."""
    if isinstance(node, yaml.MappingNode):
        own = {key.value for key, _ in node.value} & CHILD_NAMES
        for key, value in node.value:
            if key.value not in NOT_SAID:
                known = key.value in CHILD_NAMES or key.value in {"young_person", "parent"}
                for_grown_ups = adult or (key.value == "default" and own == CHILD_NAMES)
                yield from _sentences(value, key.value if known else reader, for_grown_ups)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _sentences(value, reader, adult)
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str" and node.value.strip():
        yield from _said(node, reader, adult)


def _said(node: yaml.ScalarNode, reader: str, adult: bool) -> Iterator[Found]:
    """A sentence that speaks to everybody is wanted twice, since children are spoken to in another way."""
    line, text = node.start_mark.line + 1, str(node.value)
    if reader not in CHILD_NAMES:
        yield line, "gettext", text, []
    if reader in CHILD_NAMES or (reader == "default" and not adult and TO_SOMEBODY.search(text)):
        yield line, "pgettext", (CHILD, text), []
