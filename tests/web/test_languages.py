"""Languages without an engine: how one is chosen, what it changes, and what stays English."""

import re
from dataclasses import replace

import pytest

from operating.settings import Settings
from records.conversation import Audience, Purpose
from records.exports.labels import day
from records.retention import after
from tests.web.conftest import NOWHERE
from web import create_app

CONVERSATIONS = "/api/v1/conversations"


@pytest.fixture(scope="module")
def whole_app(tmp_path_factory):
    """A MySay with Welsh on, whose engine is away."""
    home = tmp_path_factory.mktemp("home")
    made = create_app(Settings(home, secret_key="only for tests", engines=(NOWHERE,), languages=("en-GB", "cy")))
    yield made
    made.extensions["mysay"].speaker.pool.close()


@pytest.fixture
def client(whole_app, store):
    whole_app.extensions["mysay"] = replace(whole_app.extensions["mysay"], store=store)
    made = whole_app.test_client()
    made.environ_base = {**made.environ_base, "wsgi.url_scheme": "https"}
    return made


@pytest.fixture
def opened(store):
    """Opens a conversation with adjustments; its path and the header that opens it."""

    def open_one(**adjustments):
        made = store.conversations.open(Audience.CHILD_PRIMARY, Purpose.JUST_ME, adjustments=adjustments)
        return made.conversation.id, {"Authorization": f"Bearer {made.token}"}

    return open_one


def of_page(reply):
    """The language and the direction of a page."""
    return re.search(r'<html lang="([^"]*)" dir="([^"]*)"', reply.text).groups()


def test_a_device_chooses_its_language_before_a_conversation(client):
    """The choice is remembered for the pages that follow, and leaves the address."""
    assert of_page(client.get("/")) == ("en-GB", "ltr")
    chosen = client.get("/?who=parent&lang=cy")
    assert (chosen.status_code, chosen.location) == (303, "/?who=parent")
    form = client.get("/?who=parent")
    assert of_page(form) == ("cy", "ltr")
    assert "Beth yw enw eich plentyn?" in form.text
    assert "Cyfieithiad drafft yw hwn." in form.text
    assert of_page(client.get("/resume")) == ("cy", "ltr")
    client.get("/?lang=en-GB")
    assert "draft translation" not in client.get("/").text


def test_a_language_that_is_not_on_is_not_spoken(client):
    """Neither a link nor an adjustment turns on what the installation has not."""
    assert of_page(client.get("/?lang=fr")) == ("en-GB", "ltr")
    client.set_cookie("mysay_adjust", "language=fr")
    assert of_page(client.get("/")) == ("en-GB", "ltr")


def test_one_language_alone_is_offered_nowhere(tmp_path):
    """As MySay ships, nobody meets a choice that is none."""
    alone = create_app(Settings(tmp_path, secret_key="only for tests", engines=(NOWHERE,))).test_client()
    for path in ("/", "/adjust"):
        assert "lang=" not in alone.get(path).text.partition("<body>")[2]


def test_a_conversation_keeps_its_language_wherever_it_is_opened(client, opened):
    """What it holds, and what is wrong, is told in it; the API has the same."""
    conversation_id, token = opened(language="cy")
    view = client.get(f"{CONVERSATIONS}/{conversation_id}", headers=token).json
    assert view["current"]["text"] == "Am beth wnawn ni siarad yn gyntaf?"
    assert view["progress"]["topics"][0]["title"]
    adjusting = client.get(f"/talk/{conversation_id}/adjust", headers=token)
    assert of_page(adjusting) == ("cy", "ltr")
    assert 'lang="en-GB">English' in adjusting.text
    wrong = client.patch(f"{CONVERSATIONS}/{conversation_id}/answers/about_good_at", json={}, headers=token)
    assert "Gwiriwch" in wrong.json["detail"]


def test_the_language_is_changed_in_the_middle(client, opened):
    """What was said before is told in the new one too, since it is kept by reference."""
    conversation_id, token = opened()
    path = f"/talk/{conversation_id}/adjust"
    assert client.post(path, data={"set": "language=cy"}, headers=token).status_code == 303
    assert of_page(client.get(path, headers=token)) == ("cy", "ltr")
    client.post(path, data={"set": "language=en-GB"}, headers=token)
    assert of_page(client.get(path, headers=token)) == ("en-GB", "ltr")


def test_days_are_told_in_the_language_of_the_conversation(client, store, opened):
    """In one's own copy, and where it says how long it is kept; in English as before."""
    assert (day("2027-05-03"), day("2027-05-03", "cy")) == ("3 May 2027", "3 Mai 2027")
    conversation_id, token = opened(language="cy")
    made = store.conversations.find(conversation_id)
    copy = client.get(f"{CONVERSATIONS}/{conversation_id}/record?format=text", headers=token).text
    assert day(made.created, "cy") in copy
    assert day(after(made.changed, 12), "cy") in client.get(f"/talk/{conversation_id}/copy", headers=token).text


def test_questions_are_listed_in_a_language(client):
    """What nobody has translated is English, and says so."""
    listed = client.get("/api/v1/questions?audience=child_primary&lang=cy").json
    questions = [question for topic in listed["topics"] for question in topic["questions"]]
    assert listed["language"] == "cy"
    assert questions[0]["text"] == "Beth wyt ti'n dda am ei wneud?"
    assert "language" not in questions[0]
    assert {question.get("language") for question in questions} <= {None, "en-GB"}
    assert client.get("/api/v1/questions?audience=child_primary&lang=fr").status_code == 422


@pytest.mark.process
def test_a_sentence_is_read_by_a_voice_that_speaks_its_language(client):
    """An English voice that was chosen gives way to a Welsh one for Welsh, and the other way round."""
    say = lambda **more: client.post("/api/v1/speech/synthesise", json={"text": "Bore da, sut wyt ti?", **more}).json  # noqa: E731
    english, welsh = say(), say(language="cy")
    assert welsh["audio"] != english["audio"]
    assert say(language="cy", voice="warm")["audio"] == welsh["audio"]
    assert say(voice="clir")["audio"] == english["audio"]
    assert [voice["id"] for voice in client.get("/api/v1/speech/voices?lang=cy").json["voices"]] == ["clir", "disglair"]
    assert client.get("/api/v1/speech/voices").json["voices"][0]["id"] == "clear"


def test_staff_have_what_their_browser_asks_for_or_what_they_chose(client):
    """Their own choice counts more than the browser's, and is theirs alone."""
    asked = {"Accept-Language": "cy, en;q=0.5"}
    assert of_page(client.get("/portal/sign-in")) == ("en-GB", "ltr")
    welsh = client.get("/portal/sign-in", headers=asked)
    assert of_page(welsh) == ("cy", "ltr")
    assert "Enw defnyddiwr" in welsh.text
    assert client.get("/portal/sign-in?lang=en-GB", headers=asked).status_code == 303
    assert of_page(client.get("/portal/sign-in", headers=asked)) == ("en-GB", "ltr")
    assert of_page(client.get("/", headers=asked)) == ("en-GB", "ltr")
