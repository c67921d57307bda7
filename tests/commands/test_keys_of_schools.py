"""`mysay key`, `backup`, `restore` and `doctor` with two schools, on both engines, as an operator types them."""

import time
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from click.testing import CliRunner

from mysay import main
from operating.schools import schools_of
from operating.settings import read_settings, secret_key
from records.conversation import Audience, Purpose
from records.sessions import Proof
from records.staff import Role
from records.store import Store
from web.second_factor import sealing

NAMES = ("oak", "elm")
FILE = """
oak: {hosts: oak.example}
elm: {hosts: elm.example, settings: {MYSAY_ALERT_EMAIL: lead@elm.example, MYSAY_SMTP: 'smtp://127.0.0.1:9'}}
"""
PATIENCE_SECONDS = 60.0


@pytest.fixture(params=["sqlite", "postgres"])
def environment(request, tmp_path):
    """What an operator sets: two schools, and where they keep what they have."""
    file = tmp_path / "schools.yml"
    file.write_text(FILE)
    told = {"MYSAY_HOME": str(tmp_path / "home"), "MYSAY_SCHOOLS": str(file), "MYSAY_DATABASE": ""}
    told |= dict.fromkeys(("MYSAY_SECRET_KEY", "MYSAY_DATABASE_KEY_FILE", "MYSAY_DATABASE_KEY_COMMAND"), "")
    if request.param == "sqlite":
        yield told
        return
    with request.getfixturevalue("postgres_server").database("two_of_keys") as server:
        yield {**told, "MYSAY_DATABASE": server.address}


@pytest.fixture
def mysay(environment):
    """Types one command; what it printed, once it ended as expected (`None`: anyhow)."""

    def run(*words, ends=0, **more):
        done = CliRunner().invoke(main, [str(word) for word in words], env={**environment, **more})
        assert ends is None or done.exit_code == ends, done.output
        return done.output

    return run


@pytest.fixture
def at(environment):
    """The settings of a school, as they are now."""

    def settings(name):
        read = read_settings(environment)
        read.home.mkdir(exist_ok=True)
        whole = replace(read, secret_key=secret_key(read))
        return {school.name: school.settings for school in schools_of(whole, environment)}[name]

    return settings


@pytest.fixture
def opened(at):
    """A school's store, for as long as the block lasts."""

    @contextmanager
    def store(name, key=""):
        settings = at(name)
        settings.home.mkdir(parents=True, exist_ok=True)
        with closing(Store(settings.database, key)) as made:
            made.migrate()
            yield made

    return store


@pytest.fixture
def staff(opened, at, quick_hashes):
    """At each school one member of staff who has signed in with a second factor, and one conversation."""
    sessions = {}
    for name in NAMES:
        with opened(name) as store:
            jones = store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, "a long enough password")
            sealed = sealing(at(name).secret_key).encrypt(b"a secret").decode()
            store.second_factors.set_up(jones.id, sealed, 1)
            store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called=f"of {name}")
            sessions[name] = jones.id, store.sessions.open(jones.id, Proof.PASSWORD)
    return sessions


@pytest.fixture
def stand(opened, at, staff):
    """At each school: whether its staff are signed in still, and whether its second factor opens."""

    def look():
        found = {}
        for name in NAMES:
            with opened(name) as store:
                member, session = staff[name]
                opens = sealing(at(name).secret_key).decrypt(store.second_factors.of(member).secret)
                found[name] = store.sessions.of(session) is not None, opens == b"a secret"
        return found

    return look


def until_stopped(mysay, *words):
    """PostgreSQL tells in its own time that somebody has left: until then the command refuses."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return mysay(*words)
        except AssertionError as refused:
            if "stop it first" not in str(refused) or time.monotonic() > until:
                raise
            time.sleep(0.05)


def test_renewing_the_key_of_one_school_signs_nobody_out_elsewhere(mysay, stand, at):
    """It has a key of its own from then on; the other's stays what it was."""
    before = {name: at(name).secret_key for name in NAMES}
    assert stand() == {"oak": (True, True), "elm": (True, True)}
    assert "go on: 1" in until_stopped(mysay, "key", "renew", "--school", "oak")
    assert stand() == {"oak": (False, True), "elm": (True, True)}
    assert at("oak").secret_key != before["oak"]
    assert at("elm").secret_key == before["elm"]
    assert at("oak").engine_secret != at("elm").engine_secret
    assert (at("oak").home / "secret_key").stat().st_mode & 0o777 == 0o600


def test_renewing_the_installation_s_key_renews_every_school_s(mysay, stand, at):
    """Also of one that had a key of its own: it follows from the installation's again."""
    until_stopped(mysay, "key", "renew", "--school", "oak")
    before = {name: at(name).secret_key for name in NAMES}
    assert "go on: 2" in until_stopped(mysay, "key", "renew")
    assert stand() == {"oak": (False, True), "elm": (False, True)}
    assert not any(at(name).secret_key == before[name] for name in NAMES)
    assert not (at("oak").home / "secret_key").exists()


def test_nothing_is_renewed_while_one_school_is_served(mysay, stand, at, opened):
    """It is looked at all of them first: whoever serves goes on with the key that they know."""
    before = at("elm").secret_key
    with opened("oak") as store:
        store.ready()
        assert "stop it first" in mysay("key", "renew", ends=2)
        assert at("elm").secret_key == before
    assert stand() == {"oak": (True, True), "elm": (True, True)}


@pytest.mark.parametrize("environment", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("staff")
def test_the_databases_of_all_schools_are_encrypted_by_one_command(mysay, opened, at, tmp_path):
    """Each in turn, and each is named; said again, it is done already; one alone can be named."""
    new = tmp_path / "key"
    mysay("key", "make", new)
    only = mysay("key", "rotate", "--to", new, "--school", "elm")
    assert "elm: Encrypted anew and checked: 1 conversations" in only
    assert "oak: " not in only  # three letters alone may stand in the name of a temporary folder
    said = mysay("key", "rotate", "--to", new)
    assert "oak: Encrypted anew" in said
    assert "elm: The database is encrypted with that key already." in said
    for name in NAMES:
        assert not at(name).database.read_bytes().startswith(b"SQLite format 3")
        with opened(name, new.read_text().strip()) as store:
            assert [talk.called for talk in store.conversations.newest()] == [f"of {name}"]


@pytest.mark.parametrize("environment", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("staff")
def test_no_database_is_encrypted_while_one_is_open(mysay, opened, at, tmp_path):
    """Not even that of the other school."""
    mysay("key", "make", tmp_path / "key")
    with opened("elm") as store:
        store.ready()
        assert "stop it first" in mysay("key", "rotate", "--to", tmp_path / "key", ends=2)
    assert all(at(name).database.read_bytes().startswith(b"SQLite format 3") for name in NAMES)


def test_one_school_comes_back_and_the_other_is_not_touched(mysay, opened, at, staff, tmp_path):
    """From its own backup, on a machine with another key: second factors open, and nobody's words are mixed."""
    reader = tmp_path / "reader"
    reader.write_text(mysay("key", "backups", tmp_path / "private").splitlines()[-1])
    assert "elm, oak" in mysay("backup", tmp_path / "all", "--recipients", reader, ends=2)
    for name in NAMES:
        mysay("backup", tmp_path / name, "--recipients", reader, "--school", name)
    with opened("elm") as store:
        store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called="since then")
    with opened("oak") as store:
        store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called="to be lost")
    (tmp_path / "home" / "secret_key").write_text("the key of another machine, long enough")
    backup = next((tmp_path / "oak").glob("*.age"))
    words = ("restore", backup, "--identity", tmp_path / "private", "--school")
    assert "nothing was changed" in mysay(*words, "oak", ends=2)
    until_stopped(mysay, *words, "oak", "--replace-everything")
    with opened("oak") as store:
        assert [talk.called for talk in store.conversations.newest()] == ["of oak"]
        sealed = store.second_factors.of(staff["oak"][0]).secret
        assert sealing(at("oak").secret_key).decrypt(sealed) == b"a secret"
    with opened("elm") as store:
        assert [talk.called for talk in store.conversations.newest()] == ["since then", "of elm"]


def test_the_doctor_looks_at_each_school(mysay, staff):
    """By its name; on both engines; at its own database, and at the mail server that it has for itself."""
    assert staff
    said = mysay("doctor", ends=None)  # whatever else it finds on this machine
    for name in NAMES:
        assert f"{name}: 1 members of staff" in said
        assert f"{name}: the database: its tables are up to date" in said
    assert "oak: concerns are shown in the portal alone" in said
    assert "WRONG  elm: the mail server 127.0.0.1:9: ConnectionRefusedError" in said
