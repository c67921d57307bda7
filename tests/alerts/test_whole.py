"""A cry for help, told to a MySay that really runs, reaches the mailbox of the person in charge."""

import json
import re
import urllib.error
import urllib.request
import uuid

import pytest

from records.conversation import Audience
from tests.alerts.conftest import LEAD, Mailroom, wait_for
from tests.installation import Installation

pytestmark = pytest.mark.engine
CRY = "my dad hits me every night and I am scared"
# Whole words: the link in a mail ends in random hexadecimal digits, which now and then spell "dad".
SECRETS = re.compile(r"\b(dad|hits|scared|Persephone)\b")


@pytest.fixture(scope="module")
def room():
    with Mailroom.opened() as made:
        yield made


@pytest.fixture(scope="module")
def installation(room, tmp_path_factory):
    """`mysay serve`, as an operator starts it who wants to be told by e-mail."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MYSAY_ALERT_EMAIL", LEAD)
        environment.setenv("MYSAY_SMTP", f"smtp://127.0.0.1:{room.port}")
        with Installation.started(tmp_path_factory.mktemp("home")) as running:
            yield running


@pytest.fixture
def call(installation):
    """A call to the API; its answer."""

    def call(path, body=None, token=None):
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        data = json.dumps(body).encode() if body else None
        with urllib.request.urlopen(
            urllib.request.Request(f"{installation.base}/api/v1{path}", data, headers), timeout=20
        ) as reply:
            return json.load(reply)

    return call


@pytest.fixture
def tell(call):
    """Opens a conversation and says something in it; the call that says it, to be made again at will."""

    def tell(audience):
        talk = call("/conversations", {"audience": audience.value, "purpose": "annual_review", "called": "Persephone"})
        message = {"message_id": str(uuid.uuid4()), "text": CRY}
        return lambda: call(f"/conversations/{talk['id']}/messages", message, talk["token"])

    return tell


def says(bank, name, audience, reply):
    return bank.text(name, audience) in [message["text"] for message in reply["messages"]]


@pytest.mark.parametrize("audience", list(Audience))
def test_the_lead_has_the_mail_before_the_child_is_told_so(bank, room, tell, audience):
    """Each audience hears that somebody has been told, and by then the mail is there, without words or name."""
    before = len(room.post.mails)
    reply = tell(audience)()
    assert reply["understood_as"] == "concern"
    assert says(bank, "safety_told", audience, reply)
    assert len(room.post.mails) == before + 1
    assert not SECRETS.search(room.post.mails[-1].as_string())


def test_while_the_mail_server_is_away_the_child_is_not_told_so(bank, room, tell, installation):
    """The child hears that nobody could be told; the courier is even killed; and still the mail comes in the end."""
    room.close()
    say_it, before = tell(Audience.YOUNG_TEEN), len(room.post.mails)
    assert says(bank, "safety_not_told", Audience.YOUNG_TEEN, say_it())
    installation.kill("courier")
    room.open()
    wait_for(lambda: len(room.post.mails) > before, 30)
    wait_for(lambda: says(bank, "safety_told", Audience.YOUNG_TEEN, say_it()))
    assert len(room.post.mails) == before + 1


def test_a_cry_is_told_although_the_engine_was_away_and_nobody_came_back(room, tell, installation):
    """What was kept and not understood is not left to whoever said it: the tablet may be gone by then."""
    say_it, before = tell(Audience.CHILD_PRIMARY), len(room.post.mails)
    installation.kill("engine")
    with pytest.raises(urllib.error.HTTPError, match="503"):
        say_it()
    wait_for(lambda: len(room.post.mails) > before, 120)
    assert len(room.post.mails) == before + 1
