"""Several machines on one store: each concern is told by one of them, once."""

import subprocess
import sys

import pytest

from operating.server import Server
from operating.settings import ROOT
from records.store import Store
from tests.alerts.conftest import LEAD, wait_for

pytestmark = pytest.mark.process


@pytest.fixture
def store(address):
    """The store that they share, on each engine in turn."""
    made = Store(address)
    yield made
    made.close()


@pytest.fixture
def processes(address, mailroom, tmp_path):
    """Two couriers as `mysay serve` starts them, each with a home of its own where the store is a server's."""
    mail = {"MYSAY_ALERT_EMAIL": LEAD, "MYSAY_SMTP": f"smtp://127.0.0.1:{mailroom.port}?from=mysay@school.example"}
    database = {"MYSAY_DATABASE": address.address} if isinstance(address, Server) else {}
    homes = [tmp_path / name if database else tmp_path for name in ("one", "other")]
    started = []
    for home in homes:
        home.mkdir(exist_ok=True)
        environment = {"MYSAY_HOME": str(home), "PATH": "/usr/bin:/bin"} | mail | database
        started.append(subprocess.Popen([sys.executable, "-m", "alerts"], cwd=ROOT, env=environment))
    yield started
    for process in started:
        process.kill()
        process.wait()


def test_two_processes_on_one_store_send_each_alert_once(store, mailroom, concern, processes):
    """A slow mail server, six concerns: six mails, each another; when one is killed, the other goes on."""
    mailroom.post.slow = 0.1
    noted = [concern(words=f"words {number}") for number in range(6)]
    wait_for(lambda: all(found.delivered for found in store.concerns.newest()), seconds=60)
    processes[0].kill()
    noted.append(concern(words="after one was killed"))
    wait_for(lambda: all(found.delivered for found in store.concerns.newest()), seconds=60)
    ids = [mail["Message-ID"] for mail in mailroom.post.mails]
    assert len(ids) == len(set(ids)) == len(noted)
    assert processes[1].poll() is None
