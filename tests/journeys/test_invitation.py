"""From an invitation to an exported record in a real browser: a practitioner, a child and a parent, each elsewhere."""

import io
import uuid

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from records.conversation import Audience
from records.exports.as_json import from_json
from records.store import Store
from tests.journeys.test_practitioner import download, faults, sign_in, staff  # noqa: F401  # a fixture
from tests.journeys.visitor import DESK, PHONE, TABLET, Visitor
from tests.person import API, Person, call
from tests.records.reading import holds

pytestmark = [pytest.mark.engine, pytest.mark.browser]

OWN = "What do you like at lunch?"
WORDS = "Chips 🍟 & <b>peas</b>, =1+1"
PARENTS = "Quiet meals, and his gran"


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


def test_from_an_invitation_to_an_export_that_is_signed_off(running, visit, jones):
    """Only numbers are seen before they share; then child and parent stand side by side, and the record is signed."""
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

    parent.audience = Audience.PARENT
    parent.press("#reply button[value=important]")
    parent.say(PARENTS)
    parent.wish("stop")
    expect(parent.page.get_by_role("heading", level=1)).to_have_text(parent.words("stopped_heading"))
    both_on_paper(jones, called)
    signed_off(jones, called)


def both_on_paper(page: Page, called: str) -> None:
    """Both views stand beside each other on the page and in the PDF, and are never one."""
    page.get_by_role("link", name="Side by side with the other view").click()
    for side, words in (("own", WORDS), ("parent", PARENTS)):
        expect(page.locator(f".view.{side} blockquote").filter(has_text=words)).to_have_count(1)
    assert faults(page) == []
    pdf = download(page, "PDF")
    assert holds("pdf", pdf, PARENTS)
    assert holds("pdf", pdf, f"Side by side: {called}")


def signed_off(page: Page, called: str) -> None:
    """By keyboard; the whole record as a PDF then names who checked it."""
    page.goto(page.url.removesuffix("/side-by-side"))
    expect(page.get_by_role("heading", level=1)).to_have_text(called)
    page.get_by_role("button", name="Sign off this record").press("Enter")
    expect(page.get_by_role("status").filter(has_text="signed off by Mx Jones")).to_be_visible()
    assert faults(page) == []
    pdf = download(page, "PDF: Whole record")
    assert holds("pdf", pdf, "Checked and signed off Mx Jones")
    assert holds("pdf", pdf, WORDS)


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
    sheets.emulate_media(media="print")
    with Image.open(io.BytesIO(sheets.screenshot(full_page=True))) as printed:
        seen = {found.text.rpartition("/")[2] for found in zxingcpp.read_barcodes(printed)}
    assert seen == set(codes.values())  # as another program than the one that drew them reads them


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
