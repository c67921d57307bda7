"""When somebody may not be safe: the full response wherever it is said, and the words nowhere but with the lead."""

import uuid
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from records.conversation import Audience
from records.exports import FORMATS
from records.staff import Role
from records.store import Store
from tests.journeys.visitor import PHONE
from tests.person import API, Person, call
from tests.records.reading import holds

AUDIENCES = [audience.value for audience in Audience]
CRIES = {
    "child_early": "daddy hits me with his belt",
    "child_primary": "my step dad hits me and it hurts",
    "young_teen": "my uncle keeps touching me and i want to die",
    "young_person": "my boyfriend hits me and i want to kill myself",
    "parent": "his dad beats him and me with a belt",
}
HELP = {
    "child_early": "0800 1111",
    "child_primary": "0800 1111",
    "young_teen": "0800 1111",
    "young_person": "116 123",
    "parent": "0808 800 5000",
}
WORRIES = {
    "child_early": "i hide when mummy and daddy shout",
    "child_primary": "i feel frightened in my house",
    "young_teen": "dont wanna go back to my dads, its not safe there",
    "young_person": "I don't feel safe living there any more",
    "parent": "I am worried that he is not safe at his dad's",
}
PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Place:
    """Somewhere a cry for help is said: what came before it, and the reply to it."""

    person: Person
    reply: dict


def in_an_answer(base, audience, cry):
    person = Person.asked(base, audience, year_group=YEARS[audience])
    return Place(person, person.say(cry, question_id=person.question).json)


def in_a_wish(base, audience, cry):
    person = Person.asked(base, audience, year_group=YEARS[audience])
    return Place(person, person.say(f"can we skip this one, {cry}", question_id=person.question).json)


def at_a_menu(base, audience, cry):
    person = Person.starts(base, audience, year_group=YEARS[audience])
    return Place(person, person.say(cry, question_id="choose_topic").json)


def in_a_correction(base, audience, cry):
    person = Person.asked(base, audience, year_group=YEARS[audience])
    question = person.question
    person.say("playing outside with my dog", question_id=question)
    return Place(person, person.call("PATCH", f"/answers/{question}", {"text": cry}).json)


def after_the_end(base, audience, cry):
    person = Person.asked(base, audience, year_group=YEARS[audience])
    question = person.question
    person.say("playing outside with my dog", question_id=question)
    person.call("PATCH", "", {"state": "finished"})
    return Place(person, person.call("PATCH", f"/answers/{question}", {"text": cry}).json)


YEARS = {"child_early": 1, "child_primary": 5, "young_teen": 9, "young_person": 14, "parent": 6}
PLACES = (in_an_answer, in_a_wish, at_a_menu, in_a_correction, after_the_end)


@pytest.fixture(scope="module")
def staff(running):
    """Signed-in staff of this installation, by role: their tokens."""
    store, tokens = Store(running.home / "mysay.db"), {}
    for role in (Role.PRACTITIONER, Role.SAFEGUARDING_LEAD):
        name = f"{role.value[:6]}-{uuid.uuid4().hex[:6]}"
        store.staff.add(name, "Mx Ali", role, PASSWORD)
        signed_in = call(running.base, "POST", f"{API}/staff/login", {"username": name, "password": PASSWORD})
        tokens[role] = signed_in.json["token"]
    return tokens


def concerns_of(running, staff, person):
    """What the safeguarding lead reads of one conversation."""
    found = call(running.base, "GET", f"{API}/concerns", token=staff[Role.SAFEGUARDING_LEAD]).json["concerns"]
    return [concern for concern in found if concern["conversation_id"] == person.id]


@pytest.mark.engine
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_whole_response_comes_wherever_it_is_said(running, bank, staff, place, audience):
    """Calm thanks, the truth about who knows, help that fits, a choice what comes next, and no question about it."""
    said = place(running.base, audience, CRIES[audience])
    told = [message["text"] for message in said.reply["messages"]]
    assert said.reply["understood_as"] == "concern"
    for name in ("safety_urgent", "safety_not_told", "safety_offer"):
        assert bank.text(name, Audience(audience)) in told
    assert HELP[audience] in " ".join(told)
    assert "999" in " ".join(told)
    assert "?" not in " ".join(told)
    assert concerns_of(running, staff, said.person)[0]["words"].endswith(CRIES[audience])


@pytest.mark.engine
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_words_are_nowhere_but_with_the_lead(running, staff, place, audience):
    """In no export, own copy, list of answers, transcript or log; and read by nobody but the safeguarding lead."""
    mark = f"zq{uuid.uuid4().hex[:10]}"
    person = place(running.base, audience, f"{CRIES[audience]} {mark}").person
    person.call("PATCH", "", {"state": "finished"})
    seen = [("json", person.call("GET")), ("json", person.call("GET", "/answers"))]
    seen += [(name, person.call("GET", f"/record?format={name}")) for name in FORMATS]
    practitioner = staff[Role.PRACTITIONER]
    record = f"{API}/records/{person.id}"
    seen += [(name, call(running.base, "GET", f"{record}?format={name}", token=practitioner)) for name in FORMATS]
    assert {reply.status for _, reply in seen} == {200}
    assert not [name for name, reply in seen if holds(name, reply.body, mark)]
    assert mark not in running.log.read_text()
    assert call(running.base, "GET", f"{API}/concerns", token=practitioner).status == 403
    [concern] = concerns_of(running, staff, person)
    assert (concern["level"], mark in concern["words"]) == ("urgent", True)


@pytest.mark.engine
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_person_carries_on_and_is_treated_as_before(running, bank, audience):
    """The next question is an ordinary one, answers are kept and thanked for, and wishes are granted."""
    person = in_an_answer(running.base, audience, CRIES[audience]).person
    assert person.question == "safety"
    going_on = person.say(question_id="safety", choice="carry_on").json
    assert [message["kind"] for message in going_on["messages"]] == ["question"]
    asked = person.question
    thanked = person.say("playing outside with my dog and my cousin", question_id=asked).json
    assert (thanked["understood_as"], thanked["messages"][0]["kind"]) == ("answer", "info")
    assert person.answers[asked]["text"] == "playing outside with my dog and my cousin"
    assert person.say("why do you ask that").json["understood_as"] == "explain_why"
    assert bank.text("safety_urgent", Audience(audience)) not in str(person.view["messages"])


@pytest.mark.engine
@pytest.mark.parametrize(("choice", "state"), [("pause", "paused"), ("stop", "stopped")])
def test_the_person_may_rest_or_stop_instead(running, choice, state):
    """Either is one tap away, and both leave everything as it is."""
    person = in_an_answer(running.base, "child_primary", CRIES["child_primary"]).person
    assert person.say(question_id="safety", choice=choice).json["state"] == state


@pytest.mark.engine
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_worry_is_noted_gently_and_the_answer_stays(running, bank, staff, audience):
    """The words stay in the answer, the person is told of the note, and the questions go on."""
    person = Person.asked(running.base, audience)
    asked = person.question
    reply = person.say(WORRIES[audience], question_id=asked).json
    assert reply["understood_as"] == "answer"
    assert reply["messages"][0]["text"] == bank.text("safety_worry", Audience(audience))
    assert person.answers[asked]["text"] == WORRIES[audience]
    assert person.question not in {asked, "safety"}
    assert [(c["level"], c["words"]) for c in concerns_of(running, staff, person)] == [("worry", WORRIES[audience])]


@pytest.mark.engine
@pytest.mark.browser
@pytest.mark.parametrize("audience", ["child_early", "young_person"])
def test_the_safety_page_is_calm_and_leads_on(running, bank, visit, audience, tmp_path):
    """In the browser: what to know, whom to call, three ways on and nothing else to do; then the questions go on."""
    visitor = visit(running, PHONE)
    visitor.start(audience, topic="important")
    visitor.say(CRIES[audience])
    expect(visitor.asked).to_have_attribute("data-question", "safety")
    said = visitor.page.locator("[data-part=said]")
    for name in ("safety_urgent", "safety_not_told"):
        expect(said).to_contain_text(bank.text(name, Audience(audience)))
    expect(said).to_contain_text("999")
    expect(visitor.page.locator("#reply button[name=choice]")).to_have_count(3)
    assert CRIES[audience] not in visitor.page.content()
    visitor.page.screenshot(path=tmp_path / f"{audience}.png", full_page=True)
    visitor.press("#reply button[value=carry_on]")
    assert visitor.question.startswith("important_")
