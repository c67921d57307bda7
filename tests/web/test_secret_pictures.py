"""Three secret pictures beside the code, and a conversation that is closed on other devices."""

import json

import pytest

from operating.settings import DATA
from records.conversation import Audience, Purpose

MINE, ANOTHER = ["cat", "sun", "kite"], ["cat", "sun", "bus"]


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def opened(store):
    return store.conversations.open(Audience.CHILD_EARLY, Purpose.JUST_ME)


@pytest.fixture
def secret(store, opened):
    """A conversation whose code needs three pictures."""
    store.picture_passwords.choose(opened.conversation.id, MINE)
    return opened


def resume(client, opened, **more):
    return client.post("/api/v1/resume", json={"resume_code": opened.resume_code, **more})


def kind(reply):
    return reply.status_code, reply.json.get("type", "").removeprefix("/problems/")


def test_the_code_opens_only_with_the_three_pictures(client, secret):
    """In any order; without them, or with others, nothing opens."""
    assert kind(resume(client, secret)) == (403, "pictures_wanted")
    assert kind(resume(client, secret, pictures=ANOTHER)) == (403, "wrong_pictures")
    assert resume(client, secret, pictures=MINE[::-1]).json["id"] == secret.conversation.id


def test_without_secret_pictures_the_code_is_enough(client, opened):
    """It is for those who want it."""
    assert resume(client, opened).status_code == 200


def test_pictures_cannot_be_guessed(client, secret):
    """After five wrong ones even the right ones wait, from any address."""
    for _ in range(5):
        resume(client, secret, pictures=ANOTHER)
    held = resume(client, secret, pictures=MINE)
    assert kind(held) == (429, "too_many")
    assert 0 < int(held.headers["Retry-After"]) <= 900


def test_not_by_guessing_many_at_once_either(app, secret, monkeypatch):
    """There are 84 threes of nine pictures: five are looked at, also of those that come while one is looked at."""
    looked_at, passwords = [], app.extensions["mysay"].store.picture_passwords

    def fits(conversation_id, pictures):
        looked_at.append(pictures)
        if len(looked_at) < 10:
            resume(app.test_client(), secret, pictures=ANOTHER)
        return False

    monkeypatch.setattr(passwords, "fits", fits)
    assert kind(resume(app.test_client(), secret, pictures=ANOTHER)) == (403, "wrong_pictures")
    assert len(looked_at) == 5


@pytest.mark.parametrize(
    ("pictures", "name"),
    [
        (MINE[:2], "three_pictures"), ([*MINE, "bus"], "three_pictures"), (["cat"] * 3, "three_pictures"),
        (["cat", "sun", "nothing"], "three_pictures"), ("cat", "wrong_fields"), ([1, 2, 3], "wrong_fields"),
        (None, "wrong_fields"), ({}, "wrong_fields"),
    ],
)  # fmt: skip
def test_only_three_of_the_nine_can_be_chosen(client, opened, pictures, name):
    """Fewer, more, the same one twice, or a picture that is not on the board: each is a 422 that says so."""
    mine = {"Authorization": f"Bearer {opened.token}"}
    wrong = client.patch(f"/api/v1/conversations/{opened.conversation.id}", json={"pictures": pictures}, headers=mine)
    assert kind(wrong) == (422, name)


def test_pictures_are_chosen_and_given_up_by_whoever_is_in(store, client, opened):
    """By the page or by the API; nobody else can set them."""
    page = f"/talk/{opened.conversation.id}/secret"
    assert client.post(page, data={"do": "choose", "pictures": MINE}).status_code == 401
    client.set_cookie("mysay", opened.token, path=f"/talk/{opened.conversation.id}")
    assert client.post(page, data={"do": "choose", "pictures": MINE[:2]}).status_code == 422
    assert client.post(page, data={"do": "choose"}).status_code == 422
    assert not store.picture_passwords.wanted(opened.conversation.id)
    assert client.post(page, data={"do": "choose", "pictures": MINE}).status_code == 303
    assert store.picture_passwords.fits(opened.conversation.id, MINE)
    client.post(page, data={"do": "forget"})
    assert not store.picture_passwords.wanted(opened.conversation.id)


def test_they_are_kept_as_a_hash_and_erased_with_the_conversation(store, secret, tmp_path):
    """Nobody can look them up, and nothing of them stays."""
    assert b"kite" not in (tmp_path / "mysay.db").read_bytes() + (tmp_path / "mysay.db-wal").read_bytes()
    store.conversations.erase(secret.conversation.id)
    assert not store.picture_passwords.wanted(secret.conversation.id)


def test_the_code_of_last_time_needs_them_too(store, client, secret):
    """What was said last time is read back to nobody who has the code alone."""
    store.conversations.change(secret.conversation.id, state="finished")
    asked = {"audience": "child_early", "earlier_code": secret.resume_code}
    assert kind(client.post("/api/v1/conversations", json=asked)) == (403, "pictures_wanted")
    page = client.post("/", data=asked)
    assert page.status_code == 403
    assert page.text.count('name="earlier_pictures"') == 9
    with_them = client.post("/api/v1/conversations", json={**asked, "earlier_pictures": MINE})
    assert kind(with_them) == (503, "try_again")  # no engine here: the door itself was open


def test_the_page_asks_for_them_once_the_code_is_right(client, secret):
    """A board of nine; what is wrong is said beside it, and the code need not be typed again."""
    asked = client.post("/resume", data={"code": secret.resume_code})
    assert (asked.status_code, asked.text.count('name="pictures"')) == (200, 9)
    both = {"code": secret.resume_code, "second": "yes"}
    assert "not your three pictures" in client.post("/resume", data={**both, "pictures": ANOTHER}).text
    assert "choose your three" in client.post("/resume", data=both).text
    assert client.post("/resume", data={**both, "pictures": MINE}).status_code == 303


def test_a_device_that_was_closed_elsewhere_is_told_so(store, app, opened):
    """Every other device is out at once, this one stays in, and the other hears why."""
    here, there = app.test_client(), app.test_client()
    talk = f"/talk/{opened.conversation.id}"
    here.set_cookie("mysay", opened.token, path=talk)
    there.set_cookie("mysay", store.devices.let_in(opened.conversation.id), path=talk)
    assert here.post(f"{talk}/secret", data={"do": "shut"}).status_code == 303
    assert here.get(f"{talk}/secret?done=shut").status_code == 200
    told = there.get(f"{talk}/copy")
    assert told.status_code == 401
    assert "Somebody closed or deleted it on another tablet" in told.text


def test_the_description_knows_the_same_nine(bank):
    """What programs may send is what is on the board, all of it shown with pictures that are there."""
    described = json.loads((DATA / "schema" / "openapi.json").read_text("utf-8"))["components"]["schemas"]
    assert described["SecretPictures"]["items"]["enum"] == [choice.id for choice in bank.secrets]
    assert all(choice.picture in bank.kit.pictures for choice in bank.secrets)
