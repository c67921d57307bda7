"""Where one message ends and the next begins: what could be read in two ways is refused by the server itself."""

import shutil
import socket

import pytest

from tests.doors.messages import HOST, READABLE, UNREADABLE, heads, statuses
from tests.page import page_alone

pytestmark = pytest.mark.process
INJECTED = "%0d%0aInjected:%20yes%0d%0a%0d%0a"


@pytest.fixture(scope="module")
def port(tmp_path_factory, empty_database):
    home = tmp_path_factory.mktemp("page")
    shutil.copy(empty_database, home / "mysay.db")
    with page_alone(home) as found:
        yield found


@pytest.fixture
def connection(port):
    with socket.create_connection(("127.0.0.1", port)) as made:
        yield made


@pytest.mark.parametrize("message", UNREADABLE.values(), ids=UNREADABLE)
def test_a_message_that_has_no_sure_end_is_refused(connection, message):
    """As the caller's fault, and nothing more is read on that connection: neither what hides nor what follows."""
    assert statuses(connection, message) in ([400], [501])


@pytest.mark.parametrize("message", READABLE.values(), ids=READABLE)
def test_a_message_that_is_only_odd_is_answered_once(connection, message):
    """Then comes what follows; nothing hides in it, and no other protocol begins."""
    first, last = statuses(connection, message)
    assert first in {200, 422}
    assert last == 200


@pytest.mark.parametrize("path", [f"/portal/sign-in?next=/portal{INJECTED}", f"/join/{INJECTED}", f"/{INJECTED}"])
def test_what_is_asked_puts_no_header_into_the_answer(connection, path):
    """A line break that is written as one in an address stays a part of it."""
    found = heads(connection, f"GET {path} HTTP/1.1\r\n{HOST}\r\n")
    assert len(found) == 2
    assert not any("Injected:" in line for head in found for line in head.splitlines()[1:])
