"""A practitioner's way in a real browser: a child has had their say, and their words go into a plan unchanged."""

import csv
import io
import json
import urllib.request
import uuid
import zipfile
from pathlib import Path

import jsonschema_rs
import pytest
from playwright.sync_api import expect

from operating.settings import DATA
from records.exports.as_json import from_json
from records.staff import Role, UsernameTaken
from records.store import Store

pytestmark = [pytest.mark.engine, pytest.mark.browser]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "a long enough password"
WORDS = "My nan 👵🏽, my dog, and مرحبا =SUM(A1) <b>not bold</b>\nand a second line"
KEPT = "I sing to my hamster when nobody is about"


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def staff(running):
    """Who may sign in, as the operator adds them."""
    store = Store(running.home / "mysay.db")
    for name, role in {"jones": Role.PRACTITIONER, "root": Role.ADMINISTRATOR}.items():
        try:
            store.staff.add(name, f"Mx {name.title()}", role, PASSWORD)
        except UsernameTaken:
            continue


class Child:
    """A child who talks with the running engine by the API."""

    def __init__(self, running, called):
        self._base = f"{running.base}/api/v1/conversations"
        self.called = called
        fields = {"audience": "child_primary", "purpose": "annual_review", "called": called, "year_group": 5}
        self.opened = self._call("POST", "", fields)
        self._base += f"/{self.opened['id']}"

    def _call(self, method, path, fields):
        headers = {"content-type": "application/json"}
        if hasattr(self, "opened"):
            headers["authorization"] = f"Bearer {self.opened['token']}"
        request = urllib.request.Request(
            self._base + path, json.dumps(fields).encode(), headers, method=method
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.loads(reply.read() or "null")

    def tap(self, question_id, choice):
        message = {"message_id": str(uuid.uuid4()), "question_id": question_id, "choice": choice}
        return self._call("POST", "/messages", message)

    def say(self, question_id, words):
        message = {"message_id": str(uuid.uuid4()), "question_id": question_id, "text": words}
        return self._call("POST", "/messages", message)

    def keep_private(self, question_id):
        self._call("PATCH", f"/answers/{question_id}", {"share": "private"})

    def finish(self):
        self._call("PATCH", "", {"state": "finished"})


def question_of(reply):
    return next(message["question_id"] for message in reply["messages"] if message["kind"] == "question")


@pytest.fixture
def child(running):
    """A child who has told one thing for all, kept one thing, skipped one, and is still talking."""
    child = Child(running, f"Sam {uuid.uuid4().hex[:8]}")  # other journeys leave people here too
    first = question_of(child.tap("choose_topic", "important"))
    second = question_of(child.say(first, WORDS))
    third = question_of(child.say(second, KEPT))
    child.keep_private(second)
    child.tap(third, "skip")
    return child


def sign_in(page, base, username="jones"):
    page.goto(f"{base}/portal/")
    expect(page.get_by_label("User name")).to_be_focused()  # no mouse is needed
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()
    if username == "jones":
        page.get_by_role("link", name="Records").click()
        page.wait_for_url("**/portal/records")


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/portal/sign-in")


def download(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return waiting.value.path().read_bytes()


def test_words_go_from_a_child_into_a_plan_unchanged(running, page, staff, child):
    """Not before the child has finished, a practitioner reads the record and takes it away in every format."""
    sign_in(page, running.base)
    row = page.get_by_role("row").filter(has_text=child.called)
    expect(row).to_contain_text("words not shared yet")
    expect(row.get_by_role("link")).to_contain_text("Lost the code?")  # and no other one

    child.finish()
    page.reload()
    page.get_by_role("link", name=child.called).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(child.called)
    assert page.locator("blockquote").first.evaluate("quote => quote.textContent") == WORDS
    expect(page.get_by_text("In their own words, typed").first).to_be_visible()
    expect(page.get_by_text("1 answer is kept by the person.")).to_be_visible()
    expect(page.get_by_text("Skipped")).to_be_visible()

    taken = {name: download(page, name) for name in ("JSON", "CSV", "Web page", "Text")}
    assert not any(KEPT.encode() in body for body in taken.values())
    jsonschema_rs.validate(json.loads((DATA / "schema" / "record.schema.json").read_text()), json.loads(taken["JSON"]))
    record = from_json(taken["JSON"].decode())
    assert [line.words for line in record.lines if line.words] == [WORDS]
    rows = list(csv.reader(io.StringIO(taken["CSV"].decode("utf-8-sig"), newline="")))
    assert WORDS in rows[1]
    assert f"“{WORDS}”" in taken["Text"].decode()
    page.goto("about:blank")
    page.set_content(taken["Web page"].decode())
    assert page.locator("blockquote").evaluate("quote => quote.textContent") == WORDS


def test_signing_out_leaves_nothing_behind(running, page, staff, child):
    """After signing out, going back shows no words, and a script could never have read the session."""
    child.finish()
    sign_in(page, running.base)
    page.get_by_role("link", name=child.called).click()
    assert page.evaluate("document.cookie") == ""
    sign_out(page)
    page.go_back()
    page.wait_for_load_state()
    assert page.locator("blockquote").count() == 0


def faults(page):
    """What axe finds on the page as it is, by the rules of WCAG up to AAA and of good practice."""
    assert page.get_by_role("heading", level=1).count() == 1  # a page that failed to load has no faults either
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {{type: 'tag', values: {AXE_RULES}}}}})")
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found["violations"]]


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_open_to_everyone(running, page, staff, child, width):
    """At desk and phone size axe finds nothing on any page, nor in the file, and nothing is cut off."""
    child.finish()
    page.set_viewport_size({"width": width, "height": 800})

    def looked_at():
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.goto(f"{running.base}/portal/sign-in")
    looked_at()
    sign_in(page, running.base)
    looked_at()
    page.get_by_role("link", name=child.called).click()
    page.wait_for_url("**/portal/records/*")
    looked_at()
    page.get_by_role("link", name="By heading of Section A").click()
    page.wait_for_url("**by=heading")
    looked_at()
    file = download(page, "Web page").decode()
    page.goto(f"{running.base}/portal/records?search=nobody-of-this-name")
    looked_at()
    page.goto(f"{running.base}/portal/history")
    looked_at()
    sign_out(page)
    sign_in(page, running.base, "root")
    looked_at()
    page.get_by_role("link", name="Word templates").click()
    page.wait_for_url("**/portal/templates")
    looked_at()
    page.goto("about:blank")
    page.set_content(file)
    looked_at()


def test_a_block_is_copied_with_one_click(running, page, staff, child):
    """The text of a heading goes to the clipboard exactly, with whose words it holds."""
    child.finish()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, running.base)
    page.get_by_role("link", name=child.called).click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.locator("#copied")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "In their own words, typed" in copied
    assert f"“{WORDS}”" in copied


def test_many_records_leave_as_one_file_and_one_sees_how_many(running, page, staff, child):
    """The page counts the records as they come, and saves the zip when all are there."""
    child.finish()
    sign_in(page, running.base)
    page.goto(f"{running.base}/portal/records?search={child.called}")
    page.get_by_label("As", exact=True).select_option(label="PDF: one-page profile")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as one file").click()
    expect(page.get_by_text("1 records are in the file.")).to_be_visible()
    with zipfile.ZipFile(waiting.value.path()) as file:
        assert [name.split("-")[2] for name in file.namelist() if name.endswith(".pdf")] == ["profile"]


def test_what_was_done_is_written_and_taken_back_by_keyboard(running, page, staff, child):
    """A practitioner writes beside an answer what was done, sees it there, and takes it back."""
    child.finish()
    sign_in(page, running.base)
    page.get_by_role("link", name=child.called).click()
    page.locator("summary").first.press("Enter")
    page.get_by_label("What was done or decided").first.press_sequentially("Nan comes to the review.")
    page.get_by_role("button", name="Save").first.press("Enter")
    expect(page.get_by_text("Nan comes to the review.").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Taken back.")).to_be_visible()
    expect(page.locator(".did")).to_have_count(0)


def test_an_administrator_sees_who_read_what_and_no_words(running, page, staff, child):
    """The audit names who read; records are not for that role."""
    child.finish()
    sign_in(page, running.base)
    page.get_by_role("link", name=child.called).click()
    sign_out(page)
    sign_in(page, running.base, "root")
    expect(page.get_by_role("heading", name="Who saw what")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="read the record").first).to_contain_text("jones")
    assert "My nan" not in page.content()
    assert page.goto(f"{running.base}/portal/records").status == 403
