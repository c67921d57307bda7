"""What the tests of doors share: the application as it is served, and a school that each test finds untouched."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from operating.settings import Settings
from records.store import Store
from tests.doors.school import School, open_school
from web import create_app

SECRET = re.compile(r'name="csrf_token" value="([^"]+)"')
NOWHERE = "http://127.0.0.1:9"
"""No engine: a message that gets as far as that is a 503."""
Caller = Callable[..., FlaskClient]


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Flask:
    return create_app(Settings(tmp_path_factory.mktemp("home"), secret_key="only for tests", engines=(NOWHERE,)))


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The school and its database file, made once and then copied."""
    path = tmp_path_factory.mktemp("school") / "mysay.db"
    return open_school(path), path


@pytest.fixture
def school(built) -> School:
    return built[0]


@pytest.fixture
def database(built, tmp_path):
    return shutil.copy(built[1], tmp_path / "mysay.db")


@pytest.fixture
def app(served, database) -> Flask:
    """The application with the school as it was at first."""
    for name in [name for name in served.extensions if name.startswith("mysay_")]:
        del served.extensions[name]  # nobody has tried too often yet
    served.extensions["mysay"] = replace(served.extensions["mysay"], store=Store(database))
    return served


@pytest.fixture(scope="session")
def forms() -> dict[str, tuple[str, str]]:
    """The secret of a form and the cookie that it goes with, by whose they are; a page that takes long gives them."""
    return {}


@pytest.fixture
def caller(app, school, forms) -> Caller:
    """A browser with everything that somebody holds, and the secret of a form; each name has another secret."""
    kept_in = app.config["SESSION_COOKIE_NAME"]

    def come(name: str) -> FlaskClient:
        client = app.test_client()
        client.environ_base = {**client.environ_base, "wsgi.url_scheme": "https"}
        if name not in forms:
            secret = SECRET.search(client.get("/portal/sign-in").text)[1]
            forms[name] = secret, client.get_cookie(kept_in, path="/portal").value
        client.form_secret, session = forms[name]
        client.set_cookie(kept_in, session, path="/portal")
        if name in school.tokens:
            token = school.tokens[name]
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
            for cookie in ("mysay", "mysay_staff"):
                client.set_cookie(cookie, token)
        return client

    return come
