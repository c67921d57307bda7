"""Where a webhook may lead: out, and into a school's own network, but not back to this machine or beside it."""

import socket
import threading

import pytest
import urllib3

from alerts.notice import Notice
from alerts.outward import may_reach, outward
from alerts.webhook import NotTaken, send_webhook
from records.concerns import Level


@pytest.mark.parametrize(
    ("address", "host", "let"),
    [
        ("93.184.216.34", "chat.example", True), ("2606:2800:220:1::1", "chat.example", True),
        ("10.1.2.3", "chat.school.example", True), ("192.168.0.7", "chat.school.example", True),
        ("127.0.0.1", "chat.example", False), ("::1", "chat.example", False), ("::ffff:127.0.0.1", "a.example", False),
        ("127.0.0.1", "localhost", True), ("127.0.0.1", "127.0.0.1", True),
        ("169.254.169.254", "chat.example", False), ("169.254.169.254", "169.254.169.254", False),
        ("fe80::1%eth0", "chat.example", False), ("224.0.0.1", "a.example", False),
        ("240.0.0.1", "a.example", False), ("::", "a.example", False), ("::ffff:169.254.169.254", "a.example", False),
    ],
)  # fmt: skip
def test_where_a_name_may_lead(address, host, let):
    """The clouds' own address for secrets is refused however it is written."""
    assert may_reach(address, host) is let


@pytest.fixture
def listener():
    """A port of this machine that tells whether anybody ever spoke to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        heard = []

        def wait():
            with server.accept()[0] as connection:
                connection.settimeout(20)
                heard.append(connection.recv(100))

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        yield server.getsockname()[1], thread, heard


def test_a_name_that_leads_back_here_is_told_nothing(listener, monkeypatch):
    """Also where it led elsewhere when it was looked at before: the address that is connected to counts."""
    port, thread, heard = listener
    lookup = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *more, **options: lookup("127.0.0.1", *more, **options))
    with pytest.raises(urllib3.exceptions.HTTPError):
        send_webhook(outward(), f"https://chat.example:{port}/hook", _notice())
    thread.join(20)
    assert heard == [b""]


def test_it_is_not_led_elsewhere():
    """A redirect is no delivery, and nobody follows it."""
    asked = []

    class Pool:
        def request(self, method, url, **options):
            asked.append((url, options["redirect"]))
            return urllib3.HTTPResponse(status=302, headers={"Location": "http://169.254.169.254/"})

    with pytest.raises(NotTaken):
        send_webhook(Pool(), "https://chat.example/hook", _notice())
    assert asked == [("https://chat.example/hook", False)]


def _notice():
    return Notice("n", Level.URGENT, "2026-01-01T00:00:00+00:00", "c", False, "subject", "text", "https://a.example")
