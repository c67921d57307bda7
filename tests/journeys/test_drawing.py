"""Answering with a drawing or a photo, in the person's own words if they like, and nobody else sees it unasked."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from records.message import Input
from tests.person import API, Person, call

pytestmark = [pytest.mark.engine, pytest.mark.browser]

SEEN = "document.querySelector('.drawing').naturalWidth"


def photo():
    """A small photo."""
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(file, "JPEG")
    return file.getvalue()


def to_the_drawing(child):
    """Skip until something may be drawn."""
    child.start("child_primary", topic="aspirations")
    for _ in range(12):
        if child.page.locator(".draw").count():
            return
        child.press(".dock button[value=skip]")
    raise AssertionError("nothing may be drawn")


def test_a_child_draws_an_answer(running, visit):
    """A line on the paper and a few words beside it; both are shown again, and go when the answer is taken away."""
    child = visit(running)
    page = child.page
    to_the_drawing(child)
    question = child.question
    page.click(".ink-red")
    paper = page.locator("canvas").bounding_box()
    page.mouse.move(paper["x"] + 40, paper["y"] + 40)
    page.mouse.down()
    page.mouse.move(paper["x"] + 200, paper["y"] + 160, steps=5)
    page.mouse.up()
    page.fill("#text", "A den in the garden")
    child.press("button[value=words]")
    kept = child.answer(question)
    assert (kept.words, kept.input) == ("A den in the garden", Input.DRAWN)
    page.goto(f"{child.base}/talk/{child.id}/review")
    expect(page.locator(".drawing")).to_have_attribute("alt", "A den in the garden")
    page.locator(".drawing").scroll_into_view_if_needed()
    page.wait_for_function(f"{SEEN} > 100")
    page.locator(f"#a-{question} button[value=remove]").click()
    assert child.store.drawings.find(child.id, kept.picked.drawing) is None


def test_a_photo_alone_is_an_answer_without_scripts_too(running, visit):
    """A file is chosen and sent with the form; nobody has to write."""
    child = visit(running, java_script_enabled=False)
    to_the_drawing(child)
    question = child.question
    child.page.set_input_files("#picture", {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    child.press("button[value=words]")
    kept = child.answer(question)
    assert (kept.words, kept.input) == (None, Input.DRAWN)
    assert child.store.drawings.find(child.id, kept.picked.drawing)[8:12] == b"WEBP"


def test_the_api_keeps_a_picture_for_its_owner_alone(running):
    """Another person's token does not open it, and what is no picture, or not theirs, is refused."""
    person, stranger = Person.asked(running.base), Person.asked(running.base)
    kept = person.call("POST", "/drawings", photo())
    assert kept.status == 201
    place = f"/drawings/{kept.json['drawing']}"
    assert person.call("GET", place).status == 200
    assert stranger.call("GET", place).status == 404
    assert call(running.base, "GET", f"{API}/conversations/{person.id}{place}", None, stranger.token).status == 403
    assert person.call("POST", "/drawings", b"no picture").problem == "no_picture"
    assert person.call("POST", "/drawings", b"x" * 13_000_000).status == 413
    assert stranger.say(drawing=kept.json["drawing"]).problem == "not_a_choice"
    assert person.say(drawing=kept.json["drawing"]).json["understood_as"] == "answer"
