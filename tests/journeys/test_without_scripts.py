"""The page with scripts turned off: plain forms do everything."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.engine, pytest.mark.browser]


def test_a_child_answers_without_scripts(running, visit):
    """Typing, tapping, asking why and a break all work, and what was typed survives a wish."""
    child = visit(running, java_script_enabled=False)
    page = child.page
    child.start("child_primary", topic="important")
    page.fill("#text", "My gran\nand my cat")
    child.wish("explain_why")
    expect(page.locator(".bubble")).to_be_visible()
    expect(page.locator("#text")).to_have_value("My gran\nand my cat")
    child.press("button[value=words]")
    assert child.answer("important_most").words == "My gran\nand my cat"
    child.wish("pause")
    expect(page.locator("h1")).to_have_text(child.words("paused_heading"))
    page.click("button[value=resume]")
    expect(child.asked).to_have_attribute("data-question", child.store.conversations.find(child.id).current)


def test_nothing_said_is_in_the_address_a_cookie_or_the_storage(running, visit):
    """What was said is on the page and in the store, and nowhere else in the browser."""
    person = visit(running)
    person.start("young_person", called="Secretname", topic="important")
    person.say("Secretword")
    page = person.page
    traces = [page.url, str(page.context.cookies()), page.evaluate("JSON.stringify([localStorage, sessionStorage])")]
    assert not any("secret" in trace.lower() for trace in traces)
    assert all(cookie["httpOnly"] and cookie["secure"] for cookie in page.context.cookies())
    assert {cookie["sameSite"] for cookie in page.context.cookies()} == {"Strict"}
