"""The audit as an administrator searches it, pages through it, and takes it away."""

import csv
import io
import re
from datetime import datetime, timedelta

import pytest

from tests.web.staff.conftest import PASSWORD
from tests.web.staff.visitor import Browser


@pytest.fixture
def looked_at(app, talk, unfinished, store):
    """Mx Jones has read one record and taken it away, and Mx Ali has read it too; the administrator looks."""
    for name, path in (("jones", f"/portal/records/{talk.id}"), ("jones", f"/portal/records/{talk.id}/file?format=csv"),
                       ("ali", f"/portal/records/{talk.id}")):  # fmt: skip
        browser = Browser(app)
        browser.enter(name)
        assert browser.get(path).status_code == 200
    store.audit.note("participant", "erased", unfinished.id)
    root = Browser(app)
    root.enter("root")
    return root


def rows(page):
    """Who did what, as the table shows it."""
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [tuple(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("person=sam", 3), ("person=R-17", 3), ("person=robin", 1), ("person=nobody", 0), ("who=Mx+Ali", 2),
        ("who=JONES", 4), ("did=read+the+record", 2), ("person=sam&did=exported+the+record&who=jones", 1),
        ("person=sam&since={yesterday}&until={tomorrow}", 3), ("person=sam&until={before}", 0),
        ("person=sam&since={tomorrow}", 0),
    ],
)  # fmt: skip
def test_it_is_searched_by_person_member_of_staff_day_and_what(looked_at, query, count):
    """Each narrows what the others leave."""
    today = datetime.now().astimezone().date()
    days = {"before": today - timedelta(2), "yesterday": today - timedelta(1), "tomorrow": today + timedelta(1)}
    page = looked_at.get(f"/portal/history?{query.format(**days)}")
    assert len(rows(page)) == count
    assert count or "Nothing found" in page.text


def test_whoever_was_erased_is_found_by_the_reference(looked_at, store, talk):
    """The name is gone from every entry; the entries are not."""
    store.conversations.erase(talk.id)
    assert rows(looked_at.get("/portal/history?person=sam")) == []
    page = looked_at.get(f"/portal/history?person={talk.id[:8]}")
    assert len(rows(page)) == 3
    assert "Sam" not in str(rows(page))  # a form carries a token, which may spell it by chance


def test_older_entries_are_a_page_away(looked_at, store):
    """All stand somewhere, and none twice, also while new ones come in."""
    for number in range(450):
        store.audit.note("jones", "listed records", detail=f"number {number}")
    path, found = "/portal/history?who=jones", []
    while path:
        page = looked_at.get(path)
        found += [row[-1] for row in rows(page) if "number" in row]
        older = re.search(r'href="([^"]+before=[^"]+)"', page.text)
        path = older[1].replace("&amp;", "&") if older else None
    assert found == [str(number) for number in reversed(range(450))]


@pytest.mark.parametrize(
    "query", ["since=soon", "until=2026-13-40", "before=x", "before=-1", "since=0001-01-01", "until=9999-12-31"]
)
def test_what_is_no_day_is_refused_or_finds_what_there_is(looked_at, query):
    """Never an error of ours."""
    assert looked_at.get(f"/portal/history?{query}").status_code in {200, 422}


def test_it_leaves_as_a_file_for_a_spreadsheet(looked_at, store):
    """What was sought, with names, and no cell that runs as a formula; that it was taken is noted."""
    store.audit.note("jones", "listed records", detail="=cmd()")
    reply = looked_at.get("/portal/history/file?who=jones")
    table = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"), newline="")))
    assert table[0][:3] == ["When", "User name", "Name"]
    assert {tuple(row[1:3]) for row in table[1:]} == {("jones", "Mx Jones")}
    assert table[1][-1] == "'=cmd()"
    assert [row[5] for row in table if row[3] == "read the record"] == ["Sam"]
    assert store.audit.newest()[0].did == "exported the audit"


def test_no_name_that_was_searched_for_is_kept(looked_at, store):
    """The audit outlives everybody in it, so that it holds nobody's name."""
    looked_at.get("/portal/history?person=Persephone")
    assert not any("Persephone" in entry.detail for entry in store.audit.newest())


@pytest.mark.parametrize("username", ["jones", "ali"])
def test_it_is_for_administrators_alone(app, people, username):
    """The page and the file are refused to all others."""
    browser = Browser(app)
    browser.enter(username)
    assert {browser.get(f"/portal/history{rest}").status_code for rest in ("", "/file")} == {403}


def test_a_program_gets_a_page_at_a_time(client, talk, store):
    """`older` leads from page to page until it is null."""
    for number in range(250):
        store.audit.note("jones", "listed records", detail=str(number))
    token = client.post("/api/v1/staff/login", json={"username": "root", "password": PASSWORD}).json["token"]
    asked, found, older = "/api/v1/audit?who=jones", [], ""
    while older is not None:
        reply = client.get(f"{asked}&before={older}", headers={"Authorization": f"Bearer {token}"}).json
        found += [entry["detail"] for entry in reply["entries"]]
        older = reply["older"]
    assert found == [str(number) for number in reversed(range(250))]
