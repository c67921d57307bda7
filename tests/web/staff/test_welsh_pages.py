"""Staff pages in Welsh: whole, and what is prepared on them stays in the language of whoever it is for."""

import re

import pytest

from records.exports.labels import day
from tests.web.staff.test_reviews import FORM, LIST, NEW, codes, kept


@pytest.fixture(scope="module")
def whole_app(welsh_app):
    return welsh_app


@pytest.fixture
def welsh(jones):
    """A practitioner who chose Welsh."""
    jones.get("/portal/reviews?lang=cy")
    return jones


@pytest.fixture
def prepared(welsh):
    """The page of codes after a form that was sent in Welsh, with these fields."""

    def prepare(**fields):
        return welsh.send(NEW, LIST, **FORM, **fields)

    return prepare


def sheets(browser, page):
    """The sheets to print of a page of codes, each with its language."""
    path = re.search(r'action="(/portal/reviews/[^"]+/sheets)"', page.text)[1]
    return browser.send(NEW, path, code=codes(page)).text


def welsh_whole(page):
    """Whether a page is Welsh, with nothing marked as English but the link to it."""
    return '<html lang="cy"' in page.text and 'lang="en-GB"' not in page.text.partition("<footer")[0]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (LIST, "Paratoi sgwrs"),
        (NEW, "Pwy i'w wahodd"),
        ("/portal/kept", "Cedwir sgwrs am 12 mis ar ôl y gair olaf ynddi."),
        ("/portal/account", "Ble rydych wedi mewngofnodi"),
        ("/portal/account/second-factor", "Sganiwch hwn ag ef"),
    ],
)
def test_a_page_is_whole_in_welsh(welsh, path, said):
    """Nothing of it is marked as English, and its own words are Welsh."""
    page = welsh.get(path)
    assert welsh_whole(page)
    assert said in page.text


def test_an_administrators_page_is_whole_in_welsh(welsh):
    """The Word templates too, with what is wrong with one."""
    welsh.enter("root")
    assert welsh_whole(welsh.get("/portal/templates"))
    refused = welsh.send("/portal/templates", "/portal/templates", name="")
    assert "Rhowch enw o hyd at 60 llythyren" in refused.text


def test_what_is_prepared_in_welsh_is_english_unless_somebody_chose(welsh, prepared):
    """The page of codes is Welsh; the sheets are English, since nobody asked for another language."""
    page = prepared()
    assert welsh_whole(page)
    assert "Mae'r ddau yn barod i'w rhoi" in page.text
    assert re.findall(r'<article class="sheet [^>]*lang="([^"]+)"', sheets(welsh, page)) == ["en-GB", "en-GB"]


def test_a_sheet_is_in_the_language_that_was_prepared(welsh, prepared, store):
    """A child who is to talk in Welsh is told so in Welsh, their parent in English on a sheet of their own."""
    told = sheets(welsh, prepared(**{"adjust-language": "cy"}))
    _, invitations = kept(store)
    assert "Agor y dudalen hon" in told
    assert f"tan {day(invitations[0].expires, 'cy')}" in told
    assert f"until {day(invitations[1].expires)}" in told
    assert re.findall(r'<article class="sheet [^>]*lang="([^"]+)"', told) == ["en-GB"]
