"""What Lighthouse finds on the conversation page: no fault, little to load, and nothing that blocks or jumps."""

import pytest

from tests.journeys.lighthouse import measured
from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.engine, pytest.mark.browser]

MOST_BYTES, MOST_REQUESTS = 150_000, 40


def test_lighthouse_takes_nothing_off_the_conversation_page(running, visit):
    """Accessibility and best practices are 100, and nothing that makes a page slow on any machine is there.

    The score of performance itself falls with the load of the machine: `make lighthouse` measures it on a quiet one.
    """
    person = visit(running, PHONE)
    person.start("young_person", topic="important")
    person.page.goto(f"{person.base}/talk/{person.id}?on=1")
    found = measured(person)
    assert (found.address, found.warnings) == (person.page.url, [])
    assert {(part["url"], part["status"]) for part in found.loaded if part["status"] != 200} == set()
    assert person.heading in found.html
    assert (found.scores["accessibility"], found.scores["best-practices"]) == (100, 100), found.lost
    assert found.bytes < MOST_BYTES
    assert len(found.loaded) <= MOST_REQUESTS
    assert all(address.endswith(".css") for address in found.blocking), found.blocking
    assert found.figures["cumulative-layout-shift"] < 0.005
