"""A model is fetched once, whole or not at all, and without a network the way round it is told."""

import hashlib
import io
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from accessibility.listening.choice import is_model
from accessibility.listening.download import MODELS, Model, NotFetched, fetch
from mysay import main


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing of who asked."""

    def log_message(self, *_):
        """Nothing."""


@pytest.fixture
def archive():
    """A model as it is published: a folder within a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("vosk-model-tiny/am/final.mdl", b"a model" * 1000)
        file.writestr("../outside", b"never here")
    return out.getvalue()


@pytest.fixture
def published(archive, tmp_path):
    """The same on a server; the way to it."""
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "tiny.zip").write_bytes(archive)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/tiny.zip"
    server.shutdown()
    server.server_close()


def model(url, archive):
    """What is known of it."""
    return Model("tiny", "English", url, hashlib.sha256(archive).hexdigest(), len(archive))


def test_a_model_is_fetched_with_progress_and_only_once(published, archive, tmp_path):
    """The folder is whole, progress reached its end, and the second time nothing is asked of the server."""
    told = []
    place = fetch(model(published, archive), tmp_path / "vosk", lambda done, size: told.append((done, size)))
    assert is_model(place)
    assert told[-1] == (len(archive), len(archive))
    assert not (tmp_path / "outside").exists()
    assert [path.name for path in place.parent.iterdir()] == ["tiny"]
    assert fetch(model("http://127.0.0.1:1/", archive), tmp_path / "vosk", lambda *_: None) == place


def test_what_differs_from_the_checksum_is_thrown_away(published, archive, tmp_path):
    """A changed or cut-off file is never used, and nothing of it stays."""
    with pytest.raises(NotFetched, match="checksum"):
        fetch(model(published, archive + b"more"), tmp_path / "vosk", lambda *_: None)
    assert list((tmp_path / "vosk").iterdir()) == []


def test_without_a_network_the_way_round_is_told(archive, tmp_path):
    """Somebody at a school without internet learns what to do."""
    with pytest.raises(NotFetched, match="--file"):
        fetch(model("http://127.0.0.1:1/tiny.zip", archive), tmp_path / "vosk", lambda *_: None)


def test_a_file_that_was_fetched_elsewhere_will_do(archive, tmp_path):
    """A file from a memory stick is checked and put in place."""
    (tmp_path / "stick.zip").write_bytes(archive)
    nowhere = model("http://127.0.0.1:1/tiny.zip", archive)
    assert is_model(fetch(nowhere, tmp_path / "vosk", lambda *_: None, tmp_path / "stick.zip"))


def test_the_command_says_who_listens_and_fetches_plainly(tmp_path, monkeypatch):
    """`mysay models` names the engine and the reason; `fetch` without a network ends with plain words."""
    monkeypatch.setenv("MYSAY_HOME", str(tmp_path))
    said = CliRunner().invoke(main, ["models"])
    assert "listens    moonshine" in said.output
    assert "small-en" in said.output
    small = MODELS["small-en"]
    monkeypatch.setitem(MODELS, "small-en", Model(small.name, "English", "http://127.0.0.1:1/", small.sha256, 5))
    said = CliRunner().invoke(main, ["models", "fetch", "small-en"])
    assert said.exit_code == 2
    assert "There is no network" in said.output
    assert "Traceback" not in said.output
