"""Reading aloud over HTTP: sound and words for whoever talks here, plain problems for everything else."""

import base64
import io
import json
import struct
import wave
from concurrent.futures import ThreadPoolExecutor

import jsonschema_rs
import pytest

from operating.settings import DATA, Settings
from records.conversation import Audience, Purpose
from records.staff import Role
from web import create_app
from web.rate import Rate

pytestmark = pytest.mark.process
SAY = "/api/v1/speech/synthesise"
PASSWORD = "a long enough password"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = create_app(Settings(tmp_path_factory.mktemp("home"), secret_key="only for tests"))
    yield made
    made.extensions["mysay"].speaker.pool.close()


@pytest.fixture
def say(app):
    """Asks for a text to be read."""
    client = app.test_client()
    return lambda text, headers=None, **more: client.post(SAY, json={"text": text, **more}, headers=headers)


@pytest.fixture
def closed(tmp_path, store):
    """A server on which nobody starts without an invitation."""
    made = create_app(Settings(tmp_path, open_access=False, secret_key="only for tests"))
    yield made
    made.extensions["mysay"].speaker.pool.close()


def test_a_text_comes_back_as_sound_with_its_words(say):
    """One call gives all that a page needs, as the description of the API has it."""
    reply = say("“Hi” 😀 it’s 25 dogs.")
    assert (reply.status_code, reply.content_type) == (200, "application/json")
    api = json.loads((DATA / "schema" / "openapi.json").read_text("utf-8"))
    schema = {"$ref": "#/components/schemas/Speech", "components": api["components"]}
    jsonschema_rs.Draft202012Validator(schema).validate(reply.json)
    assert [(word["word"], word["offset"]) for word in reply.json["words"]] == [
        ("“Hi”", 0), ("😀", 5), ("it’s", 7), ("25", 12), ("dogs.", 15),
    ]  # fmt: skip
    with wave.open(io.BytesIO(base64.b64decode(reply.json["audio"]))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22_050)
        assert sound.getnframes() / 22_050 == pytest.approx(reply.json["seconds"], abs=0.001)


def test_whoever_wants_the_file_alone_gets_it_with_the_words_inside(say):
    """A player hears the sound; a program finds the words where RIFF has its cue points."""
    told = say("Hello there, Sam.").json["words"]
    reply = say("Hello there, Sam.", headers={"Accept": "audio/wav"})
    assert reply.content_type == "audio/wav"
    with wave.open(io.BytesIO(reply.data)) as sound:
        assert sound.getnframes() > 0
    chunks = dict(riff(reply.data))
    samples = [struct.unpack_from("<I", chunks[b"cue "], 4 + 24 * number + 20)[0] for number in range(len(told))]
    assert [sample / 22_050 for sample in samples] == [pytest.approx(word["start"], abs=0.001) for word in told]
    assert all(word["word"].encode() in chunks[b"LIST"] for word in told)


def test_sound_is_not_compressed(say):
    """It would hardly be smaller, and a child would wait longer for each sentence."""
    reply = say("Hello there, Sam.", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in reply.headers
    assert set(reply.cache_control) == {"no-store", "no-transform"}


def riff(data):
    """The chunks of a RIFF file."""
    assert struct.unpack_from("<I", data, 4)[0] == len(data) - 8
    at = 12
    while at < len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


@pytest.mark.parametrize(
    ("fields", "status", "problem"),
    [
        ({"text": ""}, 422, "nothing_to_read"),
        ({"text": " \n\x07\u2028 "}, 422, "nothing_to_read"),
        ({"text": "x" * 2_001}, 413, "too_long_to_read"),
        ({"text": "word " * 10_000}, 413, "too_long_to_read"),
        ({"text": "\x00a"}, 422, "wrong_fields"),
        ({"text": "\ud800"}, 422, "wrong_fields"),
        ({"text": None}, 422, "wrong_fields"),
        ({"text": ["a"]}, 422, "wrong_fields"),
        ({}, 422, "wrong_fields"),
        ([], 422, "wrong_fields"),
        ({"text": "a", "ssml": True}, 422, "wrong_fields"),
        ({"text": "a", "voice": "gmw/en"}, 422, "unknown_voice"),
        ({"text": "a", "voice": "../../etc/passwd"}, 422, "unknown_voice"),
        ({"text": "a", "voice": 1}, 422, "unknown_voice"),
        ({"text": "a", "rate": 0}, 422, "wrong_speed"),
        ({"text": "a", "rate": -1}, 422, "wrong_speed"),
        ({"text": "a", "rate": 2.1}, 422, "wrong_speed"),
        ({"text": "a", "rate": 1000}, 422, "wrong_speed"),
        ({"text": "a", "rate": 10**400}, 422, "wrong_speed"),
        ({"text": "a", "rate": "fast"}, 422, "wrong_speed"),
        ({"text": "a", "rate": True}, 422, "wrong_speed"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_read_is_said_plainly(app, fields, status, problem):
    """Each wrong wish has its own plain problem, and nothing is read."""
    reply = app.test_client().post(SAY, json=fields)
    assert (reply.status_code, reply.json["type"]) == (status, f"/problems/{problem}")
    assert reply.json["detail"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>Loud</b> & <speak rate='x-fast'>quick</speak>", 4),
        ("😀", 1),
        ("👩‍👩‍👧‍👦 🦖", 2),
        ("[[h@l'oU]] \\x07 %s {0}", 4),
        ("...", 0),
    ],
)
def test_odd_text_is_read_as_text(say, text, words):
    """Markup, signs of eSpeak's own and emoji are only text: nothing in them changes the voice or breaks it."""
    reply = say(text)
    assert reply.status_code == 200
    assert len(reply.json["words"]) == words
    assert reply.json["seconds"] < 10


@pytest.mark.parametrize("body", [b"", b"{", b'{"text": "a", "rate": NaN}', b'{"text": "a", "rate": 1e999}'])
def test_what_is_not_json_is_said_to_be_none(app, body):
    """NaN is no number in JSON, and a number without end no speed."""
    reply = app.test_client().post(SAY, data=body, content_type="application/json")
    assert reply.status_code in {400, 422}


@pytest.mark.parametrize("rate", [None, 0.5, 1, 1.3, 2, 80, 160, 320])
def test_a_speed_is_a_multiple_or_words_a_minute(say, rate):
    """Half to double, by whichever number somebody thinks in."""
    assert say("Hello.", rate=rate).status_code == 200
    assert say("One two three.", rate=160).json["words"] == say("One two three.", rate=1).json["words"]


def test_fifty_at_once_are_all_read_to(app):
    """A class that taps together waits in turn, and each hears their own words."""
    texts = [f"This is tablet {number} of our class." for number in range(50)]
    with ThreadPoolExecutor(50) as tablets:
        replies = list(tablets.map(lambda text: app.test_client().post(SAY, json={"text": text}), texts))
    assert {reply.status_code for reply in replies} == {200}
    heard = [" ".join(word["word"] for word in reply.json["words"]) for reply in replies]
    assert heard == texts


def test_one_caller_cannot_have_it_all(tmp_path):
    """Beyond the limit a caller waits, and is told how long."""
    app = create_app(Settings(tmp_path, secret_key="only for tests"))
    app.extensions["mysay_read_aloud"] = Rate(2, 60)
    client = app.test_client()
    statuses = [client.post(SAY, json={"text": ""}).status_code for _ in range(3)]
    assert statuses == [422, 422, 429]
    assert 0 < int(client.post(SAY, json={"text": "a"}).headers["Retry-After"]) <= 60


def test_where_conversations_are_closed_only_those_inside_are_read_to(closed, store):
    """A participant by their token or their cookie, staff by theirs, nobody else."""
    text = {"text": "Hello."}
    assert closed.test_client().post(SAY, json=text).json["type"] == "/problems/no_token"
    wrong = {"Authorization": "Bearer wrong"}
    assert closed.test_client().post(SAY, json=text, headers=wrong).status_code == 401
    opened = store.conversations.open(Audience.PARENT, Purpose.JUST_ME)
    bearer = {"Authorization": f"Bearer {opened.token}"}
    assert closed.test_client().post(SAY, json=text, headers=bearer).status_code == 200
    tablet = closed.test_client()
    tablet.post("/api/v1/resume", json={"resume_code": opened.resume_code}, base_url="https://localhost")
    assert tablet.post(SAY, json=text, base_url="https://localhost").status_code == 200
    store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, PASSWORD)
    _, session = store.staff.sign_in("jones", PASSWORD)
    staff = {"Authorization": f"Bearer {session}"}
    assert closed.test_client().post(SAY, json=text, headers=staff).status_code == 200


def test_the_voices_can_be_listed(app, say):
    """The first is the usual one, and each that is listed speaks."""
    listed = app.test_client().get("/api/v1/speech/voices").json
    assert [voice["usual"] for voice in listed["voices"]].index(True) == 0
    assert len(listed["voices"]) >= 8
    assert all(say("Hi.", voice=voice["id"]).status_code == 200 for voice in listed["voices"])


def test_no_word_that_was_read_is_in_a_log(say, caplog):
    """Neither what is read nor what is refused is written down."""
    with caplog.at_level(0):
        say("zebra crossing secret")
        say("zebra crossing secret", voice="none")
        say("zebra " * 400)
    assert "zebra" not in caplog.text
