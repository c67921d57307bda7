"""However somebody likes the page, it stays sound: no fault found by axe, and nothing wider than the screen."""

import pytest

from tests.journeys.test_accessible import AXE, FAULTS, TAGS, WIDER
from tests.journeys.test_helps import adjusted
from tests.journeys.visitor import PHONE, TABLET

pytestmark = [pytest.mark.engine, pytest.mark.browser]

LOOKS = (
    {"theme": "contrast"}, {"theme": "cream"}, {"theme": "blue"}, {"theme": "green"}, {"theme": "pink"},
    {"theme": "dark", "size": 3}, {"theme": "own", "own_ink": "#301040", "own_back": "#fff4e0"},
    {"size": 3, "letters": "wider", "words": "wider", "lines": "wider", "font": "opendyslexic"},
    {"pictures": "only"}, {"pictures": "none"}, {"less": True, "bigger_buttons": True, "choices_at_a_time": 2},
)  # fmt: skip


def looked_at(page):
    """Faults of the page as it is; its end is looked at, where the bar covers nothing."""
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate(AXE)
    wide = page.evaluate(WIDER)
    return [*page.evaluate(FAULTS, TAGS), *([f"{wide} pixels too wide"] if wide > 0 else [])]


@pytest.mark.parametrize("looks", LOOKS, ids=lambda looks: "-".join(map(str, looks.values())))
def test_no_look_brings_a_fault(running, visit, looks):
    """Words, pictures, adjusting and trying on, in every theme and at the largest size."""
    child = visit(running, PHONE)
    adjusted(child, "child_primary", "important", **looks)
    faults = looked_at(child.page)
    for place in ("adjust", "try", "review"):
        assert child.page.goto(f"{child.base}/talk/{child.id}/{place}").status == 200
        faults += [f"{place}: {fault}" for fault in looked_at(child.page)]
    assert faults == []


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
