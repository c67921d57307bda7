"""The staff's calls, as a program at a local authority makes them."""

import csv
import io
import json

import jsonschema_rs
import pytest

from operating.settings import DATA
from records.exports import FORMATS
from tests.records.reading import holds
from tests.web.staff.conftest import PASSWORD, WORDS

API = "/api/v1"
SECRET = ("a private hope", "he hits me", "not for others yet")


@pytest.fixture
def as_(client):
    """Calls as a member of staff."""

    def call(username, path, method="get"):
        token = client.post(f"{API}/staff/login", json={"username": username, "password": PASSWORD}).json["token"]
        return client.open(API + path, method=method, headers={"Authorization": f"Bearer {token}"})

    return call


def test_signing_in_gives_a_token_and_who_it_is(client):
    """The right password gives a bearer token, the name and the role; nothing is put into a cookie."""
    reply = client.post(f"{API}/staff/login", json={"username": " Jones ", "password": PASSWORD})
    assert reply.status_code == 200
    assert (reply.json["name"], reply.json["role"]) == ("Mx Jones", "practitioner")
    assert "Set-Cookie" not in reply.headers


def test_a_wrong_password_and_an_unknown_name_sound_the_same(client):
    """Nobody can find out which names exist."""
    wrong = client.post(f"{API}/staff/login", json={"username": "jones", "password": "not the password"})
    unknown = client.post(f"{API}/staff/login", json={"username": "nobody", "password": "not the password"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json == unknown.json
    assert wrong.content_type == "application/problem+json"


def test_guessing_is_slowed_down(client):
    """After five failures even the right password waits, and the reply says how long; another name is not held up."""
    for _ in range(5):
        client.post(f"{API}/staff/login", json={"username": "jones", "password": "guess"})
    held = client.post(f"{API}/staff/login", json={"username": "JONES ", "password": PASSWORD})
    assert held.status_code == 429
    assert 0 < int(held.headers["Retry-After"]) <= 300
    assert client.post(f"{API}/staff/login", json={"username": "ali", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    "fields", [{}, {"username": "jones"}, {"username": 1, "password": []}, {"username": "\ud800", "password": "x"},
               {"username": "jones", "password": "x" * 201}, {"username": "", "password": ""}],
)  # fmt: skip
def test_a_sign_in_that_is_no_sign_in_is_refused(client, fields):
    """What is missing, too long or of the wrong kind is a 422, and never an error of ours."""
    assert client.post(f"{API}/staff/login", json=fields).status_code == 422


@pytest.mark.parametrize("body", ["[]", "not json", '"jones"'])
def test_a_sign_in_must_be_json(client, body):
    """Anything but a JSON object is a 400."""
    assert client.post(f"{API}/staff/login", data=body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("path", ["/records", "/records/x", "/audit", "/concerns"])
def test_strangers_see_nothing(client, talk, path):
    """Without a token, or with a made-up one or a participant's, everything is a 401."""
    assert client.get(API + path).status_code == 401
    assert client.get(API + path, headers={"Authorization": "Bearer made-up"}).status_code == 401


def test_a_child_s_token_is_no_staff_token(client, store, talk):
    """A participant cannot read records, not even their own by this way."""
    token = store.devices.let_in(talk.id)
    assert client.get(f"{API}/records/{talk.id}", headers={"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.parametrize(
    ("username", "path", "status"),
    [
        ("jones", "/records", 200), ("ali", "/records", 200), ("root", "/records", 403),
        ("jones", "/audit", 403), ("ali", "/audit", 403), ("root", "/audit", 200),
        ("jones", "/concerns", 403), ("ali", "/concerns", 200), ("root", "/concerns", 403),
    ],
)  # fmt: skip
def test_each_role_sees_what_it_needs(as_, username, path, status):
    """Records for those who plan, the audit for administrators, concerns for the safeguarding lead alone."""
    assert as_(username, path).status_code == status


def test_the_list_shows_how_far_without_words(as_, talk, unfinished):
    """Each conversation is listed with its progress; no words of anybody are there."""
    reply = as_("jones", "/records")
    rows = {row["id"]: row for row in reply.json["records"]}
    assert rows[talk.id]["shared"] is True
    assert rows[unfinished.id]["shared"] is False
    assert rows[unfinished.id]["progress"]["done"] == 1
    assert not any(words in reply.text for words in (*SECRET, "My nan"))


def test_the_list_can_be_narrowed(as_, talk, unfinished):
    """By name or reference, by state, and by who gave the views; an unknown state is refused."""

    def found(query):
        return [row["id"] for row in as_("jones", f"/records?{query}").json["records"]]

    assert found("search=r-17") == [talk.id]
    assert found("audience=parent") == [unfinished.id]
    assert found("state=finished&audience=parent") == []
    assert as_("jones", "/records?state=nonsense").status_code == 422


@pytest.mark.parametrize("name", FORMATS)
def test_a_record_leaves_in_every_format(as_, talk, name):
    """Each format is a file with a name that tells nothing, holds the shared words, and none that were kept."""
    reply = as_("jones", f"/records/{talk.id}?format={name}")
    assert reply.status_code == 200
    assert reply.content_type == FORMATS[name].media_type
    assert "Sam" not in reply.headers["Content-Disposition"]
    assert reply.headers["Content-Disposition"].startswith(f'attachment; filename="mysay-{talk.id[:8]}-')
    assert holds(name, reply.data, "My nan 👵🏽")
    assert not any(holds(name, reply.data, words) for words in SECRET)


def test_the_json_is_what_its_schema_says(as_, talk):
    """JSON is what one gets unasked, and it fits the published schema."""
    record = as_("jones", f"/records/{talk.id}").json
    schema = json.loads((DATA / "schema" / "record.schema.json").read_text("utf-8"))
    jsonschema_rs.validate(schema, record)
    assert record["kept"] == 1
    assert [line["words"] for part in record["parts"] for line in part["lines"] if line["words"]] == [WORDS]


def test_the_csv_opens_in_a_spreadsheet(as_, talk):
    """There is a row for each question that staff may see: one answered, one skipped."""
    text = as_("jones", f"/records/{talk.id}?format=csv").data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 3


def test_words_are_not_read_before_they_are_shared(as_, unfinished):
    """While somebody is still talking their record is a 409, in every format."""
    for name in FORMATS:
        reply = as_("jones", f"/records/{unfinished.id}?format={name}")
        assert (reply.status_code, reply.json["type"]) == (409, "/problems/not_shared_yet")


@pytest.mark.parametrize(
    "conversation_id", ["00000000-0000-4000-8000-000000000000", "1", "'; drop table answer", "%00"]
)
def test_an_unknown_record_is_not_found(as_, talk, conversation_id):
    """Any id that is none is a 404."""
    assert as_("jones", f"/records/{conversation_id}").status_code == 404


def test_an_unknown_format_is_refused(as_, talk):
    """A format that is not there is a 422, and nothing is noted as exported."""
    assert as_("jones", f"/records/{talk.id}?format=exe").status_code == 422


def test_every_look_is_in_the_audit(as_, talk):
    """The administrator sees who signed in, listed and exported, with the hash of what was taken, and no words."""
    as_("jones", "/records")
    as_("jones", f"/records/{talk.id}?format=csv")
    reply = as_("root", "/audit")
    did = {(entry["who"], entry["did"]) for entry in reply.json["entries"]}
    assert {("jones", "signed in"), ("jones", "listed records"), ("jones", "exported the record")} <= did
    exported = next(entry for entry in reply.json["entries"] if entry["did"] == "exported the record")
    assert exported["conversation_id"] == talk.id
    assert exported["detail"].startswith("csv sha256:")
    assert exported["detail"].endswith(f" seal:{as_('jones', f'/records/{talk.id}').json['seal']}")
    assert not any(words in reply.text for words in (*SECRET, "My nan"))


def test_the_audit_of_one_conversation(as_, talk):
    """It can be asked about one conversation alone."""
    as_("jones", f"/records/{talk.id}")
    entries = as_("root", f"/audit?conversation_id={talk.id}").json["entries"]
    assert [entry["did"] for entry in entries] == ["exported the record"]


def test_the_safeguarding_lead_reads_the_exact_words(as_, talk):
    """A concern holds the words that are in no record, and that it was read is noted."""
    (concern,) = as_("ali", "/concerns").json["concerns"]
    assert (concern["words"], concern["level"], concern["conversation_id"]) == ("he hits me", "urgent", talk.id)
    assert ("ali", "read the concerns") in {(e["who"], e["did"]) for e in as_("root", "/audit").json["entries"]}


def test_a_concern_is_marked_as_read_by_the_lead_alone(as_, talk):
    """Who read it first is kept; nobody else may mark it, and one that is not there is a 404."""
    (concern,) = as_("ali", "/concerns").json["concerns"]
    path = f"/concerns/{concern['id']}/acknowledge"
    assert as_("jones", path, "post").status_code == 403
    assert as_("ali", path, "post").json["acknowledged_by"] == "Mx Ali"
    assert as_("ali", "/concerns/none/acknowledge", "post").status_code == 404


def test_signing_out_ends_the_token(client):
    """After signing out the token opens nothing."""
    token = client.post(f"{API}/staff/login", json={"username": "jones", "password": PASSWORD}).json["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get(f"{API}/records", headers=bearer).status_code == 200
    assert client.post(f"{API}/staff/logout", headers=bearer).status_code == 204
    assert client.get(f"{API}/records", headers=bearer).status_code == 401
    assert client.post(f"{API}/staff/logout", headers=bearer).status_code == 401
