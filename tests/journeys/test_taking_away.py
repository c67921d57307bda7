"""Taking words away from the pages for staff, in a real browser and by keyboard: a block to paste, many records."""

import pytest
from playwright.sync_api import expect

from records.answer import Outcome, Share, Whose
from records.conversation import Audience, Purpose, State
from records.message import Input, Said
from records.staff import Role
from tests.journeys.portal import PASSWORD, gives_password, portal_at_work

pytestmark = pytest.mark.browser

WORDS = "My nan 👵🏽 and =my <b>dog</b>"
MANY = 45
HEARD = """
window.heard = [];
new MutationObserver(() => {
  const words = document.querySelector("%s").textContent;
  if (words) window.heard.push(words);
}).observe(document.querySelector("%s"), { childList: true, characterData: true, subtree: true });
"""


HAS_HEARD = """
count => new Promise(done => {
  const look = () => window.heard.length >= count ? done() : setTimeout(look, 20);
  look();
})
"""
BAR = """
window.barSeen = false;
new MutationObserver(() => { window.barSeen ||= !document.querySelector("form.many progress").hidden; })
  .observe(document.querySelector("form.many progress"), { attributes: true });
"""
SHOWN = """
button => {
  window.shown = [];
  const note = () => window.shown.push(button.firstChild.data);
  new MutationObserver(note).observe(button.firstChild, { characterData: true });
}
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """Pages where many have finished; the address."""
    with portal_at_work(tmp_path_factory.mktemp("home")) as (address, store):
        store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, PASSWORD)
        with store.transaction():
            for number in range(MANY):
                finishes(store, f"Sam {number}")
        yield address


def finishes(store, called):
    talk = store.conversations.open(Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW, called=called).conversation.id
    store.answers.asked(talk, "important_people", "Who matters to you?")
    said = store.messages.keep(talk, Said(f"m-{called}", "important_people", WORDS, input=Input.TYPED))
    store.answers.keep(talk, "important_people", Outcome.ANSWERED, Whose.OWN_WORDS, said.seq)
    store.answers.share(talk, "important_people", Share.REVIEW)
    store.conversations.change(talk, state=State.FINISHED)


@pytest.fixture
def page(chromium, portal):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    page = context.new_page()
    gives_password(page, portal)
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto(f"{portal}/records")
    yield page
    context.close()


def listens(page, to):
    """Keeps what a screen reader is given to say."""
    assert page.locator(to).get_attribute("role") == "status"
    page.evaluate(HEARD % (to, to))


def test_a_block_is_copied_by_keyboard_and_it_is_said(page):
    """Each time it is said anew; the button says so too, and then again what it does; the focus stays."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Sam 0", exact=True).press("Enter")
    button = page.get_by_role("button", name="Copy").first
    listens(page, "#copied")
    button.evaluate(SHOWN)
    button.focus()
    page.keyboard.press("Enter")
    page.evaluate(HAS_HEARD, 1)
    page.keyboard.press("Space")
    page.evaluate(HAS_HEARD, 2)
    assert page.evaluate("window.heard") == ["Copied", "Copied"]
    assert "Copied" in page.evaluate("window.shown")
    assert f"“{WORDS}”" in page.evaluate("navigator.clipboard.readText()")
    expect(page.locator("#copied")).to_be_empty()
    expect(button).to_be_focused()
    assert button.evaluate("button => button.firstChild.data") == "Copy"


def test_a_block_that_could_not_be_copied_is_not_said_to_be(page):
    """Where the browser does not allow it, the page says what to do instead."""
    page.get_by_role("link", name="Sam 0", exact=True).press("Enter")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    button = page.locator("button.copy").first
    button.press("Enter")
    expect(page.locator("#copied")).to_have_text("Not copied: please mark the words")
    expect(button).to_contain_text("Not copied")


def test_many_records_come_as_one_file_and_it_is_said_how_many_are_there(page):
    """By keyboard alone: some are told on the way, then all of them; the focus stays on the button."""
    listens(page, ".many-told")
    button = page.get_by_role("button", name="Download as one file")
    button.focus()
    page.evaluate(BAR)
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    expect(page.get_by_text(f"{MANY} records are in the file.")).to_be_visible()
    assert waiting.value.path().stat().st_size > 10_000
    heard = page.evaluate("window.heard")
    assert heard[-1] == f"{MANY} records are in the file."
    assert any(f" of {MANY} records" in told for told in heard)
    expect(button).to_be_focused()
    assert page.evaluate("window.barSeen")
    expect(page.locator("form.many progress")).to_be_hidden()


def test_a_download_that_breaks_off_is_said(page):
    """Nothing half is saved; the page says so, and it can be tried again."""
    page.route("**/records/files", lambda route: route.abort("connectionreset"))
    button = page.get_by_role("button", name="Download as one file")
    button.press("Enter")
    expect(page.get_by_text("The download broke off.")).to_be_visible()
    page.unroute("**/records/files")
    with page.expect_download():
        button.press("Enter")
