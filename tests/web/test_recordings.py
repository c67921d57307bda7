"""Somebody's own voice over HTTP: kept only where they chose that, played by those who may see the answer."""

import io
import uuid
import wave

import numpy as np
import pytest

from operating.settings import Settings
from records.answer import Outcome, Share, Whose
from records.conversation import Audience, Purpose, State
from records.message import Input, Said
from records.staff import Role
from records.store import Store
from tests.speech import clip, pcm
from web import create_app

PASSWORD = "a long enough password"
QUESTION = "important_people"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The application, asked without a server."""
    home = tmp_path_factory.mktemp("home")
    Store(home / "mysay.db").migrate()
    return create_app(Settings(home, secret_key="only for tests"))


@pytest.fixture
def store(app):
    return app.extensions["mysay"].store


class Person:
    """Somebody who said one answer aloud."""

    def __init__(self, app, adjustments):
        self.store = app.extensions["mysay"].store
        opened = self.store.conversations.open(Audience.PARENT, Purpose.JUST_ME, adjustments=adjustments)
        self.id, self.client = opened.conversation.id, app.test_client()
        self.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {opened.token}"
        self.message_id = self.says("She loves the sea", Input.SPOKEN)
        self.place = f"/api/v1/conversations/{self.id}/answers/{QUESTION}/recording"

    def says(self, words, how):
        """Keeps an answer, as the engine would."""
        message = self.store.messages.keep(self.id, Said(str(uuid.uuid4()), QUESTION, words, input=how))
        self.store.answers.asked(self.id, QUESTION, "Who matters to her?")
        self.store.answers.keep(self.id, QUESTION, Outcome.ANSWERED, Whose.PARENT_VIEW, message.seq)
        return message.said.message_id

    def keeps(self, sound, message_id=None):
        """Sends the sound of an answer."""
        path = f"/api/v1/conversations/{self.id}/recordings/{message_id or self.message_id}"
        return self.client.put(path, data=sound)

    def hears(self, **headers):
        """Plays it."""
        return self.client.get(self.place, headers=headers)


@pytest.fixture
def person(app):
    """Somebody who chose that their voice is kept."""
    return Person(app, {"keep_voice": True})


def problem(answer):
    """The name of the problem that came back, and its status."""
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def test_by_default_no_voice_is_kept(app):
    """Nobody's sound stays unless they chose it, whoever sends it."""
    person = Person(app, {})
    assert problem(person.keeps(pcm("jfk"))) == (409, "voice_not_kept")
    assert person.hears().status_code == 404
    assert person.store.recordings.of(person.id) == frozenset()


@pytest.mark.parametrize("sound", [pcm("austen_0890"), clip("austen_0890").read_bytes()], ids=["samples", "wav"])
def test_a_voice_that_was_chosen_to_be_kept_is_heard_again(person, sound):
    """It comes back as it was said, as a file that any player plays, and is not left in a browser's own store."""
    assert person.keeps(sound).status_code == 204
    heard = person.hears()
    assert (heard.status_code, heard.content_type, heard.headers["Cache-Control"]) == (200, "audio/wav", "no-store")
    with wave.open(io.BytesIO(heard.data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(int)
    assert np.abs(samples - np.frombuffer(pcm("austen_0890"), "<i2")).max() <= 1  # a WAV's are brought to our rate


def test_a_player_may_fetch_a_part(person):
    """Tablets play a sound only from a server that gives parts of it."""
    person.keeps(pcm("austen_0890"))
    part = person.hears(Range="bytes=100-199")
    assert (part.status_code, len(part.data)) == (206, 100)
    assert part.data == person.hears().data[100:200]


@pytest.mark.parametrize(
    ("sound", "expected"),
    [(b"", (422, "no_sound")), (b"\x1aE\xdf\xa3" + bytes(900), (422, "not_sound")),
     (bytes(200 * 32_000), (413, "too_long_to_hear")), (bytes(21_000_000), (413, "too_large"))],
    ids=["nothing", "webm", "more than three minutes", "far too large"],
)  # fmt: skip
def test_what_is_no_voice_is_refused_in_plain_words(person, sound, expected):
    """As with sound that is to be heard."""
    assert problem(person.keeps(sound)) == expected
    assert person.hears().status_code == 404


def test_only_a_spoken_answer_of_ones_own_has_a_voice(app, person):
    """Not what was typed, not what was never sent, not another person's."""
    assert problem(person.keeps(pcm("jfk"), str(uuid.uuid4()))) == (404, "no_answer")
    assert problem(person.keeps(pcm("jfk"), person.says("typed", Input.TYPED))) == (404, "no_answer")
    stranger = Person(app, {"keep_voice": True})
    assert problem(stranger.client.get(person.place)) == (403, "wrong_token")
    assert problem(stranger.client.delete(person.place)) == (403, "wrong_token")
    assert problem(stranger.keeps(pcm("jfk"), person.message_id)) == (404, "no_answer")


def test_the_sound_can_be_taken_away_and_the_words_stay(person):
    """By a program, or by the button on the page of answers, which needs no script."""
    for take_away in (
        lambda: person.client.delete(person.place),
        lambda: person.client.post(f"/talk/{person.id}/review", data={"do": "silence", "question_id": QUESTION}),
    ):
        assert person.keeps(pcm("jfk")).status_code == 204
        assert b"<audio" in person.client.get(f"/talk/{person.id}/review").data
        assert take_away().status_code in {204, 303}
        assert person.hears().status_code == 404
        page = person.client.get(f"/talk/{person.id}/review").text
        assert "<audio" not in page
        assert "She loves the sea" in page


@pytest.fixture
def staff(app, store):
    """A browser in which a practitioner is signed in."""
    name = f"jones-{uuid.uuid4()}"
    store.staff.add(name, "Mrs Jones", Role.PRACTITIONER, PASSWORD)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {store.staff.sign_in(name, PASSWORD)[1]}"
    return client


def test_staff_hear_what_they_may_read_and_nothing_else(person, staff):
    """Once it is shared, and as long as its owner lets them; each playing is in the audit."""
    person.keeps(pcm("jfk"))
    place = f"/portal/records/{person.id}/recordings/{QUESTION}"
    assert staff.get(place).status_code == 409
    person.store.conversations.change(person.id, state=State.FINISHED)
    assert person.client.get(place).status_code in {302, 401, 403}
    assert f'src="{place}"' in staff.get(f"/portal/records/{person.id}").text
    assert staff.get(place).data == person.hears().data
    assert next(entry.did for entry in person.store.audit.newest()) == "heard a recording"
    for share in (Share.PRIVATE, Share.PARENTS, Share.CHOSEN):
        person.store.answers.share(person.id, QUESTION, share)
        assert staff.get(place).status_code == 404
        assert place not in staff.get(f"/portal/records/{person.id}").text


@pytest.mark.parametrize("part", ["bytes=1-", "bytes=-1000"])
def test_whoever_asks_for_a_part_alone_is_in_the_audit_too(person, staff, part):
    """A player fetches bit by bit and is noted once; nobody hears all but the beginning unseen."""
    person.keeps(pcm("jfk"))
    person.store.conversations.change(person.id, state=State.FINISHED)
    place = f"/portal/records/{person.id}/recordings/{QUESTION}"
    for _ in range(2):
        assert staff.get(place, headers={"Range": part}).status_code == 206
        assert [entry.did for entry in person.store.audit.newest(person.id)].count("heard a recording") == 1


def test_no_export_holds_a_voice(person, staff):
    """What is taken away is words alone."""
    person.keeps(pcm("jfk"))
    person.store.conversations.change(person.id, state=State.FINISHED)
    with_voice = [file(staff, person, name) for name in ("json", "csv", "html", "text")]
    person.client.delete(person.place)
    assert [file(staff, person, name) for name in ("json", "csv", "html", "text")] == with_voice


def file(staff, person, name):
    """A record as a file."""
    answer = staff.get(f"/portal/records/{person.id}/file?format={name}")
    assert answer.status_code == 200
    return answer.data
