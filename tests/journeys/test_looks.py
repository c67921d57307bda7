"""However somebody likes the page, it stays sound: no fault found by axe, and nothing wider than the screen."""

import pytest

from accessibility.contrast import contrast
from tests.journeys.test_accessible import AXE, FAULTS, SMALL, TAGS, WIDER
from tests.journeys.test_helps import adjusted
from tests.journeys.visitor import PHONE, TABLET

pytestmark = [pytest.mark.engine, pytest.mark.browser]

LOOKS = (
    {"theme": "contrast"}, {"theme": "cream"}, {"theme": "blue"}, {"theme": "green"}, {"theme": "pink"},
    {"theme": "dark", "size": 3}, {"theme": "own", "own_ink": "#301040", "own_back": "#fff4e0"},
    {"size": 3, "letters": "wider", "words": "wider", "lines": "wider", "font": "opendyslexic"},
    {"pictures": "only"}, {"pictures": "none"}, {"less": True, "bigger_buttons": True, "choices_at_a_time": 2},
)  # fmt: skip


SHADE = """part => getComputedStyle(part).color.match(/\\d+/g).slice(0, 3)
  .reduce((sum, share) => sum + Number(share), 0) / 765"""
WHITE = {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
FRAME = """() => {
  const hex = colour => '#' + colour.match(/[\\d.]+/g).slice(0, 3)
    .map(share => Math.round(Number(share)).toString(16).padStart(2, '0')).join('');
  const framed = [document.activeElement, document.activeElement.closest('label')]
    .find(part => part && getComputedStyle(part).outlineStyle !== 'none');
  let behind = framed.parentElement;
  const clear = part => /, 0\\)$/.test(getComputedStyle(part).backgroundColor);
  while (behind.parentElement && clear(behind)) behind = behind.parentElement;
  return [hex(getComputedStyle(framed).outlineColor), hex(getComputedStyle(behind).backgroundColor)];
}"""
LEAST_OF_A_FRAME = 3
MOVING = "document.getAnimations().filter(one => one.playState === 'running').length"
LET_GO = """for (const bar of document.querySelectorAll('.dock-place, .adjust-bar')) bar.style.position = 'static'"""
"""Bars that stay in sight cover what may be scrolled from under them: no fault of what lies there."""


def looked_at(page, least=44):
    """Faults of the page as it is, small targets, and what is too wide, on a narrow screen too."""
    page.evaluate(LET_GO)
    page.evaluate(AXE)
    faults = [*page.evaluate(FAULTS, TAGS), *page.evaluate(SMALL, least)]
    for width in (320, PHONE[0]):
        page.set_viewport_size({"width": width, "height": PHONE[1]})
        wide = page.evaluate(WIDER)
        faults += [f"{wide} pixels too wide at {width}"] if wide > 0 else []
    return faults


def rings(page, stops=6):
    """How far the frame of the focus stands out from what is behind it, at the first stops of Tab."""
    for _ in range(stops):
        page.keyboard.press("Tab")
        ring, back = page.evaluate(FRAME)
        yield contrast(ring, back)


@pytest.mark.parametrize("looks", LOOKS, ids=lambda looks: "-".join(map(str, looks.values())))
def test_no_look_brings_a_fault(running, visit, looks):
    """Words, pictures, adjusting and trying on, in every theme and at the largest size."""
    child = visit(running, PHONE)
    adjusted(child, "child_primary", "important", **looks)
    assert min(rings(child.page)) >= LEAST_OF_A_FRAME
    faults = looked_at(child.page)
    for place in ("adjust", "try", "review", "secret"):
        assert child.page.goto(f"{child.base}/talk/{child.id}/{place}").status == 200
        faults += [f"{place}: {fault}" for fault in looked_at(child.page)]
    assert faults == []


def test_the_largest_targets_stay_so_in_a_look(running, visit):
    """They are 72 pixels for little children however they like the page, and for all who want bigger buttons."""
    child = visit(running, TABLET)
    adjusted(child, "child_early", "important", theme="dark", size=2, font="opendyslexic")
    assert looked_at(child.page, 72) == []
    adult = visit(running, PHONE)
    adjusted(adult, "young_person", "important", bigger_buttons=True, theme="cream")
    assert looked_at(adult.page, 72) == []


@pytest.mark.parametrize("theme", ["dark", "own"])
def test_a_copy_is_printed_dark_on_white_in_every_theme(running, visit, theme):
    """Paper is white: the words are read on it, the code too, and what is only to be pressed is not printed."""
    person = visit(running, PHONE)
    page = person.page
    adjusted(person, "young_person", "important", theme=theme, own_ink="#ffff00", own_back="#101010")
    person.say("My brother and my drums")
    page.goto(f"{person.base}/talk/{person.id}/copy")
    page.emulate_media(media="print")
    for part in ("blockquote", ".code", "h1"):
        assert page.eval_on_selector(part, SHADE) < 0.2
    assert page.eval_on_selector(".copy", "card => getComputedStyle(card).backgroundColor") in WHITE
    for part in (".top-nav", "#print", "a[download]", ".adjust-button"):
        assert not page.locator(part).first.is_visible(), part
    assert looked_at(page) == []


def test_colours_that_the_device_forces_take_nothing_away(running, visit):
    """In forced colours nothing has a fault, and what was picked still shows that it was."""
    child = visit(running, PHONE, forced_colors="active")
    child.start("child_early", topic="important")
    child.page.locator(".tile-pick").first.click()
    assert child.page.locator(".tile-pick .ticked").first.is_visible()
    assert looked_at(child.page, 72) == []


@pytest.mark.parametrize("still", ["by the device", "by the person", "by nobody"])
def test_nothing_moves_for_whoever_wants_it_still(running, visit, still):
    """Not even the shape to breathe with, which moves for everybody else."""
    person = visit(running, PHONE, reduced_motion="reduce" if still == "by the device" else "no-preference")
    adjusted(person, "young_teen", "important", less_motion=still == "by the person")
    person.press(".dock button[value=pause]")
    assert person.page.locator(".breathe").is_visible()
    assert bool(person.page.evaluate(MOVING)) == (still == "by nobody")


def test_sorting_and_drawing_have_no_fault(running, visit):
    """The ways to answer that a script makes larger."""
    child = visit(running, TABLET)
    faults = []
    for topic, way in (("important", ".sorting"), ("aspirations", ".draw")):
        child.start("child_primary", topic=topic)
        while not child.page.locator(way).count():
            child.press(".dock button[value=skip]")
        faults += looked_at(child.page)
    assert faults == []
