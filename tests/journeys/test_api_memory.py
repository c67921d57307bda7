"""Follow-ups and memory over the HTTP API, with the real engine."""

import pytest

from records.staff import Role
from records.store import Store
from tests.person import API, Person, call, new_id

pytestmark = pytest.mark.engine

PASSWORD = "a long enough password"
DID = "You joined art club, since the hall was free."


@pytest.fixture(scope="module")
def staff(running):
    """The token of a practitioner."""
    Store(running.home / "mysay.db").staff.add("memory.jones", "Mrs Jones", Role.PRACTITIONER, PASSWORD)
    signing_in = {"username": "memory.jones", "password": PASSWORD}
    return call(running.base, "POST", f"{API}/staff/login", signing_in).json["token"]


@pytest.fixture
def before(running):
    """Somebody who said two things, kept one of them private, and finished."""
    person = Person.asked(running.base, called="Sam", about="R-memory")
    person.say("painting dragons on everything I can find", question_id="about_good_at")
    person.say("nobody may know that I like ballet", question_id=person.question)
    private = next(name for name in person.answers if name != "about_good_at")
    person.call("PATCH", f"/answers/{private}", {"share": "private"})
    person.call("PATCH", "", {"state": "finished"})
    return person


def texts(reply):
    """What was said back."""
    return [message["text"] for message in reply.json["messages"]]


def test_a_short_answer_is_followed_up_in_the_person_s_own_words(running):
    """The same after sending again and on a new device; answered, it stands after its question, worded as shown."""
    person, message_id = Person.asked(running.base), new_id()
    first = person.say("  Drawing!! ", message_id, question_id="about_good_at")
    follow_up = first.json["messages"][-1]
    assert follow_up["question_id"] == "about_good_at__more"
    assert "“Drawing”" in follow_up["text"]
    assert person.say("  Drawing!! ", message_id, question_id="about_good_at").body == first.body
    assert person.view["current"]["text"] == follow_up["text"]
    assert texts(person.say(choice="repeat"))[-1] == follow_up["text"]
    person.say("mostly comics about my dog and my nan")
    assert person.question != "about_good_at__more"
    added = list(person.answers.values())[1]
    assert (added["question_id"], added["topic"], added["asked"]) == (
        "about_good_at__more", "about_me", follow_up["text"],
    )  # fmt: skip


def test_a_follow_up_survives_a_restart(own_running):
    """When every part has died and come back, the same follow-up waits, and it can be answered."""
    person, words = Person.asked(own_running.base), "  dragons 🐉 and comics"
    told = person.say(words, question_id="about_good_at").json["messages"][-1]["text"]
    assert "“dragons 🐉 and comics”" in told
    for part in ("engine", "actions", "web"):
        own_running.kill(part)
    own_running.wait_ready()
    assert person.view["current"]["text"] == told
    assert person.insists("mostly green ones, with very long tails").status == 200
    assert [answer["asked"] for answer in person.answers.values()][1] == told


def test_words_that_were_erased_are_in_no_follow_up(running):
    """Once the answer is withdrawn, neither the question nor the files hold its words."""
    person = Person.asked(running.base)
    person.say("Zebrafishing", question_id="about_good_at")
    assert person.question == "about_good_at__more"
    person.say("it is calm")
    person.call("DELETE", "/answers/about_good_at")
    assert "Zebrafishing" not in person.call("GET").body.decode()
    assert person.answers["about_good_at__more"]["asked"]
    assert not any(b"Zebrafishing" in path.read_bytes() for path in running.home.rglob("*") if path.is_file())


def test_what_was_said_is_read_back_with_what_was_done(running, staff, before):
    """Whoever has the code hears their own shared words, and what came of them; then they are asked how it is now."""
    responses = f"{API}/records/{before.id}/responses"
    done = {"question_id": "about_good_at", "did": DID, "by_when": "2027-05-03"}
    assert call(running.base, "POST", responses, done, staff).status == 201
    person = Person.starts(running.base, about="R-memory", earlier_code=before.resume_code)
    assert person.view["called"] == "Sam"
    told = texts(person.say(question_id="choose_topic", choice="any_order"))
    assert any("“painting dragons on everything I can find”" in text and DID in text for text in told)
    assert "ballet" not in person.call("GET").body.decode()
    assert person.question == "better_same_worse"
    before.call("DELETE", "/answers/about_good_at")
    assert "dragons" not in person.call("GET").body.decode()


@pytest.mark.parametrize("audience", ["young_teen", "parent"])
def test_a_reference_alone_reads_nothing_back(running, before, audience):
    """Anybody may know what a person is called by on paper."""
    person = Person.starts(running.base, audience, about="R-memory")
    person.say(question_id="choose_topic", choice="any_order")
    shown = person.call("GET").body.decode()
    assert "dragons" not in shown
    assert "what_changed" not in shown


@pytest.mark.parametrize(
    "fields", [{"audience": "parent"}, {"about": "somebody else"}, {"earlier_code": "AAAA-AAAA"}], ids=str
)
def test_a_code_that_does_not_fit_opens_nothing(running, before, fields):
    """A parent cannot have a child's words read back, nor anybody with another reference or a guessed code."""
    opening = {"audience": "young_teen", "earlier_code": before.resume_code, **fields}
    assert call(running.base, "POST", f"{API}/conversations", opening).problem == "wrong_code"


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"question_id": "about_good_at"}, 422), ({"question_id": "about_good_at", "did": " "}, 422),
     ({"question_id": "about_good_at", "did": DID, "by_when": "soon"}, 422), ({"question_id": "no", "did": DID}, 404),
     ({"question_id": "about_good_at", "did": "x" * 1_001}, 413), ([], 400)],
)  # fmt: skip
def test_a_response_is_to_an_answer_in_plain_words(running, staff, before, fields, status):
    """What is missing, unknown or too long is refused, and nothing is kept."""
    assert call(running.base, "POST", f"{API}/records/{before.id}/responses", fields, staff).status == status


def test_a_private_answer_cannot_be_responded_to(running, staff, before):
    """Not even that it exists is told."""
    private = next(name for name in before.answers if name != "about_good_at")
    fields = {"question_id": private, "did": DID}
    assert call(running.base, "POST", f"{API}/records/{before.id}/responses", fields, staff).status == 404


def test_only_staff_write_down_what_was_done(running, staff, before):
    """A participant's token is refused, and each response is in the audit, without its words."""
    responses, fields = f"{API}/records/{before.id}/responses", {"question_id": "about_good_at", "did": DID}
    assert call(running.base, "POST", responses, fields).status == 401
    assert call(running.base, "POST", responses, fields, before.token).status == 401
    assert call(running.base, "POST", responses, fields, staff).status == 201
    entries = Store(running.home / "mysay.db").audit.newest(before.id)
    assert [(entry.who, entry.detail) for entry in entries if entry.did == "wrote what was done"] == [
        ("memory.jones", "about_good_at")
    ]
