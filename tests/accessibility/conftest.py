"""A speaker with the voices as they ship, and processes of its own."""

from collections.abc import Iterator

import pytest

from accessibility.speaking.speaker import Speaker
from operating.settings import DATA


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    """Shared by the tests of a module: starting a voice process takes a moment."""
    made = Speaker.load(DATA / "speaking")
    yield made
    made.pool.close()
