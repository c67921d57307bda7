"""The application without an engine: made once, since reading the content takes a while, and as new for each test."""

from dataclasses import replace

import pytest

from operating.settings import Settings
from records.store import Store
from web import create_app
from web.turns import Turns

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture(scope="session")
def without_engine(tmp_path_factory):
    return create_app(Settings(tmp_path_factory.mktemp("home"), secret_key="only for tests", engines=(NOWHERE,)))


@pytest.fixture
def app(without_engine, store, tmp_path):
    """It with an empty store, where nobody has tried anything yet."""
    for name in [name for name in without_engine.extensions if name.startswith("mysay_")]:
        del without_engine.extensions[name]
    mine = Store(tmp_path / "mysay.db")  # a connection of its own to that of the test
    made = without_engine.extensions["mysay"]
    without_engine.extensions["mysay"] = replace(made, store=mine, turns=Turns(made.settings.turns))
    return without_engine
