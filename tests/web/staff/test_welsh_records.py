"""Records, concerns, evidence, insight and the audit in Welsh; what goes into an English plan stays English."""

import pytest

from tests.web.staff.conftest import WORDS


@pytest.fixture(scope="module")
def whole_app(welsh_app):
    return welsh_app


@pytest.fixture
def welsh(jones):
    """Signs somebody in who chose Welsh."""

    def sign_in(username):
        jones.enter(username)
        jones.get("/portal/account?lang=cy")
        return jones

    return sign_in


@pytest.fixture
def ids(store, talk):
    """Of what the addresses are of."""
    return {"talk": talk.id, "concern": store.concerns.newest()[0].id}


@pytest.mark.parametrize(
    ("username", "path", "said"),
    [
        ("jones", "/portal/records", "1 sgwrs, y ddiweddaraf yn gyntaf."),
        ("jones", "/portal/records/{talk}", "Cymeradwyo'r cofnod hwn"),
        ("jones", "/portal/records/{talk}/side-by-side", "Dim ond un ochr hyd yn hyn"),
        ("jones", "/portal/records/{talk}/evidence", "ni ddewiswyd yr un"),
        ("jones", "/portal/insight", "Rhy ychydig o sgyrsiau"),
        ("ali", "/portal/concerns", "1 pryder, y rhai heb eu darllen ar y brig."),
        ("ali", "/portal/concerns/{concern}", "Ni ddywedwyd wrth neb drwy e-bost na webhook"),
        ("root", "/portal/history", "Lawrlwytho pob un sy'n cyd-fynd fel CSV"),
    ],
)
def test_a_page_is_said_in_welsh(welsh, ids, username, path, said):
    """With its plurals, and the main part of no page is marked as English."""
    page = welsh(username).get(path.format(**ids)).text
    assert said in page
    assert '<html lang="cy"' in page
    assert 'lang="en-GB"' not in page.partition("<main")[2].partition(">")[0]


def test_what_was_said_in_english_is_marked_as_english(welsh, store, talk):
    """A Welsh voice does not read it; and what was said in Welsh needs no mark on a Welsh page."""
    path = f"/portal/records/{talk.id}"
    assert f'<blockquote dir="auto" lang="en-GB">{WORDS[:6]}' in welsh("jones").get(path).text
    store.conversations.change(talk.id, adjustments={"language": "cy"})
    assert f'<blockquote dir="auto">{WORDS[:6]}' in welsh("jones").get(path).text


def test_what_goes_into_a_plan_stays_english(welsh, talk):
    """The words to copy, and the evidence as a file."""
    browser = welsh("jones")
    assert "In their own words" in browser.get(f"/portal/records/{talk.id}?by=heading").text
    file = browser.get(f"/portal/records/{talk.id}/evidence/file?format=html").text
    assert "Who was asked, and how" in file
    assert '<html lang="en-GB"' in file
    assert "Tystiolaeth" not in file
