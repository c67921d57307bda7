"""A store with concerns in it, a real mail server and a real web server on this machine, and couriers that run."""

import asyncio
import json
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from alerts.channel import channels_of
from alerts.courier import Courier, Pauses
from commands.installation import free_port
from operating.settings import read_settings
from records.concerns import Level
from records.conversation import Audience, Purpose
from records.message import Said
from records.staff import Member, Role
from records.store import Store

WORDS, NAME = "he hits me with the zebra belt", "Persephone"
ALI, JO = (Member(name, name, f"Mx {name.title()}", Role.SAFEGUARDING_LEAD) for name in ("ali", "jo"))
LEAD, DEPUTY = "lead@school.example", "deputy@school.example"


def wait_for(what, seconds=60.0):
    """Until it is true; fails where it does not become so."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


class Post:
    """What an aiosmtpd server hands over; `refuses` are the addresses that it does not take, `slow` in seconds."""

    def __init__(self):
        self.mails, self.refuses, self.slow, self.breaks_off = [], set(), 0.0, False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  # aiosmtpd's name
        if address in self.refuses:
            return "451 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # aiosmtpd's name
        await asyncio.sleep(self.slow)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.breaks_off:
            server.transport.write(b"250 taken\r\n")
            server.transport.close()
        return "250 OK"

    def to(self, address):
        return [mail for mail in self.mails if mail["To"] == address]


class Mailroom:
    """A mail server that can be opened and closed on one port."""

    def __init__(self, port):
        self.port, self.post, self._controller = port, Post(), None

    @classmethod
    @contextmanager
    def opened(cls, **options):
        """On a free port, until the end of the block."""
        room = cls(free_port())
        room.open(**options)
        try:
            yield room
        finally:
            room.close()

    def open(self, **options):
        self._controller = Controller(self.post, hostname="127.0.0.1", port=self.port, **options)
        self._controller.start()

    def close(self):
        if self._controller:
            self._controller.stop()
            self._controller = None


class Hook:
    """A web server that answers with the statuses it is given, the last one for ever, and keeps what it took."""

    def __init__(self):
        self.statuses, self.asked, self.taken, self.headers = [200], 0, [], []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hook.asked += 1
                status = hook.statuses.pop(0) if len(hook.statuses) > 1 else hook.statuses[0]
                if status == 200:
                    hook.taken.append(body)
                    hook.headers.append(self.headers)
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def mailroom():
    """A mail server, open."""
    with Mailroom.opened() as room:
        yield room


@pytest.fixture
def hook():
    """A web server that takes alerts."""
    made = Hook()
    yield made
    made.close()


@pytest.fixture
def concern(store):
    """Keeps what a child said, and a concern for it; its id."""

    def concern(level=Level.URGENT, words=WORDS):
        talk = store.conversations.open(Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW, called=NAME).conversation
        message = store.messages.keep(talk.id, Said("m1", words=words))
        store.concerns.note(message, level, ["hurt"])
        return next(found.id for found in store.concerns.newest() if found.conversation_id == talk.id)

    return concern


@pytest.fixture
def courier(store, tmp_path):
    """Starts a courier as an operator has set it, with short pauses; to be used with `with`. Gives what it said."""

    @contextmanager
    def courier(seconds_unread=None, **env):
        settings = read_settings({"MYSAY_HOME": str(tmp_path), "MYSAY_ADDRESS": "https://mysay.example"} | env)
        channels = channels_of(settings)
        if seconds_unread is not None:
            for channel in channels:
                if not channel.to_lead:
                    channel.waits.update({Level.URGENT: seconds_unread, Level.WORRY: 60.0})
        said = []
        running = Courier(Store(settings.database), channels, said.append, Pauses(0.1, 0.3))
        thread = threading.Thread(target=running.run)
        thread.start()
        try:
            yield said
        finally:
            running.stop()
            thread.join(60)
            assert not thread.is_alive()

    return courier


def password_of(user, password):
    """What a mail server that asks for a password needs from aiosmtpd."""

    def check(server, session, envelope, mechanism, given):
        return AuthResult(success=(given.login, given.password) == (user.encode(), password.encode()), handled=False)

    return check
