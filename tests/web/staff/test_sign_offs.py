"""Signing off: a practitioner checks a record, and every file that is taken from then on says so."""

import json
import re

import pytest

from records.answer import Outcome, Whose
from records.message import Input, Said
from tests.records.reading import holds
from tests.web.staff.visitor import PASSWORD


def seal(page):
    return re.search(r'name="seal" value="([0-9a-f]{64})"', page.text)[1]


@pytest.fixture
def path(talk):
    return f"/portal/records/{talk.id}"


@pytest.fixture
def ask(client):
    """Asks for something of the records as a practitioner's program does."""
    token = client.post("/api/v1/staff/login", json={"username": "jones", "password": PASSWORD}).json["token"]
    headers = {"Authorization": f"Bearer {token}"}
    return lambda method, path, fields=None: client.open(
        f"/api/v1/records{path}", method=method, headers=headers, json=fields
    )


@pytest.fixture
def signed(jones, path):
    assert jones.send(path, f"{path}/sign-off", seal=seal(jones.get(path))).status_code == 303


def test_a_record_is_signed_off_and_that_is_taken_back(jones, path, talk, store, signed):
    """The page says who did and when; taking it back leaves a record that nobody has signed, and the audit has both."""
    assert "Checked and signed off by <bdi>Mx Jones</bdi>" in jones.get(path).text
    assert jones.send(path, f"{path}/sign-off/take-back").status_code == 303
    assert "Checked and signed off" not in jones.get(path).text
    assert jones.send(path, f"{path}/sign-off/take-back").status_code == 404
    did = [entry.did for entry in store.audit.newest(talk.id)]
    assert {"signed off the record", "took back signing off the record"} <= set(did)


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("name", ["json", "text", "html", "csv", "pdf", "docx", "fhir"])
def test_the_seal_is_the_same_in_every_format_before_and_after(jones, path, name, store, talk):
    """What was said has not changed by being signed, and the audit has its seal beside each file."""
    assert jones.get(f"{path}/file?format={name}").status_code == 200
    entries = store.audit.newest(talk.id)
    taken = next(entry.detail for entry in entries if entry.did == "exported the record")
    (agreed,) = (entry.detail for entry in entries if entry.did == "signed off the record")
    assert agreed in taken


def test_files_say_who_signed(jones, path, signed):
    """In words where people read it, as a field where programs do."""
    told = json.loads(jones.get(f"{path}/file?format=json").data)
    assert told["signed"]["who"] == "Mx Jones"
    for name in ("text", "html", "pdf", "docx"):
        assert holds(name, jones.get(f"{path}/file?format={name}").data, "Mx Jones")


def test_a_record_that_changed_is_signed_anew(jones, path, talk, store, signed):
    """Where the person corrects an answer the signature no longer holds, the page says so, and files do not bear it."""
    message = store.messages.keep(talk.id, Said("m-new", "important_people", "only my dog", input=Input.TYPED))
    store.answers.keep(talk.id, "important_people", Outcome.ANSWERED, Whose.OWN_WORDS, message.seq)
    assert "and changed since then" in jones.get(path).text
    assert json.loads(jones.get(f"{path}/file?format=json").data)["signed"] is None


def test_what_was_not_read_is_not_signed(jones, path, talk, store):
    """A form from before the record changed, or without its seal, is refused."""
    assert jones.send(path, f"{path}/sign-off", seal="0" * 64).status_code == 409
    assert jones.send(path, f"{path}/sign-off").status_code == 409
    assert store.sign_offs.of(talk.id) is None


def test_a_program_signs_what_it_has_read(ask, talk, store):
    """By the seal of the record as JSON; then that says who, until it is taken back, and both are in the audit."""
    seal = ask("GET", f"/{talk.id}").json["seal"]
    assert ask("POST", f"/{talk.id}/sign-off", {"seal": seal}).status_code == 204
    told = ask("GET", f"/{talk.id}").json
    assert (told["signed"]["who"], told["seal"]) == ("Mx Jones", seal)
    assert ask("DELETE", f"/{talk.id}/sign-off").status_code == 204
    assert ask("DELETE", f"/{talk.id}/sign-off").status_code == 404
    assert ask("GET", f"/{talk.id}").json["signed"] is None
    did = [entry.did for entry in store.audit.newest(talk.id)]
    assert {"signed off the record", "took back signing off the record"} <= set(did)


@pytest.mark.parametrize(
    ("fields", "status"),
    [(None, 400), ([], 422), ({}, 422), ({"seal": 7}, 422), ({"seal": "0" * 64, "who": "root"}, 422),
     ({"seal": "0" * 64}, 409)],
)  # fmt: skip
def test_a_program_that_signs_something_else_is_refused(ask, talk, store, fields, status):
    """What is no seal, has more than one, or is the seal of another record."""
    assert ask("POST", f"/{talk.id}/sign-off", fields).status_code == status
    assert store.sign_offs.of(talk.id) is None


def test_what_is_not_shared_is_not_signed(jones, unfinished):
    """Nor what is not there."""
    for conversation_id, status in ((unfinished.id, 409), ("nobody", 404)):
        sent = jones.send("/portal/records", f"/portal/records/{conversation_id}/sign-off", seal="0" * 64)
        assert sent.status_code == status
