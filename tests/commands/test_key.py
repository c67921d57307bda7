"""`mysay key`, as an operator types it, and the settings that say where the key of the database is."""

from contextlib import closing

import pytest
from click.testing import CliRunner

from mysay import main
from operating.environment import SettingWrong
from operating.settings import read_settings
from records.conversation import Audience, Purpose
from records.sessions import Proof
from records.staff import Role
from records.store import Store
from web.second_factor import sealing

FILE, COMMAND = "MYSAY_DATABASE_KEY_FILE", "MYSAY_DATABASE_KEY_COMMAND"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs `mysay` on a home of its own."""
    monkeypatch.setenv("MYSAY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(FILE, raising=False)
    monkeypatch.delenv(COMMAND, raising=False)
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def made(run, tmp_path):
    """A key in a file."""
    assert run("key", "make", tmp_path / "key").exit_code == 0
    return tmp_path / "key"


@pytest.fixture
def home(run, tmp_path):
    """Of an installation that has a key that signs."""
    run("staff", "list")
    return tmp_path / "home"


@pytest.fixture
def jones(home):
    """Mrs Jones, whose second factor is sealed with that key."""
    with closing(Store(home / "mysay.db")) as store:
        store.migrate()
        jones = store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, "a long enough password")
        sealed = sealing((home / "secret_key").read_text()).encrypt(b"a secret").decode()
        store.second_factors.set_up(jones.id, sealed, 1)
    return jones


def secret_of(jones, home):
    """What her second factor holds, opened with the key as it is now."""
    with closing(Store(home / "mysay.db")) as store:
        return sealing((home / "secret_key").read_text()).decrypt(store.second_factors.of(jones.id).secret)


def test_a_key_is_made_once_and_for_this_user_alone(run, made):
    """64 digits that nobody else can read; a file that is there is never written over."""
    before = made.read_text()
    assert len(bytes.fromhex(before)) == 32
    assert made.stat().st_mode & 0o777 == 0o600
    refused = run("key", "make", made)
    assert refused.exit_code == 2
    assert "never written over" in refused.output
    assert made.read_text() == before


def test_a_file_and_a_command_give_the_same_key(made):
    """No shell reads the command, and a key may be written in capitals."""
    by_file = read_settings({FILE: str(made)}).database_key
    by_command = read_settings({COMMAND: f"cat '{made}'"}).database_key
    assert by_file == by_command == made.read_text().strip()
    made.write_text(by_file.upper())
    assert read_settings({FILE: str(made)}).database_key == by_file
    assert read_settings({}).database_key == ""


def test_a_key_that_others_can_read_is_refused(made):
    """It is said how to mend it."""
    made.chmod(0o640)
    with pytest.raises(SettingWrong, match="chmod 600"):
        _ = read_settings({FILE: str(made)}).database_key


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (FILE, "/not/there", "cannot be read"),
        (COMMAND, "/not/there", "gave no key"),
        (COMMAND, "false", "ended with 1"),
        (COMMAND, "echo abcdef", "64 hexadecimal digits"),
        (COMMAND, "echo $(cat key); cat key", "64 hexadecimal digits"),
    ],
)
def test_a_key_that_cannot_be_had_is_told(name, value, said):
    """Which setting, and why; never what was read."""
    with pytest.raises(SettingWrong, match=said) as told:
        _ = read_settings({name: value}).database_key
    assert "abcdef" not in str(told.value)


@pytest.mark.parametrize("env", [{FILE: "a", COMMAND: "b"}, {COMMAND: "cat 'unended"}])
def test_settings_that_do_not_go_together_are_refused(env):
    """At the start, before anything is opened."""
    with pytest.raises(SettingWrong, match=COMMAND):
        read_settings(env)


def test_a_database_is_encrypted_and_read_on(run, made, tmp_path, monkeypatch):
    """A plain one becomes an encrypted one; without the key, or with another, every command says so and keeps it."""
    path = tmp_path / "home" / "mysay.db"
    store = Store(path)
    store.migrate()
    talk = store.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation.id
    assert "stop it first" in run("key", "rotate", "--to", made).output
    store.close()
    rotated = run("key", "rotate", "--to", made)
    assert rotated.exit_code == 0, rotated.output
    assert "1 conversations" in rotated.output
    assert "already" in run("key", "rotate", "--to", made).output
    assert "no key is set" in run("erase", talk, "--yes").output
    monkeypatch.setenv(FILE, str(made))
    assert run("erase", talk, "--yes").exit_code == 0
    made.chmod(0o644)
    assert "chmod 600" in run("erase", talk, "--yes").output


def test_a_key_that_is_set_first_encrypts_all_the_same(run, made, tmp_path, monkeypatch):
    """An operator who sets the key and is refused does what the refusal says, with the same key."""
    store = Store(tmp_path / "home" / "mysay.db")
    store.migrate()
    store.close()
    monkeypatch.setenv(FILE, str(made))
    assert "mysay key rotate" in run("staff", "list").output
    assert run("key", "rotate", "--to", made).exit_code == 0
    assert run("staff", "list").exit_code == 0
    other = tmp_path / "other"
    run("key", "make", other)
    assert run("key", "rotate", "--to", other).exit_code == 0
    assert "another key" in run("staff", "list").output
    monkeypatch.setenv(FILE, str(other))
    assert run("staff", "list").exit_code == 0


def test_the_key_that_signs_is_renewed(run, home, jones, monkeypatch):
    """Staff sign in again with the second factor that they have; codes, invitations and people's devices go on."""
    before = (home / "secret_key").read_text()
    with closing(Store(home / "mysay.db")) as store:
        signed_in = store.sessions.open(jones.id, Proof.PASSWORD)
        talk = store.conversations.open(Audience.PARENT, Purpose.JUST_ME)
        assert "stop it first" in run("key", "renew").output
        assert (home / "secret_key").read_text() == before
        assert store.sessions.of(signed_in)
    renewed = run("key", "renew")
    assert renewed.exit_code == 0, renewed.output
    assert "go on: 1" in renewed.output
    assert (home / "secret_key").read_text() != before
    assert (home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert secret_of(jones, home) == b"a secret"
    with closing(Store(home / "mysay.db")) as store:
        assert store.sessions.of(signed_in) is None
        assert store.devices.of_token(talk.token) == talk.conversation.id
        assert store.conversations.of_code(talk.resume_code) == talk.conversation.id
    monkeypatch.setenv("MYSAY_SECRET_KEY", "one of the environment, long enough")
    assert "Nothing was changed" in run("key", "renew").output


def test_a_renewal_that_was_cut_off_is_said_again(run, home, jones, monkeypatch):
    """Sealed with the new key, the old still in its file: the new one was kept beside it, and takes its place."""
    before = (home / "secret_key").read_text()
    with monkeypatch.context() as cut:
        cut.setattr("pathlib.Path.replace", _cut_off)
        assert "say it again" in run("key", "renew").output
    assert (home / "secret_key").read_text() == before
    assert run("key", "renew").exit_code == 0
    assert secret_of(jones, home) == b"a secret"
    assert not (home / "secret_key.next").exists()


def _cut_off(*_):
    raise OSError("the power went")
