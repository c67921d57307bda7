"""The inputs of a test of hypothesis without the search around them: a plugin of pytest, for `make fuzz` alone.

For most parsers four fifths of the time went into looking for inputs that had not been drawn, and into what would be
needed to make one smaller. Here the same strategies are asked alone. Which inputs are new is told by what was drawn.
"""

import os
from random import Random
from typing import Any

import pytest
from hypothesis.control import BuildContext
from hypothesis.errors import StopTest, UnsatisfiedAssumption
from hypothesis.internal.conjecture.data import ConjectureData

PATIENCE = 20
"""So many draws for each input wanted; then there are hardly any others."""
LONGEST = 5_000


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """As many inputs for each test of hypothesis as MYSAY_EXAMPLES says."""
    if not hasattr(pyfuncitem.obj, "hypothesis"):
        return None
    print(f"{thrown(pyfuncitem, int(os.environ['MYSAY_EXAMPLES']))} inputs")
    return True


def thrown(item: pytest.Function, wanted: int) -> int:
    """How many inputs a test had that differ; raises what it raises at the first that it fails with, once printed."""
    fixtures = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
    random, had = Random(), set[int]()  # noqa: S311  # no secret: other inputs each time
    for _ in range(wanted * PATIENCE):
        if len(had) == wanted:
            break
        _throw(item.obj, fixtures, random, had)
    return len(had)


def _throw(test: Any, fixtures: dict[str, Any], random: Random, had: set[int]) -> None:
    """One input, if it is a new one and the strategies did not give it up."""
    data, given = ConjectureData(random=random), {}
    try:
        with BuildContext(data, wrapped_test=test):
            for name, strategy in test.hypothesis._given_kwargs.items():
                given[name] = data.draw(strategy)
            if hash(data.choices) in had:
                return
            test.hypothesis.inner_test(**fixtures, **given)
    except (StopTest, UnsatisfiedAssumption):
        return
    except Exception:
        print(f"failed with: {given!r}"[:LONGEST], f"\ndrawn: {data.choices!r}"[:LONGEST])
        raise
    had.add(hash(data.choices))
