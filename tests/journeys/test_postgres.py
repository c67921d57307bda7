"""A whole installation on PostgreSQL, as an operator sets it up: conversations, faults, commands."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import psycopg
import pytest

from operating.settings import ROOT
from records.staff import Role
from records.store import Store
from tests.installation import Installation
from tests.person import Person, call, new_id
from tests.postgres import Postgres

pytestmark = pytest.mark.engine
SECRET = "xylophone-velvet"  # what must be nowhere


@dataclass(frozen=True)
class OnServer:
    """An installation, the server with its store, and what the operator has set."""

    installation: Installation
    postgres: Postgres
    database: str
    environment: dict[str, str]

    @property
    def store(self):
        return Store(self.postgres.server(self.database))

    def away(self):
        """Nobody gets in any more, and whoever was in is put out."""
        self.postgres.administer("alter role mysay nologin")
        with psycopg.connect(self.postgres.address(self.database, "postgres"), autocommit=True) as connection:
            connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'mysay'")

    def back(self):
        self.postgres.administer("alter role mysay login")

    def run(self, *arguments):
        """A command as the operator types it."""
        return subprocess.run(
            [sys.executable, "mysay.py", *arguments], cwd=ROOT, env=os.environ | self.environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def served(postgres_server, tmp_path_factory):
    """Everything runs on a database of its own, whose address, with a password, stands in a file."""
    home = tmp_path_factory.mktemp("on_postgres")
    with postgres_server.database("served") as server, pytest.MonkeyPatch.context() as patch:
        file = home / "address"
        file.touch(mode=0o600)
        file.write_text(server.address.replace("mysay@", f"mysay:{SECRET}@"))
        environment = {"MYSAY_DATABASE_FILE": str(file), "MYSAY_HOME": str(home / "home")}
        patch.setenv("MYSAY_DATABASE_FILE", str(file))
        with Installation.started(home / "home") as installation:
            environment["MYSAY_PORT"] = installation.base.rsplit(":", 1)[1]
            yield OnServer(installation, postgres_server, "served", environment)


def test_a_conversation_is_kept_there_whatever_is_killed(served):
    """Words are acknowledged, every part is killed in between, and the record has each of them once."""
    person, said = Person.asked(served.installation.base, called="Ivy"), []
    for part in ("web", "actions", "engine"):
        words = f"what I said before {part} was killed"
        reply = person.insists(words)
        assert reply.json["understood_as"] in {"answer", "affirm"}, reply.json
        said.append(words)
        served.installation.kill(part)
    assert person.insists("and after all that").status == 200
    served.installation.wait_ready()
    assert person.call("PATCH", "", {"state": "finished"}).json["state"] == "finished"
    record = person.call("GET", "/record").body.decode()
    assert [record.count(words) for words in (*said, "and after all that")] == [1] * 4
    assert not list(served.installation.home.glob("mysay.db*"))


def test_a_server_that_is_away_is_told_and_come_back_to(served):
    """`/readyz` says so, a message is a 503 that can be sent again, and once the server is back it counts once."""
    person, message_id = Person.asked(served.installation.base), new_id()
    question = person.question
    served.away()
    try:
        assert not served.installation.ready()
        assert person.say("said while it was away", message_id).status == 503
    finally:
        served.back()
    assert person.insists("said while it was away", message_id).status == 200
    served.installation.wait_ready()
    assert (person.answers[question]["text"], person.answers[question]["revision"]) == ("said while it was away", 1)


def test_commands_find_it(served, tmp_path):
    """Staff, doctor, export and erase work on the server; nothing is left in any table but the note that it went."""
    person = Person.asked(served.installation.base, called="Persephone")
    assert person.insists("the velvet zebra").status == 200
    person.call("PATCH", "", {"state": "finished"})
    served.store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, "correct horse battery")
    told = served.run("doctor")
    assert "1 members of staff" in told.stdout
    assert "PostgreSQL 1" in told.stdout
    done = served.run("export", person.id, "--to", str(tmp_path / "out"), "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert any("velvet zebra" in path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.json"))
    erased = served.run("erase", person.id, "--yes")
    assert erased.returncode == 0, erased.stdout + erased.stderr
    assert person.call("GET").status in {401, 404}
    assert "velvet" not in dumped(served)
    assert json.loads(call(served.installation.base, "GET", "/readyz").body)


def test_the_password_is_nowhere(served):
    """Not in what `ps` shows, nor in any file that is written, nor on the screen."""
    shown = subprocess.run(["ps", "-ww", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    written = [path.read_bytes() for path in served.installation.home.rglob("*") if path.is_file()]
    assert SECRET not in shown
    assert not any(SECRET.encode() in content for content in written)
    assert SECRET not in served.run("doctor").stdout


def dumped(served):
    """All rows of all tables."""
    with psycopg.connect(served.postgres.address(served.database, "postgres")) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        return "".join(str(connection.execute(f'select * from "{name}"').fetchall()) for (name,) in tables)  # noqa: S608  # names of our own tables
