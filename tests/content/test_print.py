"""The printed questions: all that a practitioner has to read before signing, in one file for each audience."""

import html
import re
from pathlib import Path

import pytest

from bot.interview.bank import Bank
from commands.pages import write_pages
from operating.settings import DATA
from records.conversation import Audience


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[Audience, str]:
    """What is written for each audience, as text."""
    bank: Bank = request.getfixturevalue("bank")
    paths = write_pages(DATA, bank, tmp_path_factory.mktemp("pages"))
    return {Audience(path.stem): html.unescape(path.read_text("utf-8")) for path in paths}


@pytest.mark.parametrize("audience", Audience)
def test_every_question_is_on_its_audiences_page(pages: dict[Audience, str], bank: Bank, audience: Audience) -> None:
    """With its easier wording, its reason and its examples, as that person would read them."""
    page = pages[audience]
    for question in bank.questions.values():
        if variant := question.variants.get(audience):
            for text in (variant.ask, variant.easier, variant.why, *variant.examples):
                assert text.replace("{child}", "your child").replace("{Child}", "Your child") in page


@pytest.mark.parametrize("audience", Audience)
def test_a_page_marks_the_short_way_and_can_be_signed(pages: dict[Audience, str], audience: Audience) -> None:
    """A practitioner sees the eight that matter most, and puts a name to what was read."""
    assert pages[audience].count("In the short way") == 8
    assert "Signature" in pages[audience]


@pytest.mark.parametrize("audience", Audience)
def test_a_page_is_whole_by_itself(pages: dict[Audience, str], audience: Audience) -> None:
    """It can be mailed: each picture that it shows is inside, and nothing is fetched from anywhere."""
    page = pages[audience]
    shown, held = set(re.findall(r'href="#p-(\w+)"', page)), set(re.findall(r'<symbol id="p-(\w+)"', page))
    assert shown
    assert shown <= held
    assert not re.search(r'(src|href)="https?:', page)


def test_a_condition_is_told_in_plain_words(pages: dict[Audience, str]) -> None:
    """Whoever signs knows who will be asked, and who will not."""
    assert "Asked from Year 9." in pages[Audience.PARENT]
    assert "Asked if “Signing” was the answer to “How do you like to tell people things?”" in pages[Audience.YOUNG_TEEN]
    assert "Asked for an annual review, an EHC needs assessment or a move to a new place." in pages[Audience.PARENT]


def test_the_index_leads_to_every_page(bank: Bank, tmp_path: Path) -> None:
    """One place to begin."""
    pages = write_pages(DATA, bank, tmp_path)
    index = (tmp_path / "index.html").read_text("utf-8")
    assert all(f'href="{page.name}"' in index for page in pages)
