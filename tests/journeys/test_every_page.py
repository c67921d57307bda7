"""Every page that there is, by the server's own list: no fault found by axe, and nothing wider than a narrow screen.

How pages look in each theme is in test_looks.py; what happens on them, and their other states, in the other journeys.
"""

import uuid

import pytest
from playwright.sync_api import expect

from operating.settings import Settings
from records.conversation import Purpose
from records.staff import Role
from records.store import Store
from tests.journeys.test_accessible import AXE, FAULTS, TAGS, WIDER
from tests.journeys.test_looks import LET_GO
from tests.journeys.test_practitioner import PASSWORD, sign_in
from tests.journeys.visitor import PHONE, TABLET
from web import create_app

pytestmark = [pytest.mark.engine, pytest.mark.browser]

NARROW = (320, 640)
"""As wide as a desk's window of 1280 pixels is at 400 per cent."""
HUGE = "document.documentElement.style.fontSize = '300%'"
BEFORE = ("/", "/?who=child_early", "/?who=parent", "/adjust", "/join", "/resume", "/away")
TALK = ("", "/adjust", "/copy", "/erase", "/review", "/secret", "/try")
PORTAL = {
    Role.PRACTITIONER: (
        "/reviews", "/reviews/new", "/reviews/{review}", "/reviews/{review}/evidence", "/reviews/{review}/side-by-side",
        "/records", "/records/{record}", "/records/{record}/code", "/records/{record}/evidence",
        "/records/{record}/side-by-side", "/insight", "/kept", "/account", "/account/second-factor",
    ),
    Role.SAFEGUARDING_LEAD: ("/concerns",),
    Role.ADMINISTRATOR: ("/history", "/insight", "/templates", "/account"),
}  # fmt: skip
REFUSED = {
    "/reviews?search=nobody-of-this-name": 200, "/records?search=nobody-of-this-name": 200, "/records/none": 404,
    "/reviews/none": 404, "/history": 403, "/concerns": 403,
}  # fmt: skip
"""Addresses at which a practitioner finds nothing, or is refused."""
STARTS_ELSEWHERE = {
    "/join/<code>", "/portal/", "/portal/concerns/<concern_id>", "/portal/sign-in", "/portal/sign-in/code",
    "/portal/openid", "/portal/openid/back", "/portal/openid/out",
}  # fmt: skip
"""Pages that only something else leads to, each seen in the journey of that, and those that lead on at once."""
NO_PAGE = (
    "/api/",
    "/static/",
    "/symbols/",
    "/colours/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/worker.js",
    "/app.webmanifest",
)
FILES = ("/file", "/drawings/<question_id>", "/recordings/<question_id>", "/local-offer")


def seen(page, address):
    """Go there; what axe finds on a narrow screen, and what is too wide for it or, with huge letters, for a tablet."""
    response = page.goto(address)
    assert response.status == 200, address
    expect(page.locator("h1")).to_have_count(1)
    return [f"{address}: {fault}" for fault in faults(page)]


def faults(page):
    """The same of a page that is there already."""
    page.evaluate(LET_GO)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.evaluate(AXE)
    found = page.evaluate(FAULTS, TAGS)
    wide = page.evaluate(WIDER)
    page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    page.evaluate(HUGE)
    huge = page.evaluate(WIDER)
    return [*found, *(f"{much} pixels too wide" for much in (wide, huge) if much > 0)]


def test_the_pages_that_people_meet_have_no_fault(running, visit):
    """Before a conversation, within it, coming back to it, and after it is gone."""
    person = visit(running, PHONE)
    page, base = person.page, running.base
    found = [fault for place in BEFORE for fault in seen(page, base + place)]
    person.start("young_teen", topic="important")
    person.say("My brother and my skateboard")
    assert person.words("language_draft") not in page.content()  # British English is no draft
    found += [fault for place in TALK for fault in seen(page, f"{base}/talk/{person.id}{place}")]
    assert found == []


def test_what_is_refused_and_what_is_over_have_no_fault(running, visit):
    """A wrong code, the three secret pictures, a page that is not theirs, and the last page of all."""
    owner, other = visit(running, PHONE), visit(running, PHONE)
    owner.start("child_primary", topic="important")
    owner.say("My den")
    page, talk = owner.page, f"{running.base}/talk/{owner.id}"
    page.goto(f"{talk}/copy")
    code = page.inner_text(".code")
    page.goto(f"{talk}/secret")
    for tile in range(3):
        page.locator(".tile-pick").nth(tile).click()
    page.click("button[value=choose]")
    expect(page.locator(".done")).to_contain_text(owner.words("secret_done_choose"))
    found = faults(page)

    for typed, shows in (("ZZZZ-ZZZZ", ".wrong"), (code, ".tile-pick")):
        other.page.goto(f"{running.base}/resume")
        other.page.fill("#code", typed)
        other.page.click("button.go")
        expect(other.page.locator(shows).first).to_be_visible()
        found += faults(other.page)
    other.page.goto(talk)
    expect(other.page.locator("h1")).to_be_visible()
    found += faults(other.page)

    page.goto(f"{talk}/erase")
    page.locator("main form button").first.click()
    expect(page.locator("h1")).to_have_text(owner.words("erased"))
    found += faults(page)
    assert found == []
    other.faults.clear()  # Chromium notes the 404s


@pytest.mark.parametrize("role", PORTAL, ids=lambda role: role.value)
def test_the_pages_of_staff_have_no_fault(running, visit, role):
    """Every page of the portal that an address leads to, as the one sees it whose page it is."""
    store, name = Store(running.home / "mysay.db"), f"every-{uuid.uuid4().hex[:8]}"
    store.staff.add(name, "Mx Every", role, PASSWORD)
    known = {}
    if role is Role.PRACTITIONER:
        review = store.reviews.add(name, Purpose.ANNUAL_REVIEW, f"R-{name}", called="Sam", year_group=5)
        known = {"review": review.id, "record": finished(visit(running))}
    page = visit(running).page
    sign_in(page, running.base, name)
    assert [
        fault for place in PORTAL[role] for fault in seen(page, f"{running.base}/portal{place.format(**known)}")
    ] == []


def test_what_staff_do_not_find_or_may_not_see_has_no_fault(running, visit):
    """Lists in which nothing is found, what is not there, and what is for others alone."""
    store, name = Store(running.home / "mysay.db"), f"every-{uuid.uuid4().hex[:8]}"
    store.staff.add(name, "Mx Every", Role.PRACTITIONER, PASSWORD)
    person = visit(running)
    page = person.page
    sign_in(page, running.base, name)
    found = []
    for place, status in REFUSED.items():
        assert page.goto(f"{running.base}/portal{place}").status == status, place
        expect(page.locator("h1")).to_have_count(1)
        found += [f"{place}: {fault}" for fault in faults(page)]
    assert found == []
    person.faults.clear()  # Chromium notes the 403 and the 404


def finished(person):
    """The conversation of somebody who has answered and stopped."""
    person.start("young_teen", topic="important")
    person.say("My brother and my skateboard")
    person.press(".dock button[value=stop]")
    return person.id


def test_no_page_is_left_out(tmp_path):
    """Whoever adds a page adds it here, or to the pages that something else leads to."""
    Store(tmp_path / "mysay.db").migrate()
    rules = create_app(Settings(tmp_path, secret_key="only for tests")).url_map.iter_rules()
    there = {str(rule) for rule in rules if "GET" in (rule.methods or ())}
    pages = {path for path in there if not path.startswith(NO_PAGE) and not path.endswith(FILES)}
    visited = {path.split("?")[0] for path in BEFORE} | {f"/talk/<conversation_id>{place}" for place in TALK}
    for places in PORTAL.values():
        visited |= {f"/portal{place.format(review='<review_id>', record='<conversation_id>')}" for place in places}
    assert pages == visited | STARTS_ELSEWHERE
