"""From an invitation to an exported record in a real browser: a practitioner, a child and a parent, each elsewhere."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from records.exports.as_json import from_json
from records.store import Store
from tests.journeys.test_practitioner import download, faults, sign_in, staff  # noqa: F401  # a fixture
from tests.journeys.visitor import DESK, PHONE, TABLET, Visitor
from tests.person import API, Person, call

pytestmark = [pytest.mark.engine, pytest.mark.browser]

OWN = "What do you like at lunch?"
WORDS = "Chips 🍟 & <b>peas</b>, =1+1"


@pytest.fixture
def jones(running, visit, staff):  # noqa: F811
    """A practitioner at a desk, on the list of reviews."""
    desk = visit(running, DESK)
    sign_in(desk.page, running.base)
    desk.page.goto(f"{running.base}/portal/reviews")
    return desk.page


def prepare(page: Page, called: str) -> dict[str, str]:
    """A child and a parent are invited by keyboard alone; the codes by whose they are."""
    page.get_by_role("link", name="Prepare a conversation").press("Enter")
    expect(page.get_by_label("Name to be called")).to_be_focused()
    page.keyboard.type(called)
    page.get_by_label("School year").select_option("5")
    page.get_by_label("Who will help them").fill("Mr Bell")
    page.locator("summary", has_text="How the page is shown").press("Enter")
    page.get_by_label("How big?").select_option("1.5")
    page.locator("summary", has_text="Questions of your own").press("Enter")
    page.get_by_label("Question 1", exact=True).fill(OWN)
    assert faults(page) == []
    page.get_by_role("button", name="Prepare and invite").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Both are ready to give out")
    child, parent = page.locator(".big-code").all_inner_texts()
    return {"child": child, "parent": parent}


def comes_by(visitor: Visitor, code: str) -> Visitor:
    """Opens the link as a camera or a message does, and begins."""
    visitor.page.goto(f"{visitor.base}/join/{code}")
    assert code not in visitor.page.url
    assert faults(visitor.page) == []
    visitor.page.click("button.go")
    visitor.page.click("a.go")
    return visitor


def test_from_an_invitation_to_a_record(running, visit, jones):
    """The child's page is as it was prepared, their words stand in the record, and only numbers were seen before."""
    called = f"Sam {uuid.uuid4().hex[:8]}"
    codes = prepare(jones, called)
    assert faults(jones) == []

    child = comes_by(visit(running, TABLET), codes["child"])
    expect(child.page.locator("html")).to_have_attribute("data-size", "1.5")
    expect(child.page.get_by_text("Someone is helping me").first).to_be_visible()
    child.press("#reply button[value=own_questions]")
    assert child.heading == OWN
    child.say(WORDS)

    jones.get_by_role("link", name=f"Review of {called}").click()
    expect(jones.get_by_text("1 of").first).to_be_visible()
    assert "Chips" not in jones.content()
    assert faults(jones) == []

    child.wish("stop")
    expect(child.page.get_by_role("heading", level=1)).to_have_text(child.words("stopped_heading"))
    jones.reload()
    jones.get_by_role("link", name="Read the record").click()
    expect(jones.get_by_role("heading", name=OWN)).to_be_visible()
    assert jones.locator("blockquote").first.evaluate("quote => quote.textContent") == WORDS
    record = from_json(download(jones, "JSON").decode())
    assert [(line.asked, line.words) for line in record.lines if line.words] == [(OWN, WORDS)]
    assert record.helper == "Mr Bell"

    parent = comes_by(visit(running, PHONE), codes["parent"])
    talks = {side: parent.store.conversations.find(visitor.id) for side, visitor in (("c", child), ("p", parent))}
    assert talks["c"].about == talks["p"].about
    assert talks["p"].audience.value == "parent"


def test_a_used_code_says_what_to_do(running, visit, jones):
    """Whoever opens the link again is led to their own code; the practitioner sees who has begun."""
    codes = prepare(jones, f"Sam {uuid.uuid4().hex[:8]}")
    comes_by(visit(running, TABLET), codes["child"])
    late = visit(running, PHONE)
    assert late.page.goto(f"{running.base}/join/{codes['child']}").status == 410
    assert faults(late.page) == []
    late.page.click("a[href='/resume']")
    expect(late.page.get_by_role("heading", level=1)).to_have_text(late.words("resume_heading"))
    late.faults.clear()  # Chromium notes each status of 400 and more


def test_the_sheets_open_beside_the_page(running, visit, jones):
    """One a person, without a fault, with a square to point a camera at."""
    codes = prepare(jones, f"Sam {uuid.uuid4().hex[:8]}")
    with jones.context.expect_page() as opening:
        jones.get_by_role("button", name="Print all sheets").press("Enter")
    sheets = opening.value
    expect(sheets.locator(".sheet")).to_have_count(2)
    expect(sheets.get_by_text(codes["parent"])).to_be_visible()
    assert sheets.locator(".qr svg").first.bounding_box()["width"] > 150
    assert faults(sheets) == []


def test_an_invitation_of_a_program(running, staff):  # noqa: F811
    """Prepared and used over the API: as it was prepared, once, and linked with the other side of the review."""
    login = {"username": "jones", "password": "a long enough password"}
    token = call(running.base, "POST", f"{API}/staff/login", login).json["token"]
    fields = {
        "audience": "young_teen",
        "called": "Jo",
        "year_group": 9,
        "questions": [OWN],
        "adjustments": {"less": True},
    }
    made = call(running.base, "POST", f"{API}/invitations", fields, token)
    assert made.status == 201, made.body
    opened = call(running.base, "POST", f"{API}/conversations", {"invitation": made.json["code"]})
    person = Person(running.base, opened.json["id"], opened.json["token"], opened.json["resume_code"])
    assert (person.view["called"], person.view["audience"], person.view["year_group"]) == ("Jo", "young_teen", 9)
    assert person.view["adjustments"] == {"less": True}
    again = call(running.base, "POST", f"{API}/conversations", {"invitation": made.json["code"]})
    assert (again.status, again.problem) == (410, "invitation_used")
    other = {"audience": "parent", "review_id": made.json["review_id"]}
    assert call(running.base, "POST", f"{API}/invitations", other, token).json["about"] == made.json["about"]
    store = Store(running.home / "mysay.db")
    assert store.reviews.of_conversation(person.id).id == made.json["review_id"]
