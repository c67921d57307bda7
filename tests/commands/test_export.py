"""`mysay export`, as an operator types it."""

import zipfile

import pytest
from click.testing import CliRunner

from commands.export import export
from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose, State
from records.message import Said
from records.store import Store


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command on a home of its own."""
    monkeypatch.setenv("MYSAY_HOME", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(export, [*arguments])


@pytest.fixture
def home(tmp_path):
    """A home with one finished conversation and one that goes on; gives their ids."""
    store = Store(tmp_path / "mysay.db")
    store.migrate()
    ids = []
    for state in (State.FINISHED, State.ASKING):
        talk = store.conversations.open(Audience.PARENT, Purpose.ANNUAL_REVIEW, called="Sam").conversation
        store.answers.asked(talk.id, "support_helps", "What helps?")
        message = store.messages.keep(talk.id, Said("m", "support_helps", "Mornings"))
        store.answers.keep(talk.id, "support_helps", Outcome.ANSWERED, Whose.PARENT_VIEW, message.seq)
        store.conversations.change(talk.id, state=state)
        ids.append(talk.id)
    return store, *ids


def test_finished_records_go_into_a_folder_in_every_format(run, home, tmp_path):
    """One file a format; what is not finished stays; the audit has the hash and the seal of each."""
    store, finished, _ = home
    result = run("--to", str(tmp_path / "out"))
    assert (result.exit_code, "1 records are in" in result.output) == (0, True)
    kinds = {path.name.split(".", 1)[1] for path in (tmp_path / "out").iterdir()}
    assert kinds == {"json", "csv", "html", "txt", "pdf", "docx", "fhir.json"}
    details = [entry.detail for entry in store.audit.newest(finished)]
    assert len(details) == len(kinds)
    assert all("sha256:" in detail and "seal:" in detail for detail in details)


def test_a_shape_and_a_zip_can_be_asked_for(run, home, tmp_path):
    """`pdf:profile` is the poster, and a target that ends in .zip is one file."""
    target = tmp_path / "all.zip"
    assert run("--format", "pdf:profile", "--to", str(target)).exit_code == 0
    with zipfile.ZipFile(target) as file:
        names = file.namelist()
    assert [name.split("-")[2] for name in names[:1]] == ["profile"]
    assert names[1] == "SHA256SUMS"


@pytest.mark.parametrize("wrong", [("--format", "exe"), ("--format", "pdf:round"), ("no-such-id",)])
def test_what_is_not_there_is_said(run, home, wrong):
    """A format, a shape or a conversation that does not exist ends the command with a message, not a trace."""
    result = run(*wrong)
    assert result.exit_code != 0
    assert "Traceback" not in result.output


def test_what_is_not_finished_is_not_exported(run, home):
    """Nobody's words leave before they are shared, by their id neither."""
    assert run(home[2]).exit_code != 0
