"""Inviting over the API, as a program of a local authority does: what is taken, what is refused, who may."""

import json
from datetime import date

import jsonschema_rs
import pytest

from operating.settings import DATA
from records.conversation import Audience, Purpose
from records.review_list import Wanted
from tests.web.staff.conftest import PASSWORD

API = "/api/v1"
DESCRIBED = json.loads((DATA / "schema" / "openapi.json").read_text("utf-8"))
ALL = {
    "audience": "child_primary", "purpose": "transition", "year_group": 6, "called": "Sam", "about": "R-17",
    "meeting": "2027-05-03", "helper": "Mr Bell", "adjustments": {"size": 1.5}, "questions": ["Lunch?"], "days": 7,
}  # fmt: skip


@pytest.fixture
def invite(client):
    """Invites as a member of staff, or as nobody."""

    def invite(fields, username="jones"):
        headers = {}
        if username:
            signed_in = client.post(f"{API}/staff/login", json={"username": username, "password": PASSWORD})
            headers = {"Authorization": f"Bearer {signed_in.json['token']}"}
        return client.post(f"{API}/invitations", json=fields, headers=headers)

    return invite


def fits(name, value):
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIBED["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(value)


def test_all_that_was_given_is_prepared(invite, store):
    """The reply has the code and the link, as it is described."""
    reply = invite(ALL)
    assert reply.status_code == 201
    assert fits("Invited", reply.json)
    invitation, review = store.invitations.of_code(reply.json["code"]), store.reviews.find(reply.json["review_id"])
    assert reply.json["link"].endswith(f"/join/{reply.json['code']}")
    assert (invitation.audience, invitation.helper, invitation.questions) == (
        Audience.CHILD_PRIMARY, "Mr Bell", ("Lunch?",),
    )  # fmt: skip
    assert (review.purpose, review.about, review.meeting, review.who) == (
        Purpose.TRANSITION, "R-17", "2027-05-03", "jones",
    )  # fmt: skip


def test_the_other_side_joins_the_review_that_is_there(invite, store):
    """Both codes lead to one review."""
    child = invite(ALL).json
    parent = invite({"audience": "parent", "review_id": child["review_id"]}).json
    assert parent["about"] == "R-17"
    assert len(store.invitations.of_review(child["review_id"])) == 2


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"audience": "teacher"}, 422), ({"audience": None}, 422), ({"purpose": "x"}, 422), ({"year_group": 99}, 422),
        ({"called": "x" * 101}, 422), ({"called": "a\0"}, 422), ({"meeting": "2027-02-30"}, 422),
        ({"meeting": "9999-01-01"}, 422), ({"meeting": 5}, 422), ({"helper": []}, 422),
        ({"adjustments": {"x": 1}}, 422),
        ({"adjustments": {"keep_voice": True}}, 422), ({"questions": "Lunch?"}, 422), ({"questions": ["?"]}, 422),
        ({"questions": ["Lunch?"] * 6}, 422), ({"questions": ["x" * 201]}, 422), ({"questions": [None]}, 422),
        ({"days": 0}, 422), ({"days": 91}, 422), ({"days": True}, 422), ({"days": "7"}, 422), ({"colour": 1}, 422),
        ({"review_id": 5}, 422), ({"review_id": "there-already"}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_prepared_is_refused(invite, store, changed, status):
    """A problem document, and nothing is kept."""
    reply = invite({**ALL, **changed})
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"
    assert store.review_list.page(Wanted(), date(2027, 3, 1)).total == 0


@pytest.mark.parametrize("body", [None, [], "x", 5])
def test_what_is_no_object_is_refused(invite, body):
    """400 or 422, never a fault."""
    assert invite(body).status_code in {400, 422}


@pytest.mark.parametrize(("username", "status"), [(None, 401), ("root", 403), ("ali", 201), ("jones", 201)])
def test_those_who_read_records_invite(invite, username, status):
    """An administrator keeps the accounts, and needs nobody's views for that."""
    assert invite({"audience": "parent"}, username).status_code == status


def test_a_review_that_is_not_there_is_not_found(invite):
    """Somebody else's made-up id leads nowhere."""
    assert invite({"audience": "parent", "review_id": "00000000-0000-4000-8000-000000000000"}).status_code == 404
