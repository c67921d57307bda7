"""Two pages, two engines and two caretakers with one PostgreSQL behind nginx: whichever dies, nobody loses a word."""

import contextlib
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import urllib3

from operating.server import Server
from records.store import Store
from tests import person as people
from tests.alerts.conftest import LEAD, Mailroom, wait_for
from tests.doors.frames import INJECTING, OF_CONNECTIONS, answered
from tests.doors.messages import READABLE, UNREADABLE, statuses
from tests.many.machines import Machines
from tests.person import MOST_PATIENCE_SECONDS, Person, new_id

pytestmark = pytest.mark.engine
BUSY = {502, 503, 504}
CRY = "my dad hits me every night and I am scared"
RARE = "narwhal-zephyr-quixotic"


@pytest.fixture(scope="module")
def room():
    """A mail server, open."""
    with Mailroom.opened() as made:
        yield made


@pytest.fixture(scope="module")
def machines(tmp_path_factory, room):
    """All of them; each test leaves them whole."""
    settings = {"MYSAY_ALERT_EMAIL": LEAD, "MYSAY_SMTP": f"smtp://127.0.0.1:{room.port}"}
    with Machines.started(tmp_path_factory.mktemp("many"), settings) as machines, pytest.MonkeyPatch.context() as patch:
        trusting = urllib3.PoolManager(maxsize=40, retries=False, timeout=60.0, ca_certs=str(machines.front.authority))
        patch.setattr(people, "http", trusting)
        yield machines


def sends(person, words):
    """Sends one message until it is in, as the page does when nothing, or a gateway, answers."""
    message_id, until = new_id(), time.monotonic() + MOST_PATIENCE_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(urllib3.exceptions.HTTPError):
            reply = person.say(words, message_id)
            if reply.status not in BUSY:
                return reply
        time.sleep(0.2)
    raise AssertionError(f"not taken in {MOST_PATIENCE_SECONDS} s")


def test_a_conversation_moves_between_pages(machines):
    """Each message goes to the other page, with the same token: all of it is one conversation, in its order."""
    person = Person.asked(machines.front.base)
    at = [replace(person, base=page.base) for page in machines.pages]
    said = [f"thing {number}" for number in range(6)]
    for number, words in enumerate(said):
        assert sends(at[number % 2], words).json["understood_as"] == "answer"
    assert [line["text"] for line in person.said if line["text"]] == said
    assert sorted(answer["text"] for answer in person.answers.values() if answer["text"]) == said


def test_whichever_dies_nothing_is_lost_or_doubled(machines):
    """Four people talk through nginx while each process, and the database, is killed: all they said is there once.

    Each engine is away for a while, so that whoever it served goes on with the other one in mid-topic.
    """
    talkers = [Person.asked(machines.front.base) for _ in range(4)]
    done = threading.Event()

    def talk(person):
        said = []
        while not done.is_set():
            said.append(f"thing {len(said)} of {person.id}")
            reply = sends(person, said[-1])
            assert reply.status == 200, reply
            done.wait(0.2)
        return said

    with ThreadPoolExecutor(len(talkers)) as pool:
        talking = [pool.submit(talk, person) for person in talkers]
        try:
            for what in ("page 1", "engine 1", "desk 2", "page 2", "database", "engine 2"):
                done.wait(0.5)
                machines.crash_database() if what == "database" else machines.kill(what)
                wait_for(lambda: machines.whole() or any(talk.done() for talk in talking), MOST_PATIENCE_SECONDS)
        finally:
            done.set()
        for person, talked in zip(talkers, talking, strict=True):
            said = talked.result()
            assert [line["text"] for line in person.said if line["text"]] == said
            answered = [answer["text"] for answer in person.answers.values() if answer["text"]]
            assert sorted(answered) == sorted(set(answered)) == sorted(said)


def test_two_couriers_send_one_mail(machines, room):
    """Both look for concerns, and each is told to the lead once; where one of them is gone, the other tells."""
    store = Store(Server(machines.database))
    for number in range(4):
        assert sends(Person.asked(machines.front.base), f"{CRY}, {number}").status == 200
    wait_for(lambda: not store.concerns.undelivered(), MOST_PATIENCE_SECONDS)
    assert len(room.post.to(LEAD)) == len(store.concerns.newest()) >= 4
    machines.kill("courier 1")
    assert sends(Person.asked(machines.front.base), CRY).status == 200
    wait_for(lambda: not store.concerns.undelivered(), MOST_PATIENCE_SECONDS)
    assert len(room.post.to(LEAD)) == len(store.concerns.newest()) >= 5
    store.close()


def test_nginx_writes_nothing_that_was_said(machines):
    """Neither words, nor a code in a path, nor what was searched, nor a large body is in a log or file of its own."""
    front, person = machines.front, Person.asked(machines.front.base)
    assert sends(person, " ".join([RARE] * 400)).status == 200
    people.call(front.base, "GET", f"/join/{RARE}")
    people.call(front.base, "GET", f"/portal/history?q={RARE}")
    sound = (RARE * 100_000).encode()[:1_900_000]
    assert person.call("POST", f"/answers/{RARE}/recording", sound).status in {404, 405}
    assert people.call(front.base, "POST", "/api/v1/speech/recognise", sound, person.token).status in {400, 415, 422}
    log = (front.folder / "access.log").read_text()
    assert re.search(r"POST message 200", log)
    assert RARE.encode() not in front.written()
    assert [path for path in front.folder.glob("held-*/**/*") if path.is_file()] == []


def test_nginx_speaks_https_alone(machines):
    """HTTP/2, a year of https, the plain address leads there, and metrics are not for the world."""
    front = machines.front
    home = people.call(front.base, "GET", "/")
    assert home.status == 200
    assert home.headers.getlist("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]
    moved = people.call(front.plain, "GET", "/join")
    assert (moved.status, moved.headers["Location"]) == (308, "https://127.0.0.1/join")
    assert people.call(front.base, "GET", "/metrics").status == 404
    with front.connected("h2", "http/1.1") as secure:
        assert secure.selected_alpn_protocol() == "h2"


@pytest.mark.parametrize("message", [*UNREADABLE.values(), *READABLE.values()], ids=[*UNREADABLE, *READABLE])
def test_no_second_message_hides_in_a_first(machines, message):
    """What two servers could read differently is refused, or answered once; the next are answered as they ask."""
    with machines.front.connected() as secure:
        first, *rest = statuses(secure, message)
    assert first in {200, 400, 405, 422, 501}  # a 404 would be what hides
    assert rest in ([], [200])
    for _ in machines.pages:
        assert people.call(machines.front.base, "GET", "/healthz").status == 200


@pytest.mark.parametrize("headers", INJECTING.values(), ids=INJECTING)
def test_http_2_injects_no_header(machines, headers):
    """A line break in a header of HTTP/2 would be a header of its own to the page: such a request is refused."""
    with machines.front.connected("h2") as secure:
        assert answered(secure, headers) in {0, 400}


@pytest.mark.parametrize("headers", OF_CONNECTIONS.values(), ids=OF_CONNECTIONS)
def test_http_2_says_nothing_of_the_connection_behind_nginx(machines, headers):
    """What belongs to a connection of HTTP/1.1 is not passed on: one answer, and the next is whole."""
    with machines.front.connected("h2") as secure:
        assert answered(secure, headers) in {0, 200, 400}
    assert people.call(machines.front.base, "GET", "/healthz").status == 200


def test_the_microphone_s_socket_passes_nginx(machines):
    """The upgrade to a WebSocket is let through to a page."""
    person = Person.asked(machines.front.base)
    asked = (
        "GET /api/v1/speech/listen HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"Authorization: Bearer {person.token}\r\n\r\n"
    )
    with machines.front.connected() as secure:
        secure.sendall(asked.encode())
        assert secure.recv(64).startswith(b"HTTP/1.1 101 ")
