"""What hostile, broken and merely strange programs send: strategies for the tests that try every parser."""

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from records.message import LONGEST_WORDS
from web.incoming import MESSAGE_FIELDS, OPENING_FIELDS, WISHES

T = TypeVar("T")


def few(examples: int) -> Callable[[T], T]:
    """As many examples as are worth their time in every run of the tests; `make fuzz` takes as many as it is told."""
    return settings(max_examples=examples)


STRANGE = (
    "", " ", "\0", "\ud800", "\udfff\ud800", "\u202e", "\ufffe", "\x1b[2J", "\r\n", "--5", "-", "9" * 5_000,
    "\u0663" * 5, "\u00b2", "1e999", "0x10", "NaN", "None", "../../secret_key", "' or 1=1 --", "{{ 7 * 7 }}", "{name}",
    "%s%n", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "e\u0301",
    "x" * (LONGEST_WORDS + 1), "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "javascript:x", "\\elsewhere",
    "00000000-0000-4000-8000-000000000000", "00000000000040008000000000000000",
    "{00000000-0000-4000-8000-000000000000}",
)  # fmt: skip
texts = (
    st.integers(0, len(STRANGE) - 1).map(lambda place: STRANGE[place])
    | st.text(st.characters(), max_size=40)
    | (st.text(max_size=40))
)
"""Also halves of characters, which JSON can carry. By place: hypothesis writes down what it draws from, at length."""
numbers = st.integers() | st.sampled_from((10**400, -1, 2**63, 2**64)) | st.floats()
scalars = st.none() | st.booleans() | numbers | texts


def objects(
    names: st.SearchStrategy[Any], inner: st.SearchStrategy[Any], most: int
) -> st.SearchStrategy[dict[str, Any]]:
    """As `st.dictionaries`, without its search for names that are not there yet, which takes most of its time."""
    return st.lists(st.tuples(names, inner), max_size=most).map(dict)


def _deep(levels: int, value: Any) -> Any:
    for level in range(levels):
        value = [value] if level % 2 else {"text": value}
    return value


_inner = scalars | st.lists(scalars, max_size=4) | objects(texts, scalars, 4)
values = (
    scalars | st.lists(_inner, max_size=4) | objects(texts, _inner, 4) | st.builds(_deep, st.integers(2, 99), _inner)
)
"""Not by `st.recursive`, which draws again and again until what it has drawn is small enough."""
known = st.sampled_from((
    "audience", "parent", "young_teen", "child_early", "annual_review", "just_me", "typed", "spoken", "drawn",
    "pictures", "important_people", "choose_topic", "about_me", "review", "finish", "yes", "no", "like", "private",
    "school", "finished", "asking", "stopped", "withdrawn", "paused", "dark", "own", "#000000", "lexend", *WISHES,
))  # fmt: skip
"""Words that mean something somewhere, so that what is sent gets further than the first check."""


def fields(names: Sequence[str] | frozenset[str]) -> st.SearchStrategy[Any]:
    """An object with some of these fields, each with something that fits or not; now and then something else."""
    return objects(st.sampled_from(sorted(names)) | texts, values | known | st.lists(known, max_size=3), 6) | values


openings = fields(OPENING_FIELDS)
messages = fields(MESSAGE_FIELDS)
bodies = fields(
    {*OPENING_FIELDS, *MESSAGE_FIELDS, "share", "state", "did", "by_when", "resume_code", "username", "password"}
)


@st.composite
def damaged(draw: Any, whole: bytes) -> bytes:
    """A good file that was cut, overwritten, repeated or filled up somewhere."""
    made = bytearray(whole)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(made)))
        patch = draw(st.binary(max_size=8) | st.sampled_from((b"\xff" * 4, b"\0" * 8, b"\x7f\xff\xff\xff")))
        made[at : at + draw(st.integers(0, 12))] = patch
    return bytes(made[: draw(st.integers(len(made) // 2, len(made)))])


def encoded(value: Any) -> bytes:
    """As JSON, whatever is in it: JSON in Python lets NaN and halves of characters through."""
    return json.dumps(value).encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()
