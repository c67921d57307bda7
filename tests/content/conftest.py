"""A copy of the content that a test may spoil; it is mended again for the next, since copying takes its time."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from operating.settings import DATA
from tests.content.writer import Content


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content as it ships, in a folder of its own."""
    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("content") / "data"))


@pytest.fixture
def content(copied: Path) -> Iterator[Content]:
    """A writer at work on that copy."""
    writer = Content(copied)
    yield writer
    writer.restore()
