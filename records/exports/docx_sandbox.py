"""The sandbox that templates run in: it knows no function, no filter that changes words, and refuses all of Python."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

FILTERS = ("default",)
TESTS = ("none", "defined", "undefined")


@cache
def sandbox() -> ImmutableSandboxedEnvironment:
    """One for all templates: it keeps nothing of them."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_written)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    return made


def _as_written(value: Any) -> Any:
    """Words as they are, also where they look like what docxtpl puts in place of braces."""
    if isinstance(value, (Mapping, list)):
        raise TypeError("a list is no text: go through it with a loop")
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return Markup(str(escape(value)).replace("_", "&#95;") if "_" in value else escape(value))  # noqa: S704 -- escaped
