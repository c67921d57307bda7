"""What comes in wrong is told plainly, changes nothing, and never brings anything down."""

import gzip
import json
from http.client import HTTPConnection

import pytest

from tests.person import API, Person, call, new_id

pytestmark = pytest.mark.engine

UNKNOWN = "00000000-0000-4000-8000-000000000000"
START = f"{API}/conversations"


@pytest.fixture(scope="module")
def person(running):
    return Person.asked(running.base)


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"audience": "teacher"}, {"audience": None}, {"audience": ["parent"]}, {"audience": {"a": 1}},
        {"audience": "parent", "purpose": "spying"}, {"audience": "parent", "year_group": 15},
        {"audience": "parent", "year_group": "4"}, {"audience": "parent", "year_group": True},
        {"audience": "parent", "year_group": 4.5}, {"audience": "parent", "called": "x" * 101},
        {"audience": "parent", "called": 5}, {"audience": "parent", "called": "a\ud800"},
        {"audience": "parent", "called": "a\x00"}, {"audience": "parent", "unknown": 1},
        {"audience": "parent", "adjustments": []}, [], "parent", 7, True,
    ],
)  # fmt: skip
def test_an_opening_that_is_none_is_refused(running, fields):
    """Unknown audiences, wrong kinds and unknown fields are a 422."""
    assert call(running.base, "POST", START, fields).problem == "wrong_fields"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"not json", b"null", b"\xff\xfe", b'{"audience": NaN}', b'{"a": Infinity}', b"[" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b"1" * 10_000, b'{"audience": "parent"} and more', b"\x00",
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_json_is_refused(running, person, body):
    """Broken, empty, deep and endless bodies are a 400 everywhere."""
    assert call(running.base, "POST", START, body).problem == "not_json"
    assert person.call("POST", "/messages", body).problem == "not_json"
    assert person.call("PATCH", "", body).problem == "not_json"


def test_an_endless_number_is_no_setting(running, person):
    """1e999 is beyond every number: it could not be given back as JSON."""
    assert person.call("PATCH", "", b'{"adjustments": {"size": 1e999}}').problem == "wrong_adjustment"


@pytest.mark.parametrize(
    "adjustments",
    [
        {"a": None}, {"a": "\udfff"}, {"\x00": 1}, {"a": {"b": 1}}, {"a" * 61: 1}, {"a": "x" * 101}, {"size": 7},
        {"size": True}, {"easy_words": 1}, {"easy_words": "yes"}, {"font": ["lexend"]}, {"own_ink": "red"},
        {"voice": "x" * 61}, {f"a{number}": 1 for number in range(99)},
    ],
    ids=range(14),
)  # fmt: skip
def test_an_adjustment_that_is_none_is_refused(running, person, adjustments):
    """An unknown name, or a value that it cannot have, changes nothing, at the start and later."""
    assert call(running.base, "POST", START, {"audience": "parent", "adjustments": adjustments}).status == 422
    assert person.call("PATCH", "", {"adjustments": adjustments}).problem == "wrong_adjustment"
    assert person.view["adjustments"] == {}


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "é/ü", "a" * 4000],
)
def test_a_content_type_that_is_not_json_is_refused(running, kind):
    """The body is not even looked at."""
    sent = b'{"audience": "parent"}'
    assert call(running.base, "POST", START, sent, Content_Type=kind.encode().decode("latin-1")).problem == "not_json"


def test_a_compressed_body_is_refused(running):
    """No body is unpacked, however much it promises."""
    sent = gzip.compress(b'{"audience": "parent"}')
    assert call(running.base, "POST", START, sent, Content_Encoding="gzip").problem == "not_json"


def test_a_body_in_another_unicode_is_understood(running):
    """UTF-16 is JSON too."""
    assert call(running.base, "POST", START, '{"audience": "parent"}'.encode("utf-16")).status == 201


def test_a_huge_body_is_refused(running):
    """Two million bytes are the most, and nobody waits for more to come."""
    connection = HTTPConnection(running.base.removeprefix("http://"), timeout=10)
    connection.putrequest("POST", START)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", "2000001")
    connection.endheaders()
    reply = connection.getresponse()
    assert (reply.status, json.loads(reply.read())["type"]) == (413, "/problems/too_large")
    connection.close()


@pytest.mark.parametrize(
    ("fields", "status", "problem"),
    [
        ({}, 422, "empty"),
        ({"text": None}, 422, "empty"),
        ({"text": ""}, 422, "empty"),
        ({"text": " \n\t\u3000\u00a0"}, 422, "empty"),
        ({"text": "x" * 10_001}, 413, "too_long"),
        ({"text": "😀" * 10_001}, 413, "too_long"),
        ({"text": 7}, 422, "wrong_fields"),
        ({"text": ["a"]}, 422, "wrong_fields"),
        ({"text": "half \ud83d a pair"}, 422, "wrong_fields"),
        ({"text": "nul \x00 inside"}, 422, "wrong_fields"),
        ({"text": "a", "colour": "red"}, 422, "wrong_fields"),
        ({"text": "a", "input": "shouted"}, 422, "wrong_fields"),
        ({"text": "a", "edited": "yes"}, 422, "wrong_fields"),
        ({"text": "a", "question_id": 5}, 422, "wrong_fields"),
        ({"text": "a", "question_id": "q" * 101}, 422, "wrong_fields"),
        ({"text": "a", "question_id": "no_such_question"}, 422, "not_asked"),
        ({"text": "a", "question_id": "'; drop table message; --"}, 422, "not_asked"),
        ({"text": "a", "question_id": "health_well"}, 422, "not_asked"),
        ({"choice": "no_such_choice"}, 422, "not_a_choice"),
        ({"choice": ""}, 422, "not_a_choice"),
        ({"choice": 5}, 422, "wrong_fields"),
        ({"choice": "start"}, 422, "not_a_choice"),
        ({"choice": "correct"}, 422, "not_a_choice"),
        ({"choice": "/restart"}, 422, "not_a_choice"),
        ({"choice": "finish", "question_id": "choose_topic"}, 422, "not_a_choice"),
        ({"choices": []}, 422, "empty"),
        ({"choices": "skip"}, 422, "wrong_fields"),
        ({"choices": [1]}, 422, "wrong_fields"),
        ({"choices": ["a"] * 5000}, 422, "not_a_choice"),
        ({"cards": {}}, 422, "empty"),
        ({"cards": {"dog": 1}}, 422, "wrong_fields"),
        ({"cards": {"dog": "like"}}, 422, "not_a_choice"),
        ({"scale": 0}, 422, "not_a_choice"),
        ({"scale": -1}, 422, "not_a_choice"),
        ({"scale": 10**30}, 422, "not_a_choice"),
        ({"scale": 2.5}, 422, "wrong_fields"),
        ({"scale": True}, 422, "wrong_fields"),
        ({"scale": 1, "choice": "dog"}, 422, "wrong_fields"),
        ({"message_id": "not a uuid", "text": "a"}, 422, "wrong_fields"),
        ({"message_id": None, "text": "a"}, 422, "wrong_fields"),
        ({"message_id": 5, "text": "a"}, 422, "wrong_fields"),
        ({"message_id": "\ud800", "text": "a"}, 422, "wrong_fields"),
    ],
)
def test_a_message_that_is_none_is_refused_and_nothing_is_kept(running, person, fields, status, problem):
    """Each kind of mistake has a name; the conversation stands where it stood."""
    before = person.view
    refused = person.call("POST", "/messages", {"message_id": new_id(), **fields})
    assert (refused.status, refused.problem) == (status, problem)
    assert person.view == before


@pytest.mark.parametrize("body", [[], "text", 5, True])
def test_a_message_must_be_an_object(person, body):
    """Other JSON is a 422."""
    assert person.call("POST", "/messages", body).problem == "wrong_fields"


def test_a_message_without_an_id_is_refused(person):
    """Without one it could not be told from another."""
    assert person.call("POST", "/messages", {"text": "hello"}).problem == "wrong_fields"


CALLS = [
    ("GET", "", None), ("PATCH", "", {"state": "paused"}), ("DELETE", "", None), ("GET", "/answers", None),
    ("POST", "/messages", {"message_id": UNKNOWN, "text": "x"}), ("GET", "/record", None),
    ("PATCH", "/answers/about_good_at", {"text": "x"}), ("DELETE", "/answers/about_good_at", None),
]  # fmt: skip


@pytest.mark.parametrize(("method", "rest", "body"), CALLS)
def test_only_the_owner_gets_in(running, person, method, rest, body):
    """No token and a made-up one are a 401, another person's is a 403, and a conversation that is not there a 404."""
    stranger = Person.starts(running.base)
    theirs = f"{API}/conversations/{person.id}{rest}"
    none = call(running.base, method, theirs, body)
    assert (none.status, none.problem, none.headers["WWW-Authenticate"]) == (401, "no_token", "Bearer")
    assert call(running.base, method, theirs, body, "made-up").status == 401
    assert call(running.base, method, theirs, body, "é" * 50).status == 401
    wrong = call(running.base, method, theirs, body, stranger.token)
    assert (wrong.status, wrong.problem) == (403, "wrong_token")
    gone = call(running.base, method, f"{API}/conversations/{UNKNOWN}{rest}", body, person.token)
    assert (gone.status, gone.problem) == (404, "not_found")
    assert person.view["state"] == "asking"


def test_a_cookie_opens_its_own_conversation_alone(running, person):
    """The page's cookie is as good as the header, and no better."""
    mine = f"{API}/conversations/{person.id}"
    assert call(running.base, "GET", mine, Cookie=f"mysay={person.token}").status == 200
    other = Person.starts(running.base)
    assert call(running.base, "GET", f"{API}/conversations/{other.id}", Cookie=f"mysay={person.token}").status == 403


def test_another_site_changes_nothing(running, person):
    """A browser that was sent by another page is refused, whatever cookie it holds."""
    mine = f"{API}/conversations/{person.id}"
    refused = call(running.base, "DELETE", mine, None, person.token, Sec_Fetch_Site="cross-site")
    assert (refused.status, refused.problem) == (403, "other_site")
    assert call(running.base, "DELETE", mine, None, person.token, Origin="https://evil.example").status == 403
    assert person.view["id"] == person.id


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "wrong_fields"), ({"state": "flying"}, "wrong_fields"),
        ({"state": None}, "wrong_fields"), ({"state": []}, "wrong_fields"), ({"state": {}}, "wrong_fields"),
        ({"token": "x"}, "wrong_fields"), ({"adjustments": None}, "wrong_fields"), ([], "wrong_fields"),
    ],
)  # fmt: skip
def test_a_change_that_is_none_is_refused(person, body, problem):
    """A conversation is changed in known ways only."""
    assert person.call("PATCH", "", body).problem == problem


@pytest.mark.parametrize(
    ("body", "status", "problem"),
    [
        ({}, 422, "wrong_fields"), ({"text": None}, 422, "wrong_fields"), ({"text": ""}, 422, "empty"),
        ({"text": "x" * 10_001}, 413, "too_long"), ({"share": "everybody"}, 422, "wrong_fields"),
        ({"share": ["private"]}, 422, "wrong_fields"), ({"text": "a", "whose": "me"}, 422, "wrong_fields"),
        ({"text": "a\udc00"}, 422, "wrong_fields"), ([], 422, "wrong_fields"),
    ],
)  # fmt: skip
def test_a_correction_that_is_none_is_refused(running, body, status, problem):
    """The answer stays as it was."""
    person = Person.asked(running.base)
    question = person.question
    person.say("as it was", question_id=question)
    refused = person.call("PATCH", f"/answers/{question}", body)
    assert (refused.status, refused.problem) == (status, problem)
    assert (person.answers[question]["text"], person.answers[question]["revision"]) == ("as it was", 1)


@pytest.mark.parametrize("question", ["no_such_question", "%00", "%ff", "..%2f..", "' or 1=1 --", "choose_topic"])
def test_an_answer_that_is_not_there_is_told(person, question):
    """Nothing is made by correcting or withdrawing what was never said."""
    assert person.call("PATCH", f"/answers/{question}", {"text": "x"}).problem in {"no_answer", "not_found"}
    assert person.call("DELETE", f"/answers/{question}").problem in {"no_answer", "not_found"}


@pytest.mark.parametrize(
    "path",
    [
        f"{API}/", f"{API}/nothing", f"{API}/conversations/../../secret_key", f"{API}/symbols/..%2f..%2fsecret_key",
        f"{API}/symbols/%2e%2e", f"{API}/conversations/%00", f"{API}/symbols/" + "x" * 3000, f"{API}//questions",
    ],
)  # fmt: skip
def test_paths_that_lead_nowhere_are_problems(running, person, path):
    """A made-up path is a 404 problem document (or leads to the real one), never a file and never an error of ours."""
    reply = call(running.base, "GET", path, None, person.token)
    assert reply.status in {308, 404}
    if reply.status == 404:
        assert reply.problem == "not_found"


@pytest.mark.parametrize(
    "path", ["/static/../web/services.py", "/static/%2e%2e/services.py", "/static/..%2f..%2fLICENSE"]
)
def test_files_outside_the_static_folder_are_not_served(running, path):
    """However the way up is written."""
    assert call(running.base, "GET", path).status == 404


def test_a_method_that_is_not_there_is_told(running, person):
    """A 405 problem document."""
    assert person.call("PUT", "", {}).problem == "method"
    assert call(running.base, "DELETE", START).problem == "method"


@pytest.mark.parametrize("query", ["", "?audience=", "?audience=teacher", "?audience=%ff"])
def test_questions_need_an_audience(running, query):
    """An unknown one is a 422."""
    assert call(running.base, "GET", f"{API}/questions{query}").problem == "wrong_fields"


def test_an_unknown_format_is_told(person):
    """The person's own copy comes in known formats."""
    assert person.call("GET", "/record?format=exe").problem == "unknown_format"


@pytest.mark.parametrize("fields", [{}, [], {"resume_code": None}, {"resume_code": 5}, {"resume_code": ["A"]}])
def test_a_code_must_be_words(running, fields):
    """Anything else is a 422 and no try."""
    assert call(running.base, "POST", f"{API}/resume", fields).problem == "wrong_fields"
