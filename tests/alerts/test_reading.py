"""A program of the safeguarding lead's marks a concern as read, and nobody else's may."""

import pytest

from operating.settings import read_settings
from records.staff import Role
from records.store import Store
from web import create_app

PASSWORD = "a long enough password"


@pytest.fixture
def as_(tmp_path):
    """Calls as a member of staff in a role."""
    settings = read_settings({"MYSAY_HOME": str(tmp_path), "MYSAY_SECRET_KEY": "for tests"})
    store, client = Store(settings.database), create_app(settings).test_client()
    store.migrate()
    for role in (Role.SAFEGUARDING_LEAD, Role.PRACTITIONER):
        store.staff.add(role.value, f"Mx {role.value}", role, PASSWORD)

    def call(role, path):
        login = {"username": role.value, "password": PASSWORD}
        token = client.post("/api/v1/staff/login", json=login).json["token"]
        return client.post(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})

    call.client = client
    return call


def test_the_lead_marks_a_concern_as_read_and_that_is_kept(store, concern, as_):
    """Who and when is given back, and the audit knows; a second time changes neither."""
    noted = concern()
    reply = as_(Role.SAFEGUARDING_LEAD, f"/concerns/{noted}/acknowledge")
    assert reply.status_code == 200
    assert reply.json["acknowledged_by"] == "Mx safeguarding_lead"
    assert (
        as_(Role.SAFEGUARDING_LEAD, f"/concerns/{noted}/acknowledge").json["acknowledged"] == reply.json["acknowledged"]
    )
    assert [entry.did for entry in store.audit.newest()].count("marked a concern as read") == 1


def test_nobody_else_may_and_what_is_not_there_is_not_found(store, concern, as_):
    """A practitioner gets 403, a stranger 401, an unknown concern 404; nothing is marked."""
    noted = concern()
    assert as_(Role.PRACTITIONER, f"/concerns/{noted}/acknowledge").status_code == 403
    assert as_.client.post(f"/api/v1/concerns/{noted}/acknowledge").status_code == 401
    assert as_(Role.SAFEGUARDING_LEAD, "/concerns/none/acknowledge").status_code == 404
    assert store.concerns.find(noted).acknowledged is None
