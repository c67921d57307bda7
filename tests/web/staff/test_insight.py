"""Insight in the portal and at the API: what many said, counted, and nobody made out."""

import csv
import io
import json
from dataclasses import replace

import jsonschema_rs
import pytest

from operating.settings import DATA
from records.answer import Outcome, Share, Whose
from records.concerns import Level
from records.conversation import Audience, Purpose, State
from records.message import Input, Picked, Said
from tests.web.staff.conftest import PASSWORD
from tests.web.staff.visitor import Browser

API = "/api/v1/insight"
PAGES = ("/portal/insight", "/portal/insight?by=term", "/portal/insight?topic=my_review", "/portal/insight/file",
         "/portal/insight/local-offer")  # fmt: skip


@pytest.fixture
def browser(app):
    app.extensions.pop("mysay_insight", None)
    return Browser(app)


@pytest.fixture
def insight(app, client):
    """What the API gives to a practitioner now."""

    def insight():
        app.extensions.pop("mysay_insight", None)
        login = client.post("/api/v1/staff/login", json={"username": "jones", "password": PASSWORD}).json
        reply = client.get(API, headers={"Authorization": f"Bearer {login['token']}"})
        assert reply.status_code == 200, reply.json
        return reply.json

    return insight


@pytest.fixture
def many(store):
    """Makes conversations that have ended, in each of which the same was chosen; tells the ids."""

    def many(count, choices, audience=Audience.YOUNG_TEEN, share=Share.REVIEW, state=State.FINISHED, **about):
        with store.transaction():  # one commit for all is quicker
            return [one(choices, audience, share, state, **about) for _ in range(count)]

    def one(choices, audience, share, state, **about):
        about = {"called": "Zebedee", "about": "R-secret", "year_group": 8} | about
        talk = store.conversations.open(audience, Purpose.ANNUAL_REVIEW, **about).conversation
        store.answers.asked(talk.id, "take_part", "How?")
        said = Said("m", "take_part", picked=Picked(choices=choices), input=Input.PICTURES)
        message = store.messages.keep(talk.id, said)
        store.answers.keep(talk.id, "take_part", Outcome.ANSWERED, Whose.CHOSEN_PICTURES, message.seq)
        store.answers.share(talk.id, "take_part", share)
        store.conversations.change(talk.id, state=state)
        return talk.id

    return many


def table(insight, name):
    return {row["name"]: row for table in insight["tables"] if table["name"] == name for row in table["rows"]}


def counts(insight):
    return {name: (row["count"], row["of"]) for name, row in table(insight, TAKE_PART).items()}


TAKE_PART = "choice-take_part-own"


def test_what_many_chose_is_counted(insight, many):
    """Each card with how many chose it, at which stage."""
    many(5, ("whole",))
    many(10, ("whole", "send_words"), year_group=12)
    found = table(insight(), TAKE_PART)
    assert (found["whole"]["count"], found["send_words"]["count"]) == (15, 10)
    assert found["send_words"]["by_stage"] == [0, 0, 0, 0, 10, 0]
    assert found["whole"]["by_stage"] == []  # it was everybody


def test_small_numbers_are_withheld_with_what_is_left_of_a_whole(insight, many):
    """Three of twenty, and eighteen of twenty: either tells of a few."""
    many(15, ("whole", "send_words"))
    many(3, ("whole",))
    many(2, ("send_words",))
    found = table(insight(), TAKE_PART)
    assert found["whole"] == found["whole"] | {"count": None, "by_stage": [], "by_term": []}
    assert found["send_words"]["count"] is None


def test_too_few_conversations_tell_nothing(browser, insight, many):
    """Of four nothing is told, not even how many they are."""
    many(4, ("whole",))
    assert insight()["conversations"] is None
    assert insight()["tables"] == []
    browser.enter("root")
    assert "Too few conversations" in browser.get("/portal/insight").text


@pytest.mark.parametrize("kept", [{"share": Share.PRIVATE}, {"share": Share.SCHOOL}, {"state": State.ASKING}])
def test_what_its_owner_keeps_does_not_count(insight, many, kept):
    """Nothing private, nothing for one place alone, and nobody who has not ended."""
    many(10, ("whole",))
    before = counts(insight())
    many(10, ("send_words",), **kept)
    assert counts(insight()) == before


def test_a_cry_for_help_and_what_was_taken_back_do_not_count(store, insight, many):
    """They are in no number."""
    many(10, ("whole",))
    before = counts(insight())
    for number, talk in enumerate(many(10, ("send_words",))):
        if number % 2:
            store.answers.withdraw(talk, "take_part")
        else:
            store.concerns.note(store.messages.of(talk)[0], Level.URGENT, ["hurt"])
    assert counts(insight()) == before


def test_an_answer_counts_as_it_is_now(store, insight, many):
    """Whoever changes their mind is counted once."""
    for talk in many(10, ("whole",)):
        said = Said("later", "take_part", picked=Picked(choices=("send_words",)), input=Input.PICTURES)
        message = store.messages.keep(talk, said)
        store.answers.keep(talk, "take_part", Outcome.ANSWERED, Whose.CHOSEN_PICTURES, message.seq)
    assert {name: row["count"] for name, row in table(insight(), TAKE_PART).items()} == {"send_words": 10}


def test_conversations_come_in_by_fives(insight, many):
    """Whoever compares the count before and after one more has ended learns nothing of it."""
    many(10, ("whole",))
    before = insight()
    many(4, ("send_words",))
    assert insight() == before
    many(1, ("send_words",))
    assert insight()["conversations"] == 15


def test_the_data_is_as_the_api_describes_it(insight, many):
    """The description that is served tells the truth, withheld numbers included."""
    many(17, ("whole",))
    many(3, ("send_words",))
    components = json.loads((DATA / "schema" / "openapi.json").read_text("utf-8"))["components"]
    jsonschema_rs.validate({"$ref": "#/components/schemas/Insight", "components": components}, insight())


def test_parents_are_never_counted_with_children(insight, many):
    """Each has tables of their own."""
    many(5, ("whole",))
    many(10, ("whole",), audience=Audience.PARENT)
    assert table(insight(), TAKE_PART)["whole"]["count"] == 5
    assert table(insight(), "choice-take_part-parents")["whole"]["count"] == 10


def test_adjustments_helpers_and_what_was_done_are_counted(store, insight, many):
    """By name, out of all conversations."""
    talks = many(5, ("whole",), adjustments={"easy_words": True}, helper="Mr Secret")
    many(5, ("whole",))
    for talk in talks:
        store.responses.add(talk, "take_part", "A secret room was found", "Mx Jones")
    found = insight()
    assert (table(found, "adjustment")["easy_words"]["count"], table(found, "helped")[""]["count"]) == (5, 5)
    assert (table(found, "done")["my_review"]["count"], table(found, "done")[""]["of"]) == (5, 10)


def test_no_page_or_file_has_a_name_or_words(browser, store, many):
    """Not of the people, not of their helpers, not what staff wrote about them."""
    for talk in many(10, ("whole",), helper="Mr Secret"):
        store.responses.add(talk, "take_part", "A secret room was found", "Mx Jones")
        store.answers.asked(talk, "important_most", "What?")
        message = store.messages.keep(talk, Said("w", "important_most", "a secret den", input=Input.TYPED))
        store.answers.keep(talk, "important_most", Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
    browser.enter("jones")
    for path in PAGES:
        page = browser.get(path)
        assert page.status_code == 200
        assert "secret" not in page.text.lower()
        assert "Zebedee" not in page.text


def test_each_chart_has_a_name_a_description_and_a_table(browser, many):
    """A screen reader hears what a chart shows, and has the numbers beside it."""
    many(10, ("whole",))
    browser.enter("root")
    page = browser.get("/portal/insight?topic=my_review").text
    assert page.count("<svg") == page.count("<desc") == page.count("<table") > 0


def test_the_spreadsheet_says_where_a_number_is_withheld(browser, many):
    """A row for each line, and a word in the place of a number."""
    many(17, ("whole",))
    many(3, ("send_words",))
    browser.enter("jones")
    body = browser.get("/portal/insight/file").data.decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(body, newline="")) if row[0] == TAKE_PART]
    assert {row[4] for row in rows} == {"withheld"}
    assert {row[5] for row in rows} == {"20"}


def test_the_published_page_has_only_sentences_that_staff_approved(browser, many, app, tmp_path):
    """What stands in the file for it, and never what was written about one child."""
    (tmp_path / "schema").symlink_to(DATA / "schema")
    (tmp_path / "local_offer.yml").write_text(
        'area: "Anyshire"\nyou_said_we_did:\n'
        '  - {said: "Lunch is <loud>.", did: "A quiet room.", approved_by: "The lead", on: "2027-05-03"}\n'
    )
    held = app.extensions["mysay"]
    app.extensions["mysay"] = replace(held, settings=replace(held.settings, data=tmp_path))
    many(10, ("whole",))
    browser.enter("jones")
    page = browser.get("/portal/insight/local-offer")
    (tmp_path / "local_offer.yml").write_text("area: [")
    broken = browser.get("/portal/insight/local-offer")
    app.extensions["mysay"] = held
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert broken.status_code == 409
    assert "local_offer.yml" in broken.text
    assert "Lunch is &lt;loud&gt;." in page.text
    assert "Anyshire" in page.text
    assert "/static/" not in page.text


def test_only_practitioners_and_administrators_look(browser, client, many):
    """A stranger signs in first; a safeguarding lead has no need of it; each look is in the audit."""
    many(10, ("whole",))
    for path in PAGES:
        assert browser.get(path).status_code == 302
    browser.enter("ali")
    for path in PAGES:
        assert browser.get(path).status_code == 403
    assert client.get(API).status_code == 401


def test_looking_is_noted(browser, store, many):
    """Who looked, and who took it away."""
    browser.enter("root")
    for path in PAGES:
        browser.get(path)
    noted = [entry.did for entry in store.audit.newest() if entry.who == "root"]
    assert noted.count("looked at the insight") == 3
    assert {"took away the insight", "took away the page for the Local Offer"} <= set(noted)
