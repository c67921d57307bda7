"""The tags of a template: only fields that there are, loops and conditions; anything else is code and is named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, nodes

from records.exports.docx_fields import BLOCKS, GROUPS, LINE, PLAIN, answer_fields
from records.exports.docx_sandbox import FILTERS, TESTS, sandbox

DEEPEST = 3
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
RAW = re.compile(r"\{\{(?:r|p|tr|tc)\s.*?\}\}")
"""docxtpl would put the value of such a tag into the file as it is, without its run."""
MARKUP = re.compile(r"<[^>]+>")
SAFE = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Const,
    nodes.Filter, nodes.Test, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.CondExpr,
)  # fmt: skip
FIELDS = frozenset({*PLAIN, *GROUPS, *BLOCKS, *answer_fields()})
ROWS: Mapping[str, frozenset[str]] = {
    **{name: frozenset(row) for name, row in GROUPS.items()},
    **{name: frozenset({"title", "lines"}) for name in BLOCKS},
    "lines": frozenset(LINE),
}
"""What each list's rows have."""


@dataclass(frozen=True)
class Tag:
    """Something wrong in a tag: the name of the fault, the tag or field, and what was perhaps meant."""

    fault: str
    text: str
    near: str = ""


def tags_of(parts: Mapping[str, str]) -> list[Tag]:
    """Every fault of every part, each once; a template that shows nothing that was said is a fault too."""
    found: dict[Tag, None] = {}
    used: set[str] = set()
    for xml in parts.values():
        for tag in _faults(xml, used):
            found[tag] = None
    if not found and not used & ({*BLOCKS, *answer_fields()}):
        found[Tag("no_answers", "")] = None
    return list(found)


def _faults(xml: str, used: set[str]) -> Iterator[Tag]:
    from docxtpl import DocxTemplate

    source = str(DocxTemplate("").patch_xml(xml))
    for raw in RAW.findall(_readable(xml)):
        yield Tag("code", raw)
    try:
        tree = sandbox().parse(source)
    except TemplateSyntaxError as error:
        yield Tag("not_closed", _readable(_around(source, error.lineno))[:200], str(error.message)[:200])
        return
    yield from _Reader(used).read(tree)


class _Reader:
    """Walks one part and knows, inside a loop, which list a name came from."""

    def __init__(self, used: set[str]) -> None:
        self._used, self._rows = used, {}  # type: tuple[set[str], dict[str, str]]

    def read(self, node: nodes.Node, depth: int = 0) -> Iterator[Tag]:
        if not isinstance(node, SAFE) or depth > DEEPEST:
            yield Tag("code", type(node).__name__.lower())
        elif isinstance(node, nodes.For):
            yield from self._loop(node, depth)
        elif isinstance(node, nodes.Getattr):
            yield from self._member(node)
        elif isinstance(node, nodes.Name):
            yield from self._field(node.name)
        elif isinstance(node, (nodes.Filter, nodes.Test)) and node.name not in (*FILTERS, *TESTS):
            yield Tag("code", node.name)
        else:
            for child in node.iter_child_nodes():
                yield from self.read(child, depth)

    def _loop(self, node: nodes.For, depth: int) -> Iterator[Tag]:
        yield from self.read(node.iter, depth)
        if not isinstance(node.target, nodes.Name) or node.recursive or node.test:
            yield Tag("code", "for")
            return
        outer = dict(self._rows)
        self._rows[node.target.name] = _list_of(node.iter)
        for child in (*node.body, *node.else_):
            yield from self.read(child, depth + 1)
        self._rows = outer

    def _member(self, node: nodes.Getattr) -> Iterator[Tag]:
        """`line.words` where `line` came from a loop; nothing else has members."""
        if not isinstance(node.node, nodes.Name) or node.node.name not in self._rows:
            yield Tag("code", f".{node.attr}")
            return
        known = ROWS.get(self._rows[node.node.name], frozenset())
        if node.attr not in known:
            yield _unknown(f"{node.node.name}.{node.attr}", (f"{node.node.name}.{name}" for name in known))

    def _field(self, name: str) -> Iterator[Tag]:
        if name in self._rows:
            return
        self._used.add(name)
        if name not in FIELDS:
            yield _unknown(name, FIELDS)


def _list_of(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else getattr(node, "attr", "")


def _unknown(name: str, known: Iterator[str] | frozenset[str]) -> Tag:
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return Tag("unknown_field", name, near[0] if near else "")


def _readable(xml: str) -> str:
    return MARKUP.sub("", xml).replace("&quot;", '"').strip()


def _around(source: str, line: int) -> str:
    rows = source.splitlines()
    tags = TAGS.findall(rows[line - 1] if 0 < line <= len(rows) else source)
    return tags[-1] if tags else ""
