"""What can be cut off: a backup, a restore, a change of keys; what may stand then, and that it can be said again."""

import gc
import os
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import psycopg
from click.testing import CliRunner

from commands.backing_up import LIST
from mysay import main
from operating.backup_file import check
from operating.backup_keys import make_identity, read_identities
from operating.server import Server
from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose
from records.database import StoreUnavailable
from records.message import Said
from records.rotation import rotate
from records.store import Store
from tests.postgres import TEMPLATE, Postgres, postgres

RARE = "quillonius-narwhal"
OLD, NEW = "ab" * 32, "cd" * 32
Words = dict[str, list[str | None]]


@dataclass(frozen=True)
class Job:
    """A command on a folder: what is there before, what may stand where it was cut off, how it ends if said again."""

    name: str
    people: int
    home = "home"

    def prepare(self, folder: Path) -> None:
        """Make what it works on."""
        fill(folder / "home", self.people, RARE)
        (folder / "public").write_text(make_identity(folder / "private"))

    def before(self, folder: Path) -> None:
        """Make ready what a copy of the folder does not bring with it."""

    def arguments(self, folder: Path) -> list[str]:
        """As an operator types it."""
        raise NotImplementedError

    def look(self, folder: Path) -> str:
        """What stands: the old or the new; AssertionError where it is neither."""
        raise NotImplementedError

    def again(self, folder: Path) -> None:
        """Say it again: all is new."""
        raise NotImplementedError

    @property
    def everything(self) -> Words:
        """What everybody said."""
        return {f"{RARE} {number}": [f"{RARE} said {number}"] for number in range(self.people)}


class Backup(Job):
    """Whatever is named as a backup is one, and nothing else holds a word in the clear."""

    key = ""

    def arguments(self, folder: Path) -> list[str]:
        """With the private key, so that it is read back too."""
        backups = ["backup", folder / "backups", "--recipients", folder / "public", "--identity", folder / "private"]
        return [*map(str, backups)]

    def look(self, folder: Path) -> str:
        """The database is as it was; a backup is there whole or not at all."""
        assert words(folder / "home", self.key) == self.everything
        in_the_clear(folder, but="home/mysay.db" if not self.key else "")
        whole = list((folder / "backups").glob("mysay-*.age"))
        for file in whole:
            check(file, read_identities(folder / "private"))
        return "whole" if whole else "none"

    def again(self, folder: Path) -> None:
        """A backup that comes back with every word, and nothing left of the one before it."""
        for path in folder.glob("*/.*"):
            os.utime(path, (0, 0))  # a day has gone by
        told(folder / "home", self.arguments(folder))
        left_nothing(folder / "home")
        left_nothing(folder / "backups")
        newest = max((folder / "backups").glob("mysay-*.age"))
        told(folder / "new", ["restore", str(newest), "--identity", str(folder / "private")])
        assert words(folder / "new", self.key) == self.everything


class BackupEncrypted(Backup):
    """Of a database that has a key."""

    key = OLD

    def prepare(self, folder: Path) -> None:
        """The same, with a key."""
        super().prepare(folder)
        with_key(folder, OLD)


class Restore(Job):
    """Onto an empty machine, where somebody has erased what they said since."""

    home = "new"

    def prepare(self, folder: Path) -> None:
        """A backup, and a list of what was erased."""
        super().prepare(folder)
        told(folder / "home", Backup.arguments(self, folder))  # type: ignore[arg-type]
        erase(folder / "home", f"{RARE} 0")
        told(folder / "home", ["backup", str(folder / "backups"), "--erased-only"])
        assert (folder / "backups" / LIST).exists()

    def arguments(self, folder: Path) -> list[str]:
        """With the list beside it."""
        file = max((folder / "backups").glob("mysay-*.age"))
        return ["restore", str(file), "--identity", str(folder / "private")]

    def look(self, folder: Path) -> str:
        """No database, or all of it with nothing that was erased; after the next command there is no half of one."""
        told(folder / "new", ["key", "make", str(folder / "a key")])
        there = (folder / "new" / "mysay.db").exists()
        told(folder / "new", ["staff", "list"])
        if there:
            self._whole(folder)
        return "new" if there else "none"

    def again(self, folder: Path) -> None:
        """Put back, once the database that a command has made meanwhile is given up."""
        told(folder / "new", [*self.arguments(folder), "--replace-everything"])
        self._whole(folder)
        left_nothing(folder / "new")

    def _whole(self, folder: Path) -> None:
        after = {name: said for name, said in self.everything.items() if name != f"{RARE} 0"}
        assert words(folder / "new") == after
        assert key_of(folder / "new") == key_of(folder / "home")


class Replace(Restore):
    """In the place of a database with other words, which was not closed in order."""

    def prepare(self, folder: Path) -> None:
        """The same, and something there."""
        super().prepare(folder)
        fill(folder / "new", 3, "older")
        told(folder / "new", ["staff", "list"])

    def arguments(self, folder: Path) -> list[str]:
        """In its place."""
        return [*super().arguments(folder), "--replace-everything"]

    def look(self, folder: Path) -> str:
        """All of the old with its key, or all of the new with its own."""
        told(folder / "new", ["staff", "list"])
        if key_of(folder / "new") == key_of(folder / "home"):
            self._whole(folder)
            return "new"
        assert words(folder / "new") == {f"older {number}": [f"older said {number}"] for number in range(3)}
        return "old"

    def again(self, folder: Path) -> None:
        """All of the new."""
        told(folder / "new", self.arguments(folder))
        self._whole(folder)
        left_nothing(folder / "new")


class Rotate(Job):
    """A plain database becomes an encrypted one."""

    first = ""

    def prepare(self, folder: Path) -> None:
        """The new key in a file."""
        super().prepare(folder)
        if self.first:
            with_key(folder, self.first)
        (folder / "to").write_text(NEW)
        (folder / "to").chmod(0o600)

    def arguments(self, folder: Path) -> list[str]:
        """To the new key."""
        return ["key", "rotate", "--to", str(folder / "to")]

    def look(self, folder: Path) -> str:
        """It opens with one of the two keys, and every word is there."""
        if self.first:
            in_the_clear(folder)
        for key, name in ((self.first, "old"), (NEW, "new")):
            try:
                assert words(folder / "home", key) == self.everything
            except StoreUnavailable:
                continue
            return name
        raise AssertionError("it opens with neither key")

    def again(self, folder: Path) -> None:
        """It opens with the new key, and no file holds a word."""
        told(folder / "home", self.arguments(folder))
        assert words(folder / "home", NEW) == self.everything
        in_the_clear(folder)
        left_nothing(folder / "home")


class RotateEncrypted(Rotate):
    """From one key to another."""

    first = OLD


class ReplacePostgres(Job):
    """In the place of what is in a PostgreSQL; nothing that was erased is there for anybody who comes after."""

    home = "new"

    def prepare(self, folder: Path) -> None:
        """A server for as long as this process lives, a backup of one of its databases, and what was erased since."""
        server = SERVERS.enter_context(postgres())
        super().prepare(folder)
        kept = server.make("kept", TEMPLATE)
        os.environ["MYSAY_DATABASE"] = kept.address
        talk(kept, self.people, RARE)
        told(folder / "home", Backup.arguments(self, folder))  # type: ignore[arg-type]
        erase(kept, f"{RARE} 0")
        told(folder / "home", ["backup", str(folder / "backups"), "--erased-only"])
        self.servers.append(server)

    servers: ClassVar[list[Postgres]] = []

    def before(self, folder: Path) -> None:
        """A database with other words."""
        self.servers[-1].drop("cut")
        talk(self.servers[-1].make("cut", TEMPLATE), 3, "older")
        os.environ["MYSAY_DATABASE"] = self.servers[-1].server("cut").address

    def arguments(self, folder: Path) -> list[str]:
        """In its place."""
        return [*Restore.arguments(self, folder), "--replace-everything"]  # type: ignore[arg-type]

    def look(self, folder: Path) -> str:
        """All of the old, or all of the new without what was erased."""
        cut = self.servers[-1].server("cut")
        self._wait()
        told(folder / "new", ["staff", "list"])
        found = words(cut)
        if found == {f"older {number}": [f"older said {number}"] for number in range(3)}:
            return "old"
        assert found == {name: said for name, said in self.everything.items() if name != f"{RARE} 0"}, len(found)
        return "new"

    def again(self, folder: Path) -> None:
        """All of the new."""
        self._wait()
        told(folder / "new", self.arguments(folder))
        assert self.look(folder) == "new"
        left_nothing(folder / "new")

    def _wait(self) -> None:
        """Until the server is done with whoever was killed, and with what we ran here and left open."""
        while self._others():
            gc.collect()
            time.sleep(0.02)

    def _others(self) -> int:
        with psycopg.connect(self.servers[-1].address("postgres", "postgres")) as connection:
            row = connection.execute("select count(*) from pg_stat_activity where datname = 'cut'").fetchone()
        return int(row[0]) if row else 0


SERVERS = ExitStack()
JOBS: dict[str, type[Job]] = {
    "backup": Backup,
    "backup of an encrypted database": BackupEncrypted,
    "restore onto an empty machine": Restore,
    "restore in place of another": Replace,
    "restore in place of another, on PostgreSQL": ReplacePostgres,
    "first key of a database": Rotate,
    "another key of a database": RotateEncrypted,
}


def fill(home: Path, people: int, called: str) -> None:
    """A home with so many people; its log of writes is left as a process that was killed leaves it."""
    made = home.with_name(f"{home.name}-open")
    store = Store(made / "mysay.db")
    store.migrate()
    _talk(store, people, called)
    home.mkdir()
    for name in ("mysay.db", "mysay.db-wal"):
        (home / name).write_bytes((made / name).read_bytes())
    store.close()
    for path in made.iterdir():
        path.unlink()
    made.rmdir()
    (home / "certificate").mkdir()
    (home / "certificate" / "mysay-ca.key").write_text(f"of {called[::-1]}")


def talk(server: Server, people: int, called: str) -> None:
    """So many people, in a database that has its tables."""
    with closing(Store(server)) as store:
        _talk(store, people, called)


def _talk(store: Store, people: int, called: str) -> None:
    for number in range(people):
        found = store.conversations.open(Audience.PARENT, Purpose.JUST_ME, called=f"{called} {number}").conversation.id
        message = store.messages.keep(found, Said("1", "q", f"{called} said {number}"))
        store.answers.asked(found, "q", "What do you like?")
        store.answers.keep(found, "q", Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)


def words(home: Path | Server, key: str = "") -> Words:
    """What each conversation holds, by the name of its person."""
    with closing(Store(home / "mysay.db" if isinstance(home, Path) else home, key)) as store:
        store.migrate()
        return {
            talk.called or "": [answer.words for answer in store.answers.of(talk.id)]
            for talk in store.conversations.newest(most=100_000)
        }


def erase(home: Path | Server, called: str) -> None:
    """Somebody erases all that they said."""
    with closing(Store(home / "mysay.db" if isinstance(home, Path) else home)) as store:
        for talk in store.conversations.newest(search=called, most=100_000):
            if talk.called == called:
                store.conversations.erase(talk.id)


def with_key(folder: Path, key: str) -> None:
    """The home encrypted, and the setting that says so."""
    rotate(folder / "home" / "mysay.db", "", key)
    os.environ["MYSAY_DATABASE_KEY_COMMAND"] = f"echo {key}"


def key_of(home: Path) -> tuple[str, str]:
    """What signs there, and whose certificate it is."""
    return (home / "secret_key").read_text(), (home / "certificate" / "mysay-ca.key").read_text()


def told(home: Path, arguments: Sequence[str]) -> None:
    """It came to its end, and all was well."""
    done = CliRunner().invoke(main, list(arguments), env={"MYSAY_HOME": str(home)})
    assert done.exit_code == 0, done.output


def in_the_clear(folder: Path, but: str = "") -> None:
    """No file holds a word, but those whose path begins so."""
    found = [path for path in folder.rglob("*") if path.is_file() and RARE.encode() in path.read_bytes()]
    names = [str(path.relative_to(folder)) for path in found]
    assert not [name for name in names if not but or not name.startswith(but)], names


def left_nothing(folder: Path) -> None:
    """Nothing half lies there."""
    assert not [path.name for path in folder.glob(".*")]
