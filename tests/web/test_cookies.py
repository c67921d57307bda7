"""Names of cookies: bound to https and this site where the address is https, plain on this machine alone."""

import pytest

from operating.settings import Settings
from records.conversation import Audience, Purpose
from records.sessions import Proof
from records.staff import Role
from web import create_app


@pytest.fixture
def client(tmp_path, store):
    """A browser at an address that is https."""
    settings = Settings(tmp_path, secret_key="only for tests", public_address="https://mysay.school.example")
    return create_app(settings).test_client()


@pytest.fixture
def opened(store):
    return store.conversations.open(Audience.PARENT, Purpose.JUST_ME)


def names(reply):
    return {one.partition("=")[0] for one in reply.headers.getlist("Set-Cookie") if "Max-Age=0" not in one}


def test_over_https_a_person_s_cookies_have_names_that_only_this_site_can_set(client, opened):
    """A browser refuses them from anywhere else."""
    assert names(client.post("/resume", data={"code": opened.resume_code})) == {"__Secure-mysay"}
    assert client.get(f"/talk/{opened.conversation.id}/secret").status_code == 200
    assert names(client.get("/?lang=en-GB")) == {"__Host-mysay_adjust"}


def test_over_https_so_have_those_of_staff(client, store):
    """The session is for this host alone; a plain one that somebody planted opens nothing."""
    jones = store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, "a long enough password")
    page = client.get("/portal/sign-in", base_url="https://mysay.school.example")
    assert names(page) == {"__Secure-mysay_form"}
    token = store.sessions.open(jones.id, Proof.PASSWORD)
    client.set_cookie("mysay_staff", token)
    assert client.get("/portal/account").status_code in {302, 303, 401}
    client.set_cookie("__Host-mysay_staff", token)
    assert client.get("/portal/account").status_code == 200


def test_a_device_that_was_let_in_under_the_plain_name_stays_in(client, store, opened):
    """From before its address was https, or before the names were changed."""
    path = f"/talk/{opened.conversation.id}"
    client.set_cookie("mysay", store.devices.let_in(opened.conversation.id, page=True), path=path)
    assert client.get(f"{path}/secret").status_code == 200


def test_on_this_machine_without_https_the_names_are_plain(tmp_path, opened):
    """A browser would not take the others there."""
    client = create_app(Settings(tmp_path, secret_key="only for tests")).test_client()
    assert names(client.post("/resume", data={"code": opened.resume_code})) == {"mysay"}
