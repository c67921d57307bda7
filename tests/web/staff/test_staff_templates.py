"""An authority's own Word template, from the administrator who gives it to the practitioner who uses it."""

import html
import io
import re

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from tests.records.reading import holds
from tests.records.test_docx import template
from tests.web.staff.conftest import PASSWORD

PAGE = "/portal/templates"


@pytest.fixture
def browser(app):
    """A browser that keeps cookies, on an address that is secure."""
    client = app.test_client()
    client.environ_base = {**client.environ_base, "wsgi.url_scheme": "https"}
    return client


@pytest.fixture
def send(browser):
    """Sends a form of our pages, with its secret."""

    def send(path, **fields):
        page = browser.get("/portal/sign-in" if path == "/portal/sign-in" else PAGE).text
        secret = re.search(r'name="csrf_token" value="([^"]+)"', page)
        token = secret[1] if secret else ""
        # In memory: what is large would else go into a temporary file, which nobody closes.
        form, _, boundary = stream_encode_multipart({**fields, "csrf_token": token}, use_tempfile=False)
        return browser.post(path, data=form.read(), content_type=f"multipart/form-data; boundary={boundary}")

    return send


@pytest.fixture
def enter(send, browser):
    def enter(username):
        browser.delete_cookie("mysay_staff")
        assert send("/portal/sign-in", username=username, password=PASSWORD).status_code == 303

    return enter


def give(send, body, name="Our form"):
    return send(PAGE, name=name, file=FileStorage(io.BytesIO(body), "form.docx"))


def test_a_template_is_given_used_removed_and_put_back(browser, enter, send, talk, store):
    """From the form to a practitioner's download, and back again; each step is in the audit."""
    enter("root")
    assert give(send, template("Plan: {{ name }}", "{{ friendships }}")).status_code == 303
    (kept,) = store.templates.all()
    enter("jones")
    page = html.unescape(browser.get(f"/portal/records/{talk.id}").text)
    link = f"/portal/records/{talk.id}/file?format=docx&template={kept.id}"
    assert link in page
    reply = browser.get(link)
    assert holds("docx", reply.data, "Plan: Sam")
    assert holds("docx", reply.data, "My nan 👵🏽 and =my <b>dog</b>")
    assert not holds("docx", reply.data, "a private hope")
    enter("root")
    assert send(f"{PAGE}/{kept.id}/remove").status_code == 303
    enter("jones")
    assert browser.get(link).status_code == 404
    enter("root")
    assert send(f"{PAGE}/{kept.id}/put-back").status_code == 303
    assert store.templates.all() == [kept]
    did = [entry.did for entry in store.audit.newest()]
    assert {"added a Word template", "removed a Word template", "put a Word template back", "exported the record"} <= {
        *did
    }


def test_what_is_wrong_is_named_and_nothing_is_kept(enter, send, store):
    """Every fault is told in plain words, with what was perhaps meant."""
    enter("root")
    reply = give(send, template("{{ asprations }}", "{{ ''.__class__ }}"))
    assert reply.status_code == 422
    text = html.unescape(reply.text)
    assert "There is no field “asprations”. Was “aspirations” meant?" in text
    assert "is code" in text
    assert store.templates.all() == []


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [("", b"x", "Give the template a name"), ("x" * 61, b"x", "Give the template a name"), ("A", b"", "Choose a file"),
     ("A", b"not Word", "not a Word document"), ("A", bytes(5_000_001), "larger than 5 MB")],
    ids=["no name", "a long name", "no file", "not Word", "too large"],
)  # fmt: skip
def test_a_form_that_is_not_filled_in_says_so(enter, send, name, body, told):
    """The page comes back with what to do."""
    enter("root")
    reply = give(send, body, name)
    assert reply.status_code == 422
    assert told in html.unescape(reply.text)


def test_fifty_megabytes_are_not_even_read(enter, send):
    """A far larger file is turned away at the door."""
    enter("root")
    assert give(send, bytes(50_000_000)).status_code == 413


def test_a_name_is_given_once(enter, send):
    """A second template of the same name is refused, in capitals too."""
    enter("root")
    give(send, template("{{ history }}"))
    assert "There is a template of this name" in give(send, template("{{ history }}"), "OUR FORM").text


@pytest.mark.parametrize("username", ["jones", "ali"])
def test_templates_are_the_administrator_s_alone(browser, enter, send, username):
    """Others neither see the page nor give a file."""
    enter(username)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}/x/remove").status_code in {400, 403}


def test_every_field_is_listed_with_what_it_holds(browser, enter):
    """The page shows each field as it is typed into Word."""
    enter("root")
    page = html.unescape(browser.get(PAGE).text)
    for field in ("{{ aspirations }}", "{{ about_me_people }}", "{{ name }}", "{% for block in sections %}"):
        assert f"<code>{field}</code>" in page
    assert "{{ line.provenance }}" in page


def test_a_program_can_have_the_template_too(client, talk, store):
    """The API takes the id of a template; one that is not there is a 404."""
    kept = store.templates.add("Our form", template("{{ friendships }}"), "Mx Root")
    token = client.post("/api/v1/staff/login", json={"username": "jones", "password": PASSWORD}).json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    reply = client.get(f"/api/v1/records/{talk.id}?format=docx&template={kept.id}", headers=bearer)
    assert holds("docx", reply.data, "My nan")
    assert client.get(f"/api/v1/records/{talk.id}?template=none", headers=bearer).status_code == 404
