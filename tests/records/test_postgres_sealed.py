"""A line to PostgreSQL over a network is encrypted, and the server there is known by its certificate."""

import os
import pwd
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from operating.certificate import Certificate, own_certificate
from operating.server import Server
from records.database import StoreUnavailable
from records.store import Store
from tests.postgres import SAFE, postgres

pytestmark = pytest.mark.process

NAME, ADDRESS = "db.school.example", "127.0.0.77"
"""An address of this machine on which no other PostgreSQL of the tests listens."""


@pytest.fixture(scope="module")
def made() -> Iterator[Certificate]:
    """The server's, in a folder of its own user."""
    with TemporaryDirectory(prefix="mysay-sealed-") as name:
        folder = Path(name)
        made = own_certificate(folder, [NAME])
        for path in (folder, *folder.iterdir()):
            if os.geteuid() == 0:
                os.chown(path, pwd.getpwnam("postgres").pw_uid, -1)
        yield made


@pytest.fixture(scope="module")
def address(made: Certificate) -> Iterator[str]:
    """Of a database on a server that can be reached by the network."""
    sealed = ("ssl=on", f"ssl_cert_file={made.certificate}", f"ssl_key_file={made.key}", f"listen_addresses={ADDRESS}")
    with postgres((*SAFE, *sealed)) as server:
        server.make("mysay")
        yield f"postgresql://mysay@{NAME}/mysay?hostaddr={ADDRESS}&sslmode=verify-full"


def test_words_go_to_a_server_that_is_known_and_through_tls(address: str, made: Certificate) -> None:
    """Its authority is named in the address, as docs/operator.md says."""
    known = f"{address}&sslrootcert={made.authority}"
    Store(Server(known)).migrate()
    with psycopg.connect(known) as connection:
        sealed = connection.execute("select ssl from pg_stat_ssl where pid = pg_backend_pid()").fetchone()
    assert sealed == (True,)


@pytest.mark.parametrize("known", ["", "&sslrootcert={another}"])
def test_a_server_that_nobody_vouches_for_is_told_nothing(address: str, known: str, tmp_path: Path) -> None:
    """Nor where the address names no authority: libpq has no list of its own."""
    another = own_certificate(tmp_path, [NAME]).authority
    with pytest.raises(StoreUnavailable):
        Store(Server(address + known.format(another=another))).migrate()


def test_a_server_with_another_name_is_told_nothing(address: str, made: Certificate) -> None:
    """Whoever has a certificate of the same authority is not the database for that."""
    elsewhere = address.replace(NAME, "another.school.example")
    with pytest.raises(StoreUnavailable):
        Store(Server(f"{elsewhere}&sslrootcert={made.authority}")).migrate()
