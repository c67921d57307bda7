"""The evidence of a review: who was asked, how, what came of it, and which duties that shows."""

import io
import json

import jsonschema_rs
import pikepdf
import pytest

from operating.settings import DATA
from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose, State
from records.message import Input, Picked, Said
from tests.records.reading import holds
from tests.web.staff.conftest import WORDS
from tests.web.staff.visitor import Browser

SECRET = ("My nan", "a private hope", "he hits me", "not for others yet", "His gran")


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def parent(store, say):
    """A parent of Sam who has finished."""
    talk = store.conversations.open(
        Audience.PARENT, Purpose.ANNUAL_REVIEW, called="Sam", about="R-17", helper="Mr Ali", adjustments={"size": 2.0}
    ).conversation
    say(talk.id, "important_people", "His gran")
    store.conversations.change(talk.id, state=State.FINISHED)
    return store.conversations.find(talk.id)


@pytest.fixture
def data(browser):
    """The evidence as data."""
    return lambda talk: json.loads(browser.get(f"/portal/records/{talk.id}/evidence/file?format=json").text)


def standing(data):
    return {duty["id"]: duty["standing"] for duty in data["duties"]}


def found(data, duty_id):
    return [found["text"] for duty in data["duties"] if duty["id"] == duty_id for found in duty["found"]]


def test_a_review_shows_who_was_asked_how_and_what_came_of_it(browser, store, talk, parent):
    """Both conversations, their adjustments and helpers, what was passed over, and what was done."""
    store.responses.add(talk.id, "important_people", "Nan comes to the review", "Mx Jones", "2027-05-03")
    browser.enter("jones")
    page = browser.get(f"/portal/records/{talk.id}/evidence").text
    for words in ("Size of everything: 2 times as big", "Mr Ali", "Asked about important_things?", "Skipped",
                  "Nan comes to the review", "(by 3 May 2027)", "Nothing written yet"):  # fmt: skip
        assert words in page
    assert "the views, wishes and feelings of the child or young person and their parent" in page


def test_no_words_of_anybody_are_in_it(browser, talk, parent, unfinished):
    """Not on the page, not on paper, not in the data; not a word of what is still being said."""
    browser.enter("jones")
    for one in (talk, parent, unfinished):
        for rest in ("", "/file?format=html", "/file?format=json"):
            page = browser.get(f"/portal/records/{one.id}/evidence{rest}")
            assert page.status_code == 200
            assert not any(words in page.text for words in (*SECRET, WORDS))


def test_the_pdf_says_the_same_and_can_be_read_aloud(browser, store, talk, parent):
    """It is tagged, holds the duties and what was done, and no words of anybody."""
    store.responses.add(talk.id, "important_people", "Nan comes to the review", "Mx Jones", "2027-05-03")
    browser.enter("jones")
    body = browser.get(f"/portal/records/{talk.id}/evidence/file?format=pdf").data
    with pikepdf.open(io.BytesIO(body)) as file:
        assert file.Root.MarkInfo.Marked
    for words in ("preparing for adulthood", "Asked about important_people?", "Nan comes to the review", "Mr Ali"):
        assert holds("pdf", body, words)
    assert not any(holds("pdf", body, words) for words in SECRET)


def test_the_data_is_as_its_schema_says(browser, data, talk, parent):
    """Other programs can rely on it."""
    browser.enter("jones")
    schema = json.loads((DATA / "schema" / "evidence.schema.json").read_text("utf-8"))
    jsonschema_rs.validate(schema, data(talk))


def test_it_says_who_signed_a_record_off(browser, store, data, talk, parent):
    """On the page, on paper and in the data, as long as the record is as it was signed; of the other one nothing."""
    drawn = Picked(drawing=store.drawings.keep(talk.id, b"a drawing, which is sealed too"))
    message = store.messages.keep(talk.id, Said("m-drawn", "important_people", input=Input.DRAWN, picked=drawn))
    store.answers.keep(talk.id, "important_people", Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
    browser.enter("jones")
    page = f"/portal/records/{talk.id}"
    seal = json.loads(browser.get(f"{page}/file?format=json").text)["seal"]
    browser.send(page, f"{page}/sign-off", seal=seal)
    assert [one["signed"] and one["signed"]["who"] for one in data(talk)["conversations"]] == ["Mx Jones", None]
    for rest in ("", "/file?format=html"):
        assert browser.get(f"{page}/evidence{rest}").text.count("<dt>Checked and signed off</dt>") == 1
    assert holds("pdf", browser.get(f"{page}/evidence/file?format=pdf").data, "Checked and signed off Mx Jones")
    schema = json.loads((DATA / "schema" / "evidence.schema.json").read_text("utf-8"))
    jsonschema_rs.validate(schema, data(talk))
    store.answers.withdraw(talk.id, "important_people")
    assert data(talk)["conversations"][0]["signed"] is None


def test_duties_stand_by_what_was_done(browser, store, data, talk, parent):
    """One side asked is a part; a response moves "you said" on; below Year 9 adulthood is not for this page."""
    browser.enter("jones")
    before = standing(data(talk))
    assert (before["views"], before["outcomes"], before["adulthood"]) == ("shown", "not_yet", "not_here")
    store.conversations.erase(parent.id)
    assert standing(data(talk))["views"] == "partly"
    assert "No views of a parent or carer yet." in found(data(talk), "views")
    store.responses.add(talk.id, "important_people", "Nan comes", "Mx Jones")
    assert standing(data(talk))["outcomes"] == "shown"


def test_from_year_nine_what_was_talked_about_is_named(browser, store, say, data):
    """Each of the four, there or not."""
    talk = store.conversations.open(Audience.YOUNG_TEEN, Purpose.ANNUAL_REVIEW, year_group=9).conversation
    say(talk.id, "job_hopes", "Bus driver")
    store.conversations.change(talk.id, state=State.FINISHED)
    browser.enter("jones")
    assert standing(data(talk))["adulthood"] == "partly"
    assert len(found(data(talk), "adulthood")) == 4


def test_a_young_person_alone_is_enough_for_their_views(browser, store, say, data):
    """Past school age the views are theirs, with a parent or without."""
    talk = store.conversations.open(Audience.YOUNG_PERSON, Purpose.ANNUAL_REVIEW, year_group=13).conversation
    say(talk.id, "important_people", "My band")
    store.conversations.change(talk.id, state=State.FINISHED)
    browser.enter("jones")
    assert standing(data(talk))["views"] == "shown"


def test_a_review_tells_who_has_not_come_yet(browser, store):
    """An invitation that nobody has taken up stands there as such, and nothing counts as shown."""
    review = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, about="R-20")
    store.invitations.make(review.id, Audience.PARENT, "jones")
    browser.enter("jones")
    page = browser.get(f"/portal/reviews/{review.id}/evidence")
    assert "invited, and no conversation of it is here" in page.text
    assert "Nobody has begun yet." in page.text
    assert browser.get("/portal/reviews/none/evidence").status_code == 404


def test_only_those_who_read_records_see_evidence(browser, store, talk):
    """A stranger signs in first, an administrator is refused, another format is none; a look is in the audit."""
    place = f"/portal/records/{talk.id}/evidence"
    assert browser.get(place).status_code == 302
    browser.enter("root")
    assert browser.get(place).status_code == 403
    assert browser.get(f"{place}/file?format=json").status_code == 403
    browser.enter("jones")
    assert browser.get("/portal/records/none/evidence").status_code == 404
    assert browser.get(f"{place}/file?format=exe").status_code == 422
    browser.get(place)
    browser.get(f"{place}/file?format=html")
    assert {"looked at the evidence", "took away the evidence"} <= {entry.did for entry in store.audit.newest(talk.id)}
