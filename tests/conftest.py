"""What tests share: a MySay that really runs, a store on a real disk, and the content as it ships."""

from collections.abc import Iterator
from pathlib import Path

import argon2
import pytest

from bot.interview.bank import Bank
from bot.interview.library import load
from operating.server import Server
from operating.settings import DATA
from records.store import Store
from tests.installation import Installation, trained
from tests.postgres import Postgres, postgres


@pytest.fixture(scope="session")
def bank() -> Bank:
    """The content as it ships."""
    return load(DATA)


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real hash of passwords, at a cost for tests; asked for before a store is made."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("records.staff.PasswordHasher", lambda: quick)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store in a file."""
    made = Store(tmp_path / "mysay.db")
    made.migrate()
    return made


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL that really runs; each test has a database of its own in it."""
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | Server]:
    """Where an empty store is, on each engine in turn."""
    if request.param == "sqlite":
        Store(tmp_path / "mysay.db").migrate()
        yield tmp_path / "mysay.db"
        return
    with request.getfixturevalue("postgres_server").database("one_test") as server:
        yield server


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """A model of the data as it is now."""
    return trained()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """`mysay serve`, as a user starts it, on a home of its own; shared by all tests that do no harm to it."""
    with Installation.started(tmp_path_factory.mktemp("home")) as installation:
        yield installation


@pytest.fixture
def own_running(tmp_path: Path) -> Iterator[Installation]:
    """`mysay serve` for one test alone, which may kill its processes."""
    with Installation.started(tmp_path / "home") as installation:
        yield installation
