"""A child has their say: taps, types, goes back, stops, comes back on another device, and finishes."""

import pytest
from playwright.sync_api import expect

from records.answer import Outcome, Share
from records.conversation import State
from tests.journeys.visitor import PHONE

pytestmark = [pytest.mark.engine, pytest.mark.browser]

WORDS = "  My nan 👵🏽, my dog Biscuit\nand مرحبا <b>not bold</b> "


def test_a_child_says_it_stops_comes_back_elsewhere_and_finishes(running, visit):
    """Everything that a child typed and tapped is in the record at the end, to the last character."""
    tablet = visit(running)
    tablet.start("child_primary", called="Sam", topic="important")
    typed = tablet.question
    tablet.say(WORDS)
    expect(tablet.page.locator(".said")).to_contain_text(tablet.words("thanks_for_telling"))
    tapped = tablet.question
    picked = tablet.pick(2)
    assert tablet.answer(tapped).picked.choices == picked

    tablet.press(".top-nav button[value=change_answer]")
    assert tablet.question == tapped
    tablet.say("Only my cat")

    stands = tablet.question
    tablet.wish("stop")
    expect(tablet.page.locator("h1")).to_have_text(tablet.words("stopped_heading"))
    tablet.page.goto(f"{tablet.base}/talk/{tablet.id}/copy")
    code = tablet.page.inner_text(".code")
    for shape in ("profile", "easy"):
        with tablet.page.expect_download() as taken:
            tablet.page.click(f"a[href$='shape={shape}']")
        assert taken.value.path().read_bytes().startswith(b"%PDF")

    phone = visit(running, PHONE)
    phone.page.goto(f"{phone.base}/")
    phone.page.click("a[href='/resume']")
    phone.page.fill("#code", code.lower().replace("-", " "))
    phone.page.click("button.go")
    phone.page.click("button[value=resume]")
    expect(phone.asked).to_have_attribute("data-question", stands)
    phone.pass_over("after_topic")
    phone.press("button[value=finish]")
    assert phone.question == "review"
    phone.press("button[value=finish]")
    expect(phone.page.locator("h1")).to_have_text(tablet.words("finished_heading"))

    assert phone.answer(typed).words == WORDS
    assert (phone.answer(tapped).words, phone.answer(tapped).revision) == ("Only my cat", 2)
    assert phone.answer(stands).outcome is Outcome.SKIPPED
    assert phone.store.conversations.find(phone.id).state is State.FINISHED


def test_a_little_child_answers_with_pictures_alone(running, visit):
    """Nobody has to read or write to answer: pictures, faces and heaps are enough."""
    child = visit(running)
    child.start("child_early", called="", topic="important")
    first = child.question
    assert child.answer(first) is None
    picked = child.pick(2)
    assert child.answer(first).picked.choices == picked
    while not child.page.locator(".sort-card").count():
        child.press(".dock button[value=skip]")
    sorting = child.question
    heaps, sorted_now = child.page.locator(".sorting-heaps button"), child.page.locator("[data-cards] :checked")
    heaps.first.click()
    heaps.first.click()
    expect(sorted_now).to_have_count(2)
    child.page.click(".sort-undo")
    child.page.click(".sort-skip")
    heaps.last.click()
    expect(child.page.locator(".sorting-name")).to_be_focused()
    child.press("button[value=cards]")
    assert list(child.answer(sorting).picked.cards.values()) == ["like", "dislike"]  # the second was put back


def test_words_beside_pictures_are_both_kept(running, visit):
    """A child who taps pictures and types as well loses neither, whichever button is pressed."""
    child = visit(running)
    child.start("child_early", topic="important")
    question = child.question
    child.page.click(".own summary")
    child.page.fill("#text", "and my bear")
    picked = child.pick(1)
    assert (child.answer(question).words, child.answer(question).picked.choices) == ("and my bear", picked)


def test_answers_are_looked_over_changed_kept_private_removed_and_put_back(running, visit):
    """The person decides about each answer before anybody sees it."""
    person = visit(running)
    person.start("young_person", topic="important")
    question = person.question
    person.say("My flat and my music")
    person.page.click("a[href$=review]")
    answer = person.page.locator(f"#a-{question}")
    expect(answer.locator("blockquote")).to_have_text("My flat and my music")

    answer.locator("summary").click()
    answer.locator("textarea").fill("My flat and my own music")
    answer.locator("button[value=save]").click()
    expect(answer.locator("blockquote")).to_have_text("My flat and my own music")

    answer.locator("select").select_option(Share.PRIVATE.value)
    answer.locator("button[value=share]").click()
    expect(answer.locator("select")).to_have_value(Share.PRIVATE.value)

    answer.locator("button[value=remove]").click()
    expect(answer).to_contain_text(person.words("review_removed"))
    assert person.answer(question).words is None
    answer.locator("button[value=undo]").click()
    expect(answer.locator("blockquote")).to_have_text("My flat and my own music")
    assert person.answer(question).share is Share.PRIVATE


def test_everything_can_be_erased_after_being_asked_once_more(running, visit):
    """Leaving leaves nothing behind, and the old address leads nowhere."""
    person = visit(running)
    person.start("young_teen", topic="important")
    person.say("Nobody needs to know this")
    conversation, talk = person.id, f"{person.base}/talk/{person.id}"
    person.page.goto(f"{talk}/erase")
    person.page.click("button[type=submit]")
    expect(person.page.locator("h1")).to_have_text(person.words("erased"))
    assert person.store.conversations.find(conversation) is None
    assert person.page.goto(talk).status == 401
    person.faults.clear()  # Chromium notes the 401


def test_a_wrong_code_is_said_kindly_and_opens_nothing(running, visit):
    """Somebody who mistypes the code is told beside the box and tries again."""
    person = visit(running)
    person.page.goto(f"{person.base}/resume")
    person.page.fill("#code", "AAAA-2222")
    person.page.click("button.go")
    expect(person.page.locator("#code-wrong")).to_contain_text(person.words("problem_wrong_code"))
    expect(person.page.locator("#code")).to_have_attribute("aria-invalid", "true")
    person.faults.clear()  # Chromium notes the 404


def test_somebody_who_comes_again_gives_the_code_of_last_time(running, visit):
    """The form takes the old code, kindly says when it is wrong, and keeps what was typed already."""
    person = visit(running)
    page = person.page
    person.start("young_person", called="Robin", topic="important")
    first = person.id
    person.say("My flat")
    person.press(".dock button[value=stop]")
    page.goto(f"{person.base}/talk/{first}/copy")
    code = page.inner_text(".code")

    page.goto(f"{person.base}/?who=young_person")
    page.fill("#helper", "Jo")
    page.check("[name=helped]")
    page.fill("#earlier_code", "AAAA-2222")
    page.click("button.go")
    expect(page.locator("#earlier-wrong")).to_contain_text(person.words("problem_wrong_code"))
    expect(page.locator("#helper")).to_have_value("Jo")
    page.fill("#earlier_code", code)
    page.click("button.go")
    page.wait_for_url("**/talk/*")
    again = person.store.conversations.find(person.id)
    assert (again.earlier_id, again.called, again.helper) == (first, "Robin", "Jo")
    person.faults.clear()  # Chromium notes the 404


def test_somebody_begins_to_help_and_stops(running, visit):
    """One button each; what was typed stays, and only the answers given meanwhile say that somebody helped."""
    person = visit(running)
    page = person.page
    person.start("young_teen", topic="important")
    first = person.question
    page.fill("#text", "With help")
    page.click(".supporter-place button")
    expect(page.locator(".supporter p")).to_contain_text(person.words("helper_sign"))
    expect(page.locator("#text")).to_have_value("With help")
    person.press("button[value=words]")
    second = person.question
    page.click(".supporter button")
    expect(page.locator(".supporter")).to_have_count(0)
    person.say("On my own now")
    assert (person.answer(first).helper, person.answer(second).helper) == (person.words("helper_unnamed"), None)
    page.goto(f"{person.base}/talk/{person.id}/review")
    expect(page.locator(f"#a-{first}")).to_contain_text(person.words("helper_sign"))
    expect(page.locator(f"#a-{first}")).to_contain_text(person.words("adult_can_see"))
    page.locator(f"#a-{first} select").select_option(Share.PRIVATE.value)
    page.locator(f"#a-{first} button[value=share]").click()
    expect(page.locator(f"#a-{first}")).to_contain_text(person.words("private_sign"))


def test_a_device_where_it_was_closed_says_so_and_keeps_what_was_typed(running, visit):
    """Closed from the other device by one button: the answer is not saved, which is said; its words still stand."""
    tablet, phone = visit(running), visit(running, PHONE)
    tablet.start("young_teen", topic="important")
    tablet.page.fill("#text", "Typed on the tablet")
    phone.page.context.add_cookies(tablet.page.context.cookies())
    phone.page.goto(f"{phone.base}/talk/{tablet.id}/copy")
    code = phone.page.inner_text(".code")
    phone.page.context.clear_cookies()
    phone.page.goto(f"{phone.base}/resume")
    phone.page.fill("#code", code)
    phone.page.click("button.go")
    phone.page.goto(f"{phone.base}/talk/{tablet.id}/secret")
    phone.page.click("button[value=shut]")
    expect(phone.page.locator(".done")).to_contain_text(tablet.words("secret_done_shut"))
    tablet.page.click("button[value=words]")
    expect(tablet.page.locator("#notice")).to_contain_text(tablet.words("error_expired"))
    expect(tablet.page.locator("#text")).to_have_value("Typed on the tablet")
    tablet.page.reload()
    expect(tablet.page.locator("h1")).to_have_text(tablet.words("problem_closed_elsewhere"))
    tablet.faults.clear()  # Chromium notes the 401
