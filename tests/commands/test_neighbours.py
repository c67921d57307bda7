"""`mysay doctor`, where several machines share the work: what it says of the others."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from bot.engine import model
from commands import doctor, neighbours
from commands.installation import free_port
from mysay import main
from operating.settings import DATA, MODELS, read_settings
from records import server_clock

OURS = model.path(DATA, MODELS).name
KEY = "the same on each machine"


@pytest.fixture
def says(tmp_path, monkeypatch):
    """What the doctor says of the neighbours, with these settings."""
    looks = (neighbours.engines, neighbours.database, neighbours.mail, neighbours.tablets)
    monkeypatch.setattr(doctor, "LOOKS", looks)
    monkeypatch.setattr(doctor, "LOOKS_AT_A_PLACE", ())
    fixed = {"MYSAY_HOME": str(tmp_path), "MYSAY_SECRET_KEY": KEY}
    return lambda **more: CliRunner().invoke(main, ["doctor"], env={**fixed, **more})


@pytest.fixture
def engine():
    """An engine's door, which tells of itself what it is given to tell."""
    told = {"actions": True, "model": OURS}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            known = self.headers["Authorization"] == f"Bearer {told['secret']}" if "secret" in told else True
            body = json.dumps({name: told[name] for name in ("actions", "model")}).encode()
            self.send_response(200 if known else 403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", told
    server.shutdown()
    server.server_close()


def test_an_engine_of_the_same_model_is_well(says, engine):
    """It is named with its model, and knows the key that this machine has."""
    address, told = engine
    told["secret"] = read_settings({"MYSAY_SECRET_KEY": KEY}).engine_secret
    found = says(MYSAY_ENGINES=address)
    assert (found.exit_code, f"the engine at {address} answers, with {OURS}" in found.output) == (0, True)


@pytest.mark.parametrize(
    ("tells", "word"),
    [
        ({"model": "mysay-old.tar.gz"}, "same version"),
        ({"actions": False}, "record desk"),
        ({"secret": "x"}, "SECRET_KEY"),
    ],
)
def test_an_engine_that_is_not_well_is_told_of(says, engine, tells, word):
    """Another model, no record desk, another key: each with how to mend it."""
    address, told = engine
    told.update(tells)
    found = says(MYSAY_ENGINES=address)
    assert (found.exit_code, word in found.output) == (1, True)


def test_an_engine_that_is_not_there_is_told_of(says):
    """With its address."""
    found = says(MYSAY_ENGINES=f"http://127.0.0.1:{free_port()}")
    assert (found.exit_code, "does not answer" in found.output) == (1, True)


def test_a_shared_database_wants_one_key_and_one_time(says, postgres_server, monkeypatch):
    """A key that only this machine has, and a clock that is wrong, are told of."""
    with postgres_server.database("clocks") as server:
        well = says(MYSAY_DATABASE=server.address)
        alone = says(MYSAY_DATABASE=server.address, MYSAY_SECRET_KEY="")
        monkeypatch.setattr(server_clock.time, "time", lambda: 1_000_000_000.0)
        late = says(MYSAY_DATABASE=server.address)
    assert (well.exit_code, alone.exit_code, late.exit_code) == (0, 1, 1)
    assert "MYSAY_HOME alone" in alone.output
    assert "NTP" in late.output


def test_a_mail_server_that_cannot_be_reached_is_told_of(says):
    """Before somebody is in need."""
    found = says(MYSAY_ALERT_EMAIL="lead@school.example", MYSAY_SMTP=f"smtp://127.0.0.1:{free_port()}")
    assert (found.exit_code, "Is MYSAY_SMTP right" in found.output) == (1, True)


@pytest.mark.parametrize(("settings", "status"), [({}, 1), ({"MYSAY_PROXIES": "1"}, 0)])
def test_tablets_need_https(says, settings, status):
    """Where other machines can reach it: a certificate, or a server of yours before it."""
    assert says(MYSAY_HOST="192.0.2.7", **settings).exit_code == status
    assert says().exit_code == 0
