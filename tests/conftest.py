"""What tests share: a MySay that really runs, a store on a real disk, and the content as it ships."""

import functools
import gc
import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path

import argon2
import hypothesis
import pytest
import yaml

from bot.interview.bank import Bank
from bot.interview.library import load
from operating.server import Server
from operating.settings import DATA
from records.store import Store
from tests.installation import Installation, trained
from tests.postgres import Postgres, postgres

hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")
"""A machine that is busy with something else makes no test fail: by itself hypothesis allows an input 200 ms."""


def pytest_configure(config: pytest.Config) -> None:
    """What is not for `make unit`, and needs neither the engine nor a browser."""
    config.addinivalue_line("markers", "process: starts PostgreSQL, a voice, an ear or MySay itself, or works for long")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever runs on PostgreSQL starts one."""
    for item in items:
        given = item.callspec.params.values() if isinstance(item, pytest.Function) and hasattr(item, "callspec") else ()
        if isinstance(item, pytest.Function) and ("postgres_server" in item.fixturenames or "postgres" in given):
            item.add_marker(pytest.mark.process)


def pytest_collection_finish() -> None:
    """Leave what was imported out of every later search for what nobody uses any more: that would take a while."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def bank() -> Bank:
    """The content as it ships."""
    return load(DATA)


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """The real hash of passwords and pictures, at a cost for tests, in every store that this process makes."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("records.staff.PasswordHasher", lambda: quick)
        patch.setattr("records.picture_passwords.PasswordHasher", lambda: quick)
        yield


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """A text is parsed as YAML once: the content is read hundreds of times. Each reader is given a copy of its own."""
    parse = yaml.load

    @functools.lru_cache(maxsize=200)
    def packed(text: str, loader: type) -> bytes:
        return pickle.dumps(parse(text, loader), pickle.HIGHEST_PROTOCOL)

    def load(text: object, Loader: type) -> object:  # noqa: N803  # as the library calls it
        long = isinstance(text, str) and len(text) > 2_000
        return pickle.loads(packed(text, Loader)) if long else parse(text, Loader)  # noqa: S301  # packed here

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "load", load)
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every table and no rows, to be copied: that is quicker than making them anew."""
    path = tmp_path_factory.mktemp("empty") / "mysay.db"
    made = Store(path)
    made.migrate()
    made.close()
    return path


@pytest.fixture
def store(empty_database: Path, tmp_path: Path) -> Store:
    """An empty store in a file."""
    return Store(shutil.copy(empty_database, tmp_path / "mysay.db"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL that really runs; each test has a database of its own in it."""
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, empty_database: Path, tmp_path: Path) -> Iterator[Path | Server]:
    """Where an empty store is, on each engine in turn."""
    if request.param == "sqlite":
        yield Path(shutil.copy(empty_database, tmp_path / "mysay.db"))
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
