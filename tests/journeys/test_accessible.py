"""The page holds what it promises: no fault found by axe, big targets, no sideways scroll, no jumps."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import DESK, PHONE, TABLET

pytestmark = [pytest.mark.engine, pytest.mark.browser]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
FAULTS = """async tags => (await axe.run(document, {
    runOnly: tags, rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}},
  })).violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))"""
SMALL = """least => [...document.querySelectorAll(':is(main, header) :is(a, button, summary, select, textarea)')]
  .filter(element => element.checkVisibility() && element.tabIndex >= 0)
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && (box.width < least || box.height < least))
  .map(([element, box]) => `${element.outerHTML.slice(0, 120)} ${box.width}x${box.height}`)"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
JUMPS = """new Promise(done => new PerformanceObserver(list =>
  done(list.getEntries().filter(entry => !entry.hadRecentInput).reduce((sum, entry) => sum + entry.value, 0)))
  .observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"""
SIZES = {"child_early": TABLET, "child_primary": PHONE, "young_teen": PHONE, "young_person": DESK, "parent": PHONE}
LEAST = {"child_early": 72}


def looked_at(person):
    """Faults of the page as it is, in the light and in the dark."""
    found = []
    person.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")  # so that the bar covers nothing
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme)
        person.page.evaluate(AXE)
        found += [f"{scheme} {person.page.url}: {fault}" for fault in person.page.evaluate(FAULTS, TAGS)]
    return found


@pytest.mark.parametrize("audience", SIZES)
def test_no_page_of_a_conversation_has_a_fault(running, visit, audience):
    """axe finds nothing on any page or state, for every audience, by day and by night."""
    person = visit(running, SIZES[audience])
    page = person.page
    faults, small = [], []

    def check(status=200):
        assert status == 200
        faults.extend(looked_at(person))
        small.extend(page.evaluate(SMALL, LEAST.get(audience, 44)))

    check(page.goto(f"{person.base}/?who={audience}").status)
    person.start(audience)
    check()
    person.press("#reply button[value=important]")
    ways = set()
    for _ in range(6):
        way = page.locator("#reply > *").first.get_attribute("class") or "choices"
        if person.question == "after_topic":
            break
        if way not in ways:
            ways.add(way)
            check()
        person.press(".dock button[value=skip]")
    page.click(".map summary")
    check()
    page.click(".map-topics button[value=feelings]")
    expect(person.asked).not_to_have_attribute("data-question", "after_topic")
    person.wish("explain_why")
    expect(page.locator(".bubble").first).to_be_visible()
    check()
    person.wish("pause")
    expect(page.locator("button[value=resume]")).to_be_visible()
    check()
    for place in ("review", "copy", "secret", "erase"):
        check(page.goto(f"{person.base}/talk/{person.id}/{place}").status)
    assert faults == []
    assert small == []


def test_the_pages_before_a_conversation_have_no_fault(running, visit):
    """The first page, the page for the code, and the page that says that something is not there."""
    person = visit(running, DESK)
    faults = []
    for place, status in (("/", 200), ("/resume", 200), ("/nowhere", 404)):
        assert person.page.goto(person.base + place).status == status
        faults += looked_at(person)
    assert faults == []
    person.faults.clear()  # Chromium notes the 404


def test_a_safety_message_is_calm_and_has_no_fault(running, visit):
    """After a disclosure the questions stop, help is offered, and the page is as sound as any other."""
    person = visit(running, PHONE)
    person.start("young_teen", topic="important")
    person.say("My uncle hits me and I am scared to go home")
    assert person.question == "safety"
    expect(person.page.locator(".said")).to_contain_text("0800 1111")
    assert not person.page.locator(".dock").count()
    assert looked_at(person) == []
    person.page.goto(f"{person.base}/talk/{person.id}/copy")
    assert "uncle" not in person.page.content()


@pytest.mark.parametrize("audience", ["child_early", "parent"])
def test_nothing_needs_sideways_scrolling_on_a_narrow_screen_or_with_huge_letters(running, visit, audience):
    """At 320 pixels, and with letters at 300 per cent, everything fits in the width."""
    person = visit(running, (320, 640))
    page = person.page
    person.start(audience)
    pages = [page.url, f"{person.base}/talk/{person.id}/review", f"{person.base}/"]
    person.press("#reply button[value=important]")
    assert page.evaluate(WIDER) <= 0
    for place in pages:
        page.goto(place)
        assert page.evaluate(WIDER) <= 0, place
        page.set_viewport_size({"width": 820, "height": 1180})
        page.evaluate("document.documentElement.style.fontSize = '300%'")
        assert page.evaluate(WIDER) <= 0, place
        page.set_viewport_size({"width": 320, "height": 640})


def test_the_page_does_not_jump_and_is_light(running, visit):
    """A new question moves nothing by itself, and the first load of a conversation is small."""
    person = visit(running)
    person.start("child_early", topic="important")
    assert person.page.evaluate(JUMPS) < 0.02
    sizes = []
    elsewhere = visit(running)
    elsewhere.page.context.add_cookies(person.page.context.cookies())
    elsewhere.page.on("response", lambda response: sizes.append(int(response.headers.get("content-length", 0))))
    assert elsewhere.page.goto(person.page.url, wait_until="networkidle").status == 200
    assert sum(sizes) < 150_000
