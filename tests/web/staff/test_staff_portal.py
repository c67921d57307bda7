"""The practitioner's pages, as a browser asks for them."""

import hashlib
import html
import io
import re
import zipfile

import pytest

from records.exports import FORMATS
from records.exports.labels import day
from tests.records.reading import holds
from tests.web.staff.conftest import PASSWORD, WORDS

SECRET = ("a private hope", "he hits me", "not for others yet")


@pytest.fixture
def browser(app):
    """A browser that keeps cookies, on an address that is secure."""
    client = app.test_client()
    client.environ_base = {**client.environ_base, "wsgi.url_scheme": "https"}
    return client


def form_token(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]


@pytest.fixture
def enter(browser):
    """Signs in by the form."""

    def enter(username, password=PASSWORD, target=""):
        token = form_token(browser.get("/portal/sign-in"))
        fields = {"username": username, "password": password, "next": target, "csrf_token": token}
        return browser.post("/portal/sign-in", data=fields)

    return enter


def test_a_stranger_is_asked_to_sign_in_and_then_led_on(browser, enter, talk):
    """Whoever follows a link to a record signs in first, and then sees that record."""
    asked = browser.get(f"/portal/records/{talk.id}")
    assert asked.status_code == 302
    assert asked.location == f"/portal/sign-in?next=/portal/records/{talk.id}"
    assert enter("jones", target=f"/portal/records/{talk.id}").location == f"/portal/records/{talk.id}"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/portal/", "/\\elsewhere", "javascript:x", "/talk"]
)
def test_signing_in_leads_nowhere_else(enter, target):
    """A link cannot send somebody who signs in to another site."""
    assert enter("jones", target=target).location == "/portal/reviews"


def test_the_session_cannot_be_read_by_script_or_sent_by_another_site(enter):
    """Its cookie is Secure, HttpOnly and SameSite=Strict, and so is the one for forms."""
    reply = enter("jones")
    cookies = [cookie for cookie in reply.headers.getlist("Set-Cookie") if cookie.startswith("mysay_staff=")]
    assert len(cookies) == 1
    assert all(mark in cookies[0] for mark in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"))


@pytest.mark.parametrize(("username", "first"), [("jones", "reviews"), ("ali", "concerns"), ("root", "history")])
def test_each_role_has_its_first_page(browser, enter, username, first):
    """Signing in leads to where that role works."""
    assert enter(username).location == f"/portal/{first}"
    assert browser.get(f"/portal/{first}").status_code == 200


def test_a_wrong_password_is_said_on_the_form(enter):
    """The form comes back with what is wrong, tied to its fields, and the name still there."""
    reply = enter("jones", "not the password")
    assert reply.status_code == 401
    assert 'role="alert"' in reply.text
    assert 'value="jones"' in reply.text
    assert "not the password" not in reply.text


def test_guessing_at_the_form_is_slowed_down_too(enter):
    """The sixth try waits."""
    for _ in range(5):
        enter("jones", "guess")
    assert enter("jones").status_code == 429


def test_a_form_without_its_secret_does_nothing(browser, enter):
    """A sign-in or sign-out that did not come from our page is refused, kindly."""
    fields = {"username": "jones", "password": PASSWORD}
    refused = browser.post("/portal/sign-in", data=fields)
    assert refused.status_code == 400
    assert "open for too long" in refused.text
    enter("jones")
    assert browser.post("/portal/sign-out").status_code == 400
    assert browser.get("/portal/records").status_code == 200


def test_the_list_has_no_words(browser, enter, talk, unfinished):
    """Everyone is listed; only a shared record is a link, and no words are there."""
    enter("jones")
    page = browser.get("/portal/records").text
    assert f'href="/portal/records/{talk.id}"' in page
    assert f'href="/portal/records/{unfinished.id}"' not in page
    assert "words not shared yet" in page
    assert not any(words in page for words in (*SECRET, "My nan"))


def test_the_list_can_be_searched_and_says_when_nothing_fits(browser, enter, talk, unfinished):
    """What was searched stays in the box; nothing found is said, with a way back."""
    enter("jones")
    assert "Robin" not in browser.get("/portal/records?search=sam&state=finished").text
    nothing = browser.get("/portal/records?search=%3Cscript%3E").text
    assert "Nothing found" in nothing
    assert "&lt;script&gt;" in nothing
    assert "<script" not in nothing


def test_an_empty_house_says_what_will_come(browser, enter):
    """With no conversation at all the page says what it is for."""
    enter("jones")
    assert "No conversations yet" in browser.get("/portal/records").text


@pytest.mark.parametrize("by", ["topic", "heading"])
def test_a_record_is_read_as_it_was_said(browser, enter, talk, by):
    """Words stand as they came, say whose they are, and what was kept is only counted."""
    enter("jones")
    page = browser.get(f"/portal/records/{talk.id}?by={by}").text
    assert WORDS.replace("<", "&lt;").replace(">", "&gt;") in page
    assert "In their own words, typed" in page
    assert "1 answer is kept by the person." in page
    assert "Questions without an answer" in page
    assert not any(words in page for words in SECRET)


def test_reading_a_record_is_noted(browser, enter, store, talk):
    """The audit says who read it."""
    enter("jones")
    browser.get(f"/portal/records/{talk.id}")
    assert ("jones", "read the record") in {(entry.who, entry.did) for entry in store.audit.newest(talk.id)}


def test_a_record_that_is_not_shared_says_so(browser, enter, unfinished):
    """The page is a 409 that explains, without words."""
    enter("jones")
    reply = browser.get(f"/portal/records/{unfinished.id}")
    assert reply.status_code == 409
    assert "Not shared yet" in reply.text
    assert "not for others yet" not in reply.text


def test_files_are_downloaded(browser, enter, talk):
    """Each format leaves as a file."""
    enter("jones")
    page = browser.get(f"/portal/records/{talk.id}").text
    links = re.findall(r'href="([^"]+/file\?format=[^"]+)"', page)
    assert len(links) == sum(len(found.shapes) for found in FORMATS.values())
    for link in links:
        reply = browser.get(html.unescape(link))
        assert reply.status_code == 200
        assert reply.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("username", "path"), [("jones", "concerns"), ("jones", "history"), ("root", "records"), ("root", "concerns")]
)
def test_pages_of_other_roles_are_closed(browser, enter, username, path):
    """A 403 that says so, and no link to it in the bar."""
    enter(username)
    assert browser.get(f"/portal/{path}").status_code == 403


def test_signing_out_closes_the_door(browser, enter):
    """After signing out every page asks to sign in again."""
    enter("jones")
    token = form_token(browser.get("/portal/records"))
    assert browser.post("/portal/sign-out", data={"csrf_token": token}).status_code == 303
    assert browser.get("/portal/records").status_code == 302


def test_nothing_is_kept_by_the_browser(browser, enter, talk):
    """Pages with words are not cached, run no inline script or style, and are shown in no frame."""
    enter("jones")
    reply = browser.get(f"/portal/records/{talk.id}")
    assert reply.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]+src)|<style|\sstyle=|\son\w+=", reply.text)


def test_a_block_can_be_copied_whole(browser, enter, talk):
    """Each heading carries its text, ready to paste, with whose words it holds."""
    enter("jones")
    page = browser.get(f"/portal/records/{talk.id}?by=heading").text
    block = html.unescape(re.search(r'data-copy="([^"]*)"', page)[1])
    assert f"In their own words, typed, {day(talk.changed)}: “{WORDS}”" in block


def test_all_that_are_listed_leave_as_one_zip(browser, enter, talk, unfinished, store):
    """Each record that may be read is in it, with a list of hashes that the audit knows; the others are not."""
    enter("jones")
    token = form_token(browser.get("/portal/records"))
    reply = browser.post("/portal/records/files", data={"kind": "pdf:profile", "csrf_token": token})
    assert reply.headers["X-Records"] == "1"
    with zipfile.ZipFile(io.BytesIO(reply.data)) as file:
        name, sums = file.namelist()
        assert name.startswith(f"mysay-{talk.id[:8]}-profile-")
        assert holds("pdf", file.read(name), "My nan")
        digest = file.read(sums).decode().split()[0]
        assert digest == hashlib.sha256(file.read(name)).hexdigest()
    noted = store.audit.newest(talk.id)[0]
    assert (noted.did, noted.detail.startswith(f"pdf profile sha256:{digest} seal:")) == ("exported the record", True)


def test_a_zip_follows_the_filter_of_the_list(browser, enter, talk):
    """Who searched for somebody else gets nothing of this person; a format that is not there is a 422."""
    enter("jones")
    token = form_token(browser.get("/portal/records"))
    nobody = {"kind": "json:whole", "search": "nobody", "csrf_token": token}
    assert browser.post("/portal/records/files", data=nobody).headers["X-Records"] == "0"
    assert browser.post("/portal/records/files", data={"kind": "exe", "csrf_token": token}).status_code == 422
    gone = {"kind": "docx:template:none", "csrf_token": token}
    assert browser.post("/portal/records/files", data=gone).status_code == 404


@pytest.fixture
def write(browser, talk):
    """Writes beside an answer what was done, by the form."""

    def write(did, question_id="important_people", by_when="", path="responses"):
        token = form_token(browser.get(f"/portal/records/{talk.id}"))
        fields = {"question_id": question_id, "did": did, "by_when": by_when, "csrf_token": token}
        return browser.post(f"/portal/records/{talk.id}/{path}", data=fields)

    return write


def test_what_was_done_is_written_beside_an_answer_and_taken_back(browser, enter, talk, write, store):
    """It stands there with who wrote it and by when; with one click it is gone again; both are in the audit."""
    enter("jones")
    page = browser.get(f"/portal/records/{talk.id}").text
    assert "Write what was done about it" in page
    saved = write("Nan comes to your <b>review</b>.", by_when="2027-05-03")
    assert saved.location == f"/portal/records/{talk.id}?saved=important_people#done-important_people"
    page = browser.get(saved.location).text
    assert "Nan comes to your &lt;b&gt;review&lt;/b&gt;." in page
    assert "(by 3 May 2027)" in page
    assert "Mx Jones" in page
    assert "Undo" in page
    write("", path="responses/take-back")
    assert store.responses.of(talk.id) == {}
    assert "Nan comes" not in browser.get(f"/portal/records/{talk.id}").text
    did = [entry.did for entry in store.audit.newest(talk.id)]
    assert {"wrote what was done", "took back what was done"} <= set(did)


TOO_LITTLE, TOO_MUCH, NO_DAY = ({"did": " "}, "or decided"), ({"did": "x" * 1001}, "1,000"), (
    {"did": "x", "by_when": "soon"}, "not right",
)  # fmt: skip


@pytest.mark.parametrize(("written", "why"), [TOO_LITTLE, TOO_MUCH, NO_DAY])
def test_what_cannot_be_kept_comes_back_on_the_form(enter, write, store, written, why):
    """The words are still there, with what is wrong with them; nothing is kept."""
    enter("jones")
    reply = write(**written)
    assert reply.status_code in {413, 422}
    assert why in reply.text
    assert f">{written['did']}</textarea>" in reply.text
    assert not [entry for entry in store.audit.newest() if entry.did == "wrote what was done"]


@pytest.mark.parametrize("question_id", ["hope_later", "feel_safe", "none"])
def test_nothing_is_written_about_what_staff_may_not_see(enter, write, store, talk, question_id):
    """An answer that is kept, set apart or not there has no place to write beside."""
    enter("jones")
    assert write("We know.", question_id).status_code == 404
    assert store.responses.of(talk.id) == {}
