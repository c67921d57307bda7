"""In another language: a child's first questions in Welsh, and a page that is written from the right, in Chromium."""

import shutil

import pytest
from babel.messages.pofile import read_po, write_po
from playwright.sync_api import expect

from bot.engine import model
from bot.interview.languages.catalogue import catalogue, path_of
from bot.interview.languages.translated import translated
from operating.settings import DATA
from tests.installation import Installation, trained
from tests.journeys.test_accessible import WIDER, looked_at
from tests.journeys.visitor import PHONE, content

pytestmark = [pytest.mark.engine, pytest.mark.browser]

LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتدهفغحيجكلمنوپقرستوڤوخيز")
SIDE = """selector => { const box = document.querySelector(selector).getBoundingClientRect();
  return (box.left + box.right) / 2 < document.documentElement.clientWidth / 2 ? "left" : "right" }"""


def pseudo(english):
    """Words of no language, in Arabic letters, with every {place} as it was."""
    pieces = english.split("{")
    turned = [pieces[0].lower().translate(LETTERS)]
    for piece in pieces[1:]:
        name, brace, rest = piece.partition("}")
        turned.append(name + brace + rest.lower().translate(LETTERS))
    return "{".join(turned)


@pytest.fixture(scope="module")
def abroad(tmp_path_factory):
    """A MySay with Welsh on, and with a language from the right that is made of the template."""
    folder = tmp_path_factory.mktemp("abroad")
    shutil.copytree(DATA, folder / "data")
    with (DATA / "translations" / "messages.pot").open("rb") as file:
        held = read_po(file, locale="ar")
    for message in held:
        if message.id:
            message.string = pseudo(message.id) if isinstance(message.id, str) else (pseudo(message.id[0]),) * 6
    path_of(folder / "data", "ar").parent.mkdir(parents=True)
    with path_of(folder / "data", "ar").open("wb") as file:
        write_po(file, held)
    there = model.path(folder / "data", folder / "models")  # the same training data in another place
    there.parent.mkdir()
    there.symlink_to(trained())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYSAY_DATA", str(folder / "data"))
        patch.setenv("MYSAY_MODELS", str(folder / "models"))
        patch.setenv("MYSAY_LANGUAGES", "en-GB,cy,ar")
        with Installation.started(folder / "home") as installation:
            yield installation


def test_a_child_answers_three_questions_in_welsh_and_comes_back_to_it(abroad, visit):
    """Chosen on the first page; every button works; on another device the language is the same."""
    welsh = translated(content(), catalogue(DATA, "cy"))
    child = visit(abroad)
    page = child.page
    page.goto(f"{child.base}/")
    page.click(".languages a[lang=cy]")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    faults = looked_at(child)
    child.start("child_primary", topic="about_me")
    expect(page.locator("html")).to_have_attribute("lang", "cy")

    asked = []
    for act in (lambda: child.say("Nofio 🐬 a thynnu llun"), lambda: child.press(".dock button[value=skip]")):
        question = child.question
        assert child.heading == welsh.questions[question].variants[child.audience].ask
        child.wish("explain_why")
        expect(page.locator(".said")).to_contain_text(welsh.questions[question].variants[child.audience].why)
        asked.append((question, child.heading))
        act()
    third = child.question
    faults += looked_at(child)
    assert faults == []
    assert child.answer(asked[0][0]).words == "Nofio 🐬 a thynnu llun"
    assert child.answer(asked[0][0]).wording == asked[0][1]
    child.wish("stop")
    expect(page.locator("h1")).to_have_text(welsh.text("stopped_heading", child.audience))
    page.goto(f"{child.base}/talk/{child.id}/copy")
    expect(page.locator("main")).to_contain_text("Nofio 🐬 a thynnu llun")
    code = page.inner_text(".code")

    phone = visit(abroad, PHONE)
    phone.page.goto(f"{phone.base}/resume")
    phone.page.fill("#code", code)
    phone.page.click("button.go")
    expect(phone.page.locator("html")).to_have_attribute("lang", "cy")
    phone.page.click("button[value=resume]")
    expect(phone.asked).to_have_attribute("data-question", third)
    assert phone.store.conversations.find(phone.id).adjustments == {"language": "cy"}


@pytest.mark.parametrize("size", [(820, 1180), PHONE], ids=["tablet", "phone"])
def test_a_language_from_the_right_mirrors_the_page(abroad, visit, size, tmp_path):
    """What stands first in English stands at the right, nothing is cut off or scrolls sideways, and axe is content."""
    person = visit(abroad, size)
    page = person.page
    page.goto(f"{person.base}/")
    assert page.evaluate(SIDE, ".brand") == "left"
    page.click(".languages a[lang=ar]")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate(SIDE, ".brand") == "right"
    faults, wider = looked_at(person), [page.evaluate(WIDER)]
    person.start("young_teen", topic="about_me")
    assert page.evaluate(SIDE, ".map-name") == "right"
    faults += looked_at(person)
    wider.append(page.evaluate(WIDER))
    page.click("a[data-adjust]")
    expect(page.locator(".adjust-window")).to_be_visible()
    wider.append(page.evaluate(WIDER))
    assert (faults, wider) == ([], [0, 0, 0])
