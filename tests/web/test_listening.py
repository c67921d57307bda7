"""Listening over HTTP and through the socket: what is heard, what is refused, and that no sound stays anywhere."""

import contextlib
import json
import threading
import time

import pytest
import simple_websocket

from operating.settings import Settings
from records.store import Store
from tests.person import API, Person, call
from tests.speech import SAID, clip, pcm, wrong_words
from tests.speech.socket import Socket
from web import create_app

pytestmark = pytest.mark.process
RECOGNISE = f"{API}/speech/recognise"
LISTEN = f"{API}/speech/listen"
TENTH = 3200


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The application, asked without a server."""
    home = tmp_path_factory.mktemp("home")
    Store(home / "mysay.db").migrate()
    app = create_app(Settings(home, secret_key="only for tests"))
    yield app.test_client()
    app.extensions["mysay"].listening.process.stop()


def problem(answer):
    """The name of the problem that came back, and its status."""
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


@pytest.mark.parametrize("body", [clip("austen_0890").read_bytes(), pcm("austen_0890")], ids=["wav", "bare samples"])
def test_what_was_said_comes_back_as_words(client, body):
    """Either form is heard; each word has its time and how sure the engine is."""
    heard = client.post(RECOGNISE, data=body).json
    assert wrong_words(SAID["austen_0890"], heard["text"]) <= 1
    assert heard["engine"] == "moonshine"
    assert " ".join(word["word"] for word in heard["words"]) == heard["text"]
    assert all(word["start"] < word["end"] <= 5.4 and 0 <= word["confidence"] <= 1 for word in heard["words"])


def test_silence_says_nothing(client):
    """Three seconds without speech are no words, and no mistake."""
    assert client.post(RECOGNISE, data=bytes(96_000)).json == {"text": "", "words": [], "engine": "moonshine"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", (422, "no_sound")), (b"\x1aE\xdf\xa3" + bytes(2000), (422, "not_sound")),
        (b'{"sound": 1}', (422, "not_sound")), (clip("jfk").read_bytes()[:30], (422, "not_sound")),
        (bytes(600 * 32_000), (413, "too_long_to_hear")), (bytes(100_000_000), (413, "too_large")),
    ],
    ids=["nothing", "webm", "json", "half a header", "ten minutes", "100 MB"],
)  # fmt: skip
def test_what_cannot_be_heard_is_refused_in_plain_words(client, body, expected):
    """Each mistake has an answer that says what to do."""
    answer = client.post(RECOGNISE, data=body)
    assert problem(answer) == expected
    assert answer.json["detail"]


def test_where_conversations_are_closed_a_token_is_needed(tmp_path):
    """Nobody from outside uses this machine to listen."""
    Store(tmp_path / "mysay.db").migrate()
    closed = create_app(Settings(tmp_path, secret_key="only for tests", open_access=False)).test_client()
    assert problem(closed.post(RECOGNISE, data=bytes(3200))) == (401, "no_token")
    assert problem(closed.get(LISTEN, headers=UPGRADE)) == (401, "no_token")
    wrong = {"Authorization": "Bearer wrong"}
    assert problem(closed.post(RECOGNISE, data=bytes(3200), headers=wrong)) == (401, "no_token")
    assert problem(closed.get(LISTEN, headers={**UPGRADE, **wrong})) == (401, "no_token")


UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "//["},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=["another site", "a hidden one", "none that can be read", "as the browser says"],
)
def test_another_site_cannot_open_the_socket(client, headers):
    """Browsers let any site open a socket to any server: this one looks who asks."""
    assert problem(client.get(LISTEN, headers={**UPGRADE, **headers})) == (403, "other_site")


def test_where_nothing_can_listen_that_is_said(tmp_path):
    """Turned off, both ways answer plainly, and typing goes on."""
    Store(tmp_path / "mysay.db").migrate()
    app = create_app(Settings(tmp_path, secret_key="only for tests", listening="off"))
    assert problem(app.test_client().post(RECOGNISE, data=bytes(3200))) == (503, "cannot_listen")
    assert problem(app.test_client().get(LISTEN, headers=UPGRADE)) == (503, "cannot_listen")


@pytest.mark.engine
def test_the_microphone_is_allowed_where_somebody_answers_and_nowhere_else(running):
    """The browser itself keeps every other page from listening."""
    person = Person.starts(running.base)
    talk = call(running.base, "GET", f"/talk/{person.id}", None, person.token)
    assert (talk.status, talk.headers["Permissions-Policy"].split(",")[0]) == (200, "microphone=(self)")
    for path in ("/", "/portal/", f"/talk/{person.id}/review", f"{API}/questions?audience=parent"):
        page = call(running.base, "GET", path, None, person.token)
        assert page.headers["Permissions-Policy"].startswith("microphone=()"), path


class Speaker:
    """Somebody at the socket of a running server."""

    def __init__(self, base, person=None, **query):
        asked = "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""
        headers = {"Authorization": f"Bearer {person.token}"} if person else None
        self.ws = Socket(base.replace("http", "ws") + LISTEN + asked, headers=headers)

    def hears(self, **wanted):
        """The next message in which all this stands."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            message = json.loads(self.ws.receive(timeout=30))
            if all(message.get(name) == value for name, value in wanted.items()):
                return message
        raise AssertionError(wanted)

    def says(self, sound, faster=100):
        """Sound, a tenth of a second a message, so many times faster than somebody speaks."""
        for start in range(0, len(sound), TENTH):
            self.ws.send(sound[start : start + TENTH])
            time.sleep(0.1 / faster)

    def ends(self):
        """What was heard in the end."""
        self.ws.send("stop")
        return self.hears(final=True)


@pytest.mark.engine
def test_words_come_through_the_socket_while_somebody_speaks(running):
    """Partial words first, then the same words that a whole recording gives."""
    person = Person.asked(running.base)
    speaker = Speaker(running.base, person, question_id=person.question)
    speaker.hears(state="listening")
    speaker.says(pcm("jfk"), faster=3)
    assert speaker.hears(final=False)["text"].startswith("And so")
    heard = speaker.ends()
    assert wrong_words(SAID["jfk"], heard["text"]) == 0
    assert set(heard["words"][0]) == {"word", "start", "end", "confidence"}


@pytest.mark.engine
def test_odd_messages_do_no_harm(running):
    """Half samples, empty messages and a stop before any sound are taken as they come."""
    speaker = Speaker(running.base)
    speaker.hears(state="listening")
    for message in (b"", b"\1", b"\0" * 3, b"\2" * 6401):
        speaker.ws.send(message)
    assert speaker.ends()["text"] == ""
    speaker = Speaker(running.base)
    assert speaker.ends()["words"] == []


@pytest.mark.engine
@pytest.mark.parametrize(
    "what",
    [b"\x1aE\xdf\xa3" + bytes(3000), b'{"sound": "jfk"}', clip("jfk").read_bytes()[:3200]],
    ids=["webm", "json", "wav"],
)
def test_what_is_no_bare_sound_is_refused_by_the_socket(running, what):
    """WebM, JSON or a WAV where samples were promised is told at once, and never heard as noise."""
    speaker = Speaker(running.base)
    speaker.ws.send(what)
    assert speaker.hears(problem="not_sound")


@pytest.mark.engine
def test_three_minutes_end_an_answer(running):
    """Somebody who speaks on and on is told in time, with all that was heard."""
    speaker = Speaker(running.base)
    speaker.hears(state="listening")
    for _ in range(190):
        speaker.ws.send(bytes(32_000))
    assert speaker.hears(final=True)["text"] == ""


@pytest.mark.engine
def test_sockets_that_are_opened_and_left_do_not_keep_others_out(running):
    """A hundred are opened; most are refused, and when they are gone, the next person is heard."""
    left = []
    for _ in range(100):
        with contextlib.suppress(simple_websocket.ConnectionError, OSError):  # most are refused
            left.append(Speaker(running.base))
    assert call(running.base, "GET", "/healthz").status == 200
    for speaker in left:
        with contextlib.suppress(simple_websocket.ConnectionClosed):
            speaker.ws.close()
    until = time.monotonic() + 30
    while call(running.base, "POST", RECOGNISE, pcm("austen_0890")).status != 200:
        assert time.monotonic() < until
        time.sleep(0.5)


@pytest.mark.engine
def test_several_people_are_heard_at_once_and_a_fifth_in_turn(running):
    """Five speak at the same moment: none is lost, each gets their own words."""
    heard = {}

    def speaks(number):
        person, name = Person.asked(running.base), ("austen_0890", "jfk")[number % 2]
        speaker = Speaker(running.base, person)
        speaker.says(pcm(name))
        heard[number] = wrong_words(SAID[name], speaker.ends()["text"])

    threads = [threading.Thread(target=speaks, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == [0, 1, 2, 3, 4]
    assert max(heard.values()) <= 1


@pytest.mark.engine
def test_no_sound_and_no_word_of_it_stays_on_the_disk(running):
    """After speech went both ways, no file of the installation holds the sound or the words, and no log either."""
    speaker = Speaker(running.base)
    speaker.says(pcm("jfk"))  # what nobody sends as an answer here
    text = speaker.ends()["text"]
    assert call(running.base, "POST", RECOGNISE, clip("jfk").read_bytes()).json["text"]
    sound = pcm("jfk")[40_000:40_200]
    for path in running.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert sound not in content, path
            assert text[:30].encode() not in content, path
            assert not content.startswith(b"RIFF"), path
