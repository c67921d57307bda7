"""The description of the API tells the truth: every route is in it, and what the server says fits it."""

import json
import re

import jsonschema_rs
import pytest

from operating.settings import DATA, Settings
from records.exports import FORMATS
from records.staff import Role
from records.store import Store
from tests.person import API, Person, call, new_id
from tests.speech import pcm
from web import create_app

API_FILE = DATA / "schema" / "openapi.json"
PASSWORD = "a long enough password"
METHODS = {"get", "post", "patch", "delete", "put"}


@pytest.fixture(scope="module")
def described():
    return json.loads(API_FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def fits(described):
    """Checks a value against a named schema of the description."""

    def check(name, value):
        schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(value)

    return check


@pytest.fixture(scope="module")
def answered(described, fits):
    """Checks an answer of the server against what the description says of that call and status."""

    def check(method, path, reply):
        told = described["paths"][path][method.lower()]["responses"].get(str(reply.status))
        assert told, f"{method} {path} gave {reply.status}, which is not described"
        if "$ref" in told:
            told = described["components"]["responses"][told["$ref"].rsplit("/", 1)[1]]
        for name, header in told.get("headers", {}).items():
            assert name in reply.headers or not header.get("required"), name
        kinds = told.get("content", {})
        kind = reply.headers.get("Content-Type", "").partition(";")[0]
        assert kind in kinds or not (kinds or reply.body), kind
        if reply.body and kind.endswith("json") and "$ref" in kinds[kind]["schema"]:
            fits(kinds[kind]["schema"]["$ref"].rsplit("/", 1)[1], reply.json)
        return reply

    return check


def test_every_route_is_described_and_every_description_has_a_route(tmp_path, described):
    """The application's own list of routes and the description are the same."""
    app = create_app(Settings(tmp_path, secret_key="only for tests"))
    routes = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") or rule.rule in {"/healthz", "/readyz"}
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, item in described["paths"].items() for method in item if method in METHODS}
    assert told == routes


def test_every_part_is_a_schema_and_every_reference_leads_somewhere(described):
    """Each schema is one of JSON Schema 2020-12, as OpenAPI 3.1 has it, and nothing points into the void."""
    for name, schema in described["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
        whole = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        jsonschema_rs.Draft202012Validator(whole)
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', API_FILE.read_text("utf-8")):
        found = described
        for step in reference.split("/"):
            found = found[step]


def test_each_call_has_a_name_of_its_own(described):
    """Programs are made from these names."""
    names = [
        call["operationId"] for item in described["paths"].values() for how, call in item.items() if how in METHODS
    ]
    assert len(names) == len(set(names))


@pytest.mark.engine
def test_a_participant_s_calls_are_as_described(running, answered):
    """A whole conversation, its mistakes included, for each audience."""
    conversation = "/api/v1/conversations/{conversation_id}"
    for audience in ("child_early", "child_primary", "young_teen", "young_person", "parent"):
        fields = {
            "audience": audience,
            "purpose": "annual_review",
            "called": "Sam",
            "adjustments": {"easy_words": True},
        }
        started = answered("post", "/api/v1/conversations", call(running.base, "POST", f"{API}/conversations", fields))
        person = Person(running.base, started.json["id"], started.json["token"], started.json["resume_code"])

        def does(method, rest="", path="", body=None, person=person):
            return answered(method, conversation + path, person.call(method.upper(), rest, body))

        def says(does=does, **said):
            return does("post", "/messages", "/messages", {"message_id": new_id(), **said})

        says(question_id="choose_topic", choice="any_order")
        question = person.question
        for said in ({"choice": "explain_why"}, {"choice": "give_example"}, {"text": "words"}, {"choice": "skip"}, {}):
            says(**said)
        for _ in range(8):
            says(**_some_answer(person.view["current"]))
        assert says(text="x" * 10_001).status == 413
        does("get")
        does("get", "/answers", "/answers")
        does("get", "/readers", "/readers")
        does("patch", f"/answers/{question}", "/answers/{question_id}", {"text": "other words", "share": "school"})
        does("patch", "/answers/none", "/answers/{question_id}", {"text": "x"})
        for kind in (*FORMATS, "exe", "pdf&shape=profile", "pdf&shape=round"):
            does("get", f"/record?format={kind}", "/record")
        does("patch", "", "", {"state": "finished"})
        assert says(text="too late").status == 409
        does("delete", f"/answers/{question}", "/answers/{question_id}")
        answered(
            "post", "/api/v1/resume", call(running.base, "POST", f"{API}/resume", {"resume_code": person.resume_code})
        )
        assert does("delete").status == 204
        assert does("get").status == 401


def _some_answer(current):
    """An answer that a message itself offers."""
    asked = {"question_id": current["question_id"]}
    if "scale" in current:
        return {**asked, "scale": current["scale"][-1]["value"]}
    if "cards" in current:
        cards = current["cards"]
        return {**asked, "cards": {card["id"]: cards["heaps"][0]["id"] for card in cards["items"][:2]}}
    if current.get("choices"):
        return {**asked, "choice": current["choices"][0]["id"]}
    return {**asked, "text": "some words"}


@pytest.mark.engine
def test_the_other_calls_are_as_described(running, answered):
    """Content, health, and coming back with a code that is none."""
    for audience in ("child_early", "child_primary", "young_teen", "young_person", "parent", "teacher"):
        reply = call(running.base, "GET", f"{API}/questions?audience={audience}")
        answered("get", "/api/v1/questions", reply)
    for symbol in ("heart", "no_such_picture"):
        answered("get", "/api/v1/symbols/{symbol_id}", call(running.base, "GET", f"{API}/symbols/{symbol}"))
    for path in ("/healthz", "/readyz", "/api/v1/openapi.json"):
        answered("get", path, call(running.base, "GET", path))
    answered("post", "/api/v1/conversations", call(running.base, "POST", f"{API}/conversations", {"audience": "x"}))
    answered("post", "/api/v1/conversations", call(running.base, "POST", f"{API}/conversations", b"{"))


@pytest.mark.engine
def test_listening_is_as_described(running, answered):
    """Speech, silence, what is no sound, and what is too long."""
    for body in (pcm("austen_0890"), bytes(32_000), b"", b"OggS", bytes(200 * 32_000)):
        answered("post", f"{API}/speech/recognise", call(running.base, "POST", f"{API}/speech/recognise", body))


@pytest.mark.engine
def test_keeping_a_voice_is_as_described(running, answered):
    """Kept, heard whole and in part, refused, and taken away."""
    person, message_id = Person.asked(running.base, adjustments={"keep_voice": True}), new_id()
    kept = "/api/v1/conversations/{conversation_id}/recordings/{message_id}"
    heard = "/api/v1/conversations/{conversation_id}/answers/{question_id}/recording"
    path = f"/answers/{person.question}/recording"
    person.say("some words", message_id, input="spoken")
    for body in (b"", b"OggS", bytes(200 * 32_000), pcm("austen_0890")):
        answered("put", kept, person.call("PUT", f"/recordings/{message_id}", body))
    answered("put", kept, person.call("PUT", f"/recordings/{new_id()}", bytes(3200)))
    answered("get", heard, person.call("GET", path))
    whole = f"{API}/conversations/{person.id}{path}"
    assert answered("get", heard, call(running.base, "GET", whole, None, person.token, Range="bytes=0-9")).status == 206
    for _ in range(2):
        answered("delete", heard, person.call("DELETE", path))
    person.call("PATCH", "", {"adjustments": {"keep_voice": False}})
    assert answered("put", kept, person.call("PUT", f"/recordings/{message_id}", pcm("jfk"))).status == 409


@pytest.mark.engine
def test_the_description_is_served(running, described):
    """What is served is the file."""
    assert call(running.base, "GET", f"{API}/openapi.json").json == described


@pytest.mark.engine
def test_staff_s_calls_are_as_described(running, answered):
    """Each role signs in, sees what it may, and is refused what it may not."""
    person = Person.asked(running.base)
    assert person.say("my uncle hits me and I am scared").json["understood_as"] == "concern"
    person.call("PATCH", "", {"state": "finished"})
    staff = Store(running.home / "mysay.db").staff
    for role in Role:
        staff.add(f"openapi.{role.value}", "Mx Jones", role, PASSWORD)
        signing_in = {"username": f"openapi.{role.value}", "password": PASSWORD}
        login = answered("post", "/api/v1/staff/login", call(running.base, "POST", f"{API}/staff/login", signing_in))
        token = login.json["token"]
        for path in ("/api/v1/records", "/api/v1/audit", "/api/v1/concerns", "/api/v1/insight"):
            answered("get", path, call(running.base, "GET", path, None, token))
            answered("get", path, call(running.base, "GET", path))
        answered("get", "/api/v1/records", call(running.base, "GET", f"{API}/records?state=flying", None, token))
        for which in (person.id, "none"):
            for wanted in ("", "?format=docx", "?format=fhir&shape=about_me", "?template=none"):
                reply = call(running.base, "GET", f"{API}/records/{which}{wanted}", None, token)
                answered("get", "/api/v1/records/{conversation_id}", reply)
        acknowledge = "/api/v1/concerns/{concern_id}/acknowledge"
        for concern in _concerns(running.base, token) or ["none"]:
            reply = call(running.base, "POST", acknowledge.format(concern_id=concern), None, token)
            answered("post", acknowledge, reply)
            _desk(running.base, answered, f"{API}/concerns/{concern}", token)
        answered("post", "/api/v1/staff/logout", call(running.base, "POST", f"{API}/staff/logout", None, token))
    wrong = {"username": "openapi.nobody", "password": "a guess"}
    answered("post", "/api/v1/staff/login", call(running.base, "POST", f"{API}/staff/login", wrong))


def _desk(base, answered, path, token):
    """What a lead does about a concern, and what cannot be done."""
    one, steps = "/api/v1/concerns/{concern_id}", "/api/v1/concerns/{concern_id}/steps"
    seen = answered("get", one, call(base, "GET", path, None, token)).json.get("seen", 0)
    closing = {"did": "closed", "ending": "acted", "words": "Done.", "seen": seen}
    for did in ({"did": "noted", "words": "Rang.", "seen": seen}, closing, closing | {"ending": None}, {}, b"{"):
        answered("post", steps, call(base, "POST", f"{path}/steps", did, token))
    long = {"did": "noted", "words": "x" * 4_001, "seen": seen}
    answered("post", steps, call(base, "POST", f"{path}/steps", long, token))


def _concerns(base, token):
    reply = call(base, "GET", f"{API}/concerns", None, token)
    return [concern["id"] for concern in reply.json.get("concerns", [])]


REQUESTS = [
    {"text": "a"}, {"text": "x" * 10_000}, {"text": "x" * 10_001}, {"text": ""}, {"text": " "}, {"text": 5}, {},
    {"choice": "skip"}, {"choice": 5}, {"choices": []}, {"cards": {}}, {"cards": {"a": 1}}, {"scale": 0},
    {"scale": 1.5},
    {"text": "a", "input": "spoken"}, {"text": "a", "input": "sung"}, {"text": "a", "edited": True},
    {"text": "a", "edited": "yes"}, {"text": "a", "colour": 1}, {"text": "a", "question_id": "q" * 101},
    {"text": "a", "message_id": "none"},
]  # fmt: skip


@pytest.mark.engine
@pytest.mark.parametrize("fields", REQUESTS, ids=range(len(REQUESTS)))
def test_the_server_takes_what_the_description_lets_through(running, fits, fields):
    """A message fits the description exactly where the server takes it."""
    person = Person.asked(running.base)
    sent = {"message_id": new_id(), **fields}
    taken = person.call("POST", "/messages", sent).status == 200
    try:
        fits("Sending", sent)
    except jsonschema_rs.ValidationError:
        assert not taken
    else:
        assert taken
