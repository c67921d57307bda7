"""A review over the API: looked at without words, changed, and the change undone."""

import json

import jsonschema_rs
import pytest

from operating.settings import DATA
from records.conversation import Audience, Purpose
from tests.web.staff.visitor import PASSWORD

API = "/api/v1"
DESCRIBED = json.loads((DATA / "schema" / "openapi.json").read_text("utf-8"))


@pytest.fixture
def review(store):
    made = store.reviews.add("jones", Purpose.ANNUAL_REVIEW, "R-17", called="Sam", year_group=5, meeting="2027-05-03")
    store.invitations.make(made.id, Audience.PARENT, "jones")
    return made


@pytest.fixture
def ask(client, review):
    """Asks for something of the review as a member of staff."""

    def ask(method, path="", fields=None, username="jones"):
        signed_in = client.post(f"{API}/staff/login", json={"username": username, "password": PASSWORD})
        headers = {"Authorization": f"Bearer {signed_in.json['token']}"}
        return client.open(f"{API}/reviews/{review.id}{path}", method=method, json=fields, headers=headers)

    return ask


def test_a_review_is_told_without_words(ask):
    """Its facts, by when views are due, and how far each invitation has come, as the API describes it."""
    told = ask("GET")
    schema = {"$ref": "#/components/schemas/Review", "components": DESCRIBED["components"]}
    assert jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(told.json)
    assert (told.json["due"], told.json["can_undo"]) == ("2027-04-19", False)
    assert [side["standing"] for side in told.json["invitations"]] == ["invited"]


def test_what_is_sent_is_changed_and_the_rest_stays(ask, review, store):
    """Then it is undone, once, and both are in the audit."""
    changed = ask("PATCH", fields={"year_group": 9, "purpose": "transition", "meeting": None}).json
    assert (changed["called"], changed["year_group"], changed["purpose"]) == ("Sam", 9, "transition")
    assert (changed["meeting"], changed["due"], changed["can_undo"]) == (None, None, True)
    assert ask("POST", "/undo").json["year_group"] == 5
    assert store.reviews.find(review.id) == review
    assert ask("POST", "/undo").status_code == 409
    assert {"changed a review", "undid changing a review"} <= {entry.did for entry in store.audit.newest()}


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"about": "R-18"}, {"year_group": "5"}, {"year_group": 15}, {"purpose": "picnic"}, {"purpose": None},
        {"called": "x" * 101}, {"called": 7}, {"meeting": "2027-02-30"}, {"meeting": 3}, {"meeting": "2099-01-01"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(ask, review, store, fields):
    """With 422, and nothing is changed."""
    assert ask("PATCH", fields=fields).status_code == 422
    assert store.reviews.find(review.id) == review


def test_it_is_for_those_who_read_records(ask):
    """An administrator neither sees nor changes it."""
    assert ask("GET", username="root").status_code == 403
    assert ask("PATCH", fields={"year_group": 6}, username="root").status_code == 403
