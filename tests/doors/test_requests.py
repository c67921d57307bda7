"""The whole application, asked anything by anybody: it never fails in a way that is not foreseen."""

import json
import shutil
from dataclasses import replace
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.store import Store
from tests.doors.hostile import bodies, encoded, known, objects, texts
from tests.doors.table import CALLERS, doors

EARS = ("/api/v1/speech/recognise", "/api/v1/speech/synthesise")
"""These start processes of their own; what they read is tried in test_parsers.py."""
DOORS = [door for door in doors() if door.path not in EARS]
FORM = (
    "message_id", "question_id", "text", "choice", "choices", "scale", "card-dog", "drawing", "wish", "offer", "input",
    "edited", "do", "share", "set", "own_ink", "own_back", "bundle", "helped", "helper", "audience", "purpose",
    "called", "year_group", "earlier_code", "code", "username", "password", "next", "name", "kind", "state", "search",
    "did", "by_when", "by", "csrf_token",
)  # fmt: skip
QUERY = (
    "who", "audience", "format", "shape", "template", "search", "state", "conversation_id", "question_id", "step", "on",
    "was", "group", "by", "saved", "next",
)  # fmt: skip
pairs = texts | known | st.sampled_from(("1", "9", "-1", "set=theme=dark", "share", "save", "remove", "undo", "json"))
forms = objects(st.sampled_from(FORM), pairs, 6)
headers = objects(
    st.sampled_from((
        "Accept", "Accept-Encoding", "Accept-Language", "Cookie", "Content-Type", "Content-Encoding", "Range", "Origin",
        "If-None-Match", "If-Modified-Since", "X-Fragment", "Sec-Fetch-Site", "Authorization", "X-Forwarded-For",
        "Upgrade",
    )),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=30)
    | st.sampled_from(("gzip", "text/html", "application/json; charset=utf-16", "multipart/form-data; boundary=x")),
    3,
)  # fmt: skip


@pytest.fixture(scope="module")
def clients(served, built, tmp_path_factory):
    """One browser for each caller, all in one school that nobody tidies up in between."""
    school, path = built
    database = shutil.copy(path, tmp_path_factory.mktemp("tried") / "mysay.db")
    made = {}
    for name in CALLERS:
        client = made[name] = served.test_client()
        client.environ_base = {**client.environ_base, "wsgi.url_scheme": "https"}
        if name in school.tokens:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {school.tokens[name]}"

    store, usual = Store(database), served.config.get("WTF_CSRF_METHODS")

    def ask(name, *args, **more):
        for extension in [extension for extension in served.extensions if extension.startswith("mysay_")]:
            del served.extensions[extension]  # nobody has tried too often
        served.extensions["mysay"] = replace(served.extensions["mysay"], store=store)
        return made[name].open(*args, buffered=True, **more)

    served.config["WTF_CSRF_METHODS"] = []  # the secret of a form is not what is tried here
    yield ask, school
    served.config["WTF_CSRF_METHODS"] = usual


def foreseen(reply):
    """An answer that somebody thought of; 503 is the engine, which is not there."""
    assert reply.status_code < 500 or reply.status_code == 503, reply.status
    if reply.status_code >= 400 and reply.request.path.startswith("/api/"):
        assert reply.content_type == "application/problem+json"
        assert reply.json["detail"]


def query(fields):
    """As a browser writes it; halves of characters cannot be sent so."""
    pairs = (f"{quote(name)}={quote(value.encode('utf-8', 'replace'))}" for name, value in fields.items())
    return "&".join(pairs)


somebody, somewhere = st.sampled_from(CALLERS), st.sampled_from(DOORS)


@given(somebody, somewhere, bodies)
def test_json(clients, name, door, body):
    """Any JSON to any door by anybody; beside what fits there, or alone."""
    ask, school = clients
    path = door.filled(school.ids)
    if isinstance(body, dict) and door.sent.startswith("{"):
        body = {**json.loads(door.sent), **body}
    foreseen(ask(name, path, method=door.method, data=encoded(body), content_type="application/json"))


@given(somebody, somewhere, forms, st.booleans())
def test_forms(clients, name, door, fields, in_pieces):
    """Any form, beside what fits there."""
    ask, school = clients
    fields = {**dict(parse_qsl("" if door.sent.startswith("{") else door.sent)), **fields}
    sent = {"data": query(fields), "content_type": "application/x-www-form-urlencoded"}
    more = {"headers": {"X-Fragment": "1"}} if in_pieces else {}
    foreseen(ask(name, door.filled(school.ids), method=door.method, **sent, **more))


@given(somebody, somewhere, objects(st.sampled_from(QUERY), pairs, 4))
def test_queries(clients, name, door, fields):
    """Any query string, also where none is expected."""
    ask, school = clients
    foreseen(ask(name, f"{door.filled(school.ids)}?{query(fields)}", method=door.method))


@given(somebody, somewhere, headers, st.binary(max_size=60))
def test_headers(clients, name, door, sent, body):
    """Any headers with any bytes, cookies among them."""
    ask, school = clients
    foreseen(ask(name, door.filled(school.ids), method=door.method, headers=sent, data=body))


@given(somebody, st.text(max_size=30) | texts, st.sampled_from(("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "X")))
def test_addresses(clients, name, path, method):
    """Any address."""
    ask, _ = clients
    address = "/" + path.encode("utf-8", "replace").decode("latin-1")
    foreseen(ask(name, "/", method=method, environ_overrides={"PATH_INFO": address, "REQUEST_URI": quote(address)}))


@given(somebody, somewhere, objects(st.sampled_from(("mysay", "mysay_adjust", "mysay_form", "mysay_code")), texts, 4))
def test_cookies(clients, name, door, cookies):
    """Any cookies of ours with anything in them."""
    ask, school = clients
    sent = "; ".join(f"{key}={quote(value.encode('utf-8', 'replace'))}" for key, value in cookies.items())
    foreseen(ask(name, door.filled(school.ids), method=door.method, headers={"Cookie": sent}))
