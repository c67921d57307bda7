"""What a practitioner puts together, in a real browser: two views side by side, evidence, insight; open to everyone."""

import uuid
from contextlib import suppress

import pytest
from playwright.sync_api import expect

from records.answer import Outcome, Whose
from records.conversation import Audience, Purpose, State
from records.message import Input, Picked, Said
from records.staff import Role, UsernameTaken
from records.store import Store
from tests.journeys.test_practitioner import PASSWORD, download, faults, sign_in

pytestmark = [pytest.mark.engine, pytest.mark.browser]


DESK, PHONE = (1280, 800), (390, 844)


@pytest.fixture
def page(chromium, request):
    width, height = getattr(request, "param", PHONE)  # where things are narrow, faults are found
    context = chromium.new_context(viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


@pytest.fixture
def store(running):
    """The store of the running MySay, with a practitioner."""
    store = Store(running.home / "mysay.db")
    with suppress(UsernameTaken):
        store.staff.add("gathering", "Mx Gathering", Role.PRACTITIONER, PASSWORD)
    return store


@pytest.fixture
def family(store):
    """Somebody in this year group and their parent, both finished: the id of the first."""

    def family(audience, year_group):
        about = f"R-{uuid.uuid4().hex[:8]}"
        theirs = talk(audience, about, year_group, "My nan", ("whole",))
        talk(Audience.PARENT, about, year_group, "His gran, above all", ("online",))
        return theirs

    def talk(audience, about, year_group, words, choices):
        opened = store.conversations.open(
            audience, Purpose.ANNUAL_REVIEW, called="Sam", about=about, year_group=year_group
        )
        talk = opened.conversation.id
        with store.transaction():
            say(talk, "important_people", Said("a", "important_people", words, input=Input.SPOKEN))
            say(talk, "take_part", Said("b", "take_part", picked=Picked(choices=choices), input=Input.PICTURES))
            say(talk, "hope_later", Said("c", "hope_later", "skip"), Outcome.SKIPPED)
            store.responses.add(talk, "take_part", "There is a chair for you", "Mx Jones")
            store.conversations.change(talk, state=State.FINISHED)
        return talk

    def say(talk, question_id, said, outcome=Outcome.ANSWERED):
        store.answers.asked(talk, question_id, f"Asked about {question_id}?")
        store.answers.keep(talk, question_id, outcome, Whose.OWN_WORDS, store.messages.keep(talk, said).seq)

    return family


@pytest.fixture
def looked_at(page):
    """Says that axe finds nothing on the page as it is, and that nothing leads off it sideways."""

    def looked_at():
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    return looked_at


@pytest.mark.parametrize("page", [DESK, PHONE], indirect=True, ids=["desk", "phone"])
def test_two_views_stand_side_by_side_or_apart(running, page, store, family, looked_at):
    """From a record a child's and a parent's views are found beside each other; a student's open by a reason alone."""
    child, student = family(Audience.CHILD_PRIMARY, 5), family(Audience.YOUNG_PERSON, 12)
    sign_in(page, running.base, "gathering")
    page.goto(f"{running.base}/portal/records/{child}")
    page.get_by_role("link", name="Side by side").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Side by side: Sam")
    expect(page.get_by_text("Only Sam chose “Come to all of it”.")).to_be_visible()
    own, parent = (page.locator(f".view.{side}").first.bounding_box() for side in ("own", "parent"))
    beside = page.viewport_size["width"] > 1000
    assert (own["x"] < parent["x"] and own["y"] == parent["y"]) if beside else own["y"] < parent["y"]
    looked_at()
    paper = download(page, "Web page to print").decode()

    page.goto(f"{running.base}/portal/records/{student}/side-by-side")
    expect(page.get_by_text("These views stand apart")).to_be_visible()
    assert page.get_by_text("My nan").count() == 0
    looked_at()
    page.get_by_label("Why both are needed").press_sequentially("The tribunal asked for both")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show both").press("Enter")
    expect(page.get_by_text("My nan")).to_be_visible()
    page.goto("about:blank")
    page.set_content(paper)
    looked_at()


def test_evidence_is_shown_and_taken_away(running, page, store, family, looked_at):
    """The duties with what shows them, on the page and on paper."""
    child = family(Audience.CHILD_PRIMARY, 5)
    sign_in(page, running.base, "gathering")
    page.goto(f"{running.base}/portal/records/{child}")
    page.get_by_role("link", name="Evidence").click()
    expect(page.get_by_text("There is a chair for you").first).to_be_visible()
    expect(page.get_by_text("Nothing written yet").first).to_be_visible()
    assert "My nan" not in page.content()
    looked_at()
    paper = download(page, "Web page, to print").decode()
    page.goto("about:blank")
    page.set_content(paper)
    looked_at()


def test_insight_is_open_to_everyone(running, page, store, family, looked_at):
    """Charts and tables, by stage and by term, and the page that is published."""
    for _ in range(6):
        family(Audience.YOUNG_TEEN, 8)
    sign_in(page, running.base, "gathering")
    page.get_by_role("link", name="Insight").click()
    expect(page.get_by_role("img", name="Who took part")).to_be_visible()
    looked_at()
    page.get_by_role("link", name="My review").click()
    page.get_by_role("link", name="Over time, by term").click()
    expect(page.get_by_role("link", name="Over time, by term")).to_have_attribute("aria-current", "true")
    looked_at()
    published = download(page, "page for the Local Offer").decode()
    page.goto("about:blank")
    page.set_content(published)
    looked_at()
