"""Very many come at once: whoever comes now is told so, and comes in without doing anything more."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import expect

from tests.installation import Installation
from tests.journeys.conftest import Visit
from tests.person import API, call

pytestmark = [pytest.mark.engine, pytest.mark.browser]

CROWD = 40
MOST_SECONDS = 90


@contextmanager
def crowd(installation: Installation) -> Iterator[None]:
    """So many come while the engine stands still; from here on whoever comes is told that it is busy."""
    engine = installation.pid_of("engine")

    def come() -> int:
        return call(installation.base, "POST", f"{API}/conversations", {"audience": "parent"}).status

    with ThreadPoolExecutor(CROWD) as people:
        os.kill(engine, signal.SIGSTOP)
        try:
            came: list[Future[int]] = [people.submit(come) for _ in range(CROWD)]
            told, _ = wait(came, MOST_SECONDS, FIRST_COMPLETED)
            assert {one.result() for one in told} == {503}
            yield
        finally:
            with suppress(ProcessLookupError):  # MySay may have put another in its place meanwhile
                os.kill(engine, signal.SIGCONT)


def test_a_form_that_is_held_up_says_so_keeps_all_and_sends_itself(own_running: Installation, visit: Visit) -> None:
    """In plain words, with what was chosen still there; once there is room, the conversation begins."""
    page = visit(own_running).page
    page.goto(f"{own_running.base}/?who=parent")
    page.fill("#called", "Sam Okafor")
    with crowd(own_running):
        page.click("button.go")
        expect(page.get_by_role("alert")).to_contain_text("Many people are talking here just now")
        expect(page.locator("#called")).to_have_value("Sam Okafor")
    page.wait_for_url("**/talk/**", timeout=MOST_SECONDS * 1000)
