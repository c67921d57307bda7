"""A school's own pictures on the page, in the API and on paper."""

import pytest

from commands.pictures import own_pictures
from operating.settings import DATA, Settings
from records.conversation import Audience, Purpose
from tests.accessibility.test_own_symbols import DOG, INDEX, picture
from web import create_app

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "pictures"
    made.mkdir()
    (made / "index.yml").write_text(INDEX % "dog.svg")
    (made / "dog.svg").write_text(DOG.replace("<circle", "<script>alert(1)</script><circle"))
    (made / "yes.png").write_bytes(picture("PNG"))
    return made


@pytest.fixture
def app(tmp_path, store, folder):
    return create_app(Settings(tmp_path, secret_key="only for tests", engines=(NOWHERE,), symbols=folder))


def test_a_picture_of_the_school_stands_in_place_of_ours(app):
    """Where the index names an id; every other id keeps ours."""
    client = app.test_client()
    assert client.get("/api/v1/symbols/dog").location == "/symbols/dog.svg"
    assert client.get("/api/v1/symbols/cat").location.startswith("/static/vendor/")
    shown = client.get("/api/v1/questions?audience=child_early").text
    assert "/symbols/yes.png" in shown
    assert "Biscuit" in shown


def test_it_is_given_out_as_a_picture_and_nothing_else(app):
    """With the right kind, made safe, and under a policy that lets nothing run; other files are not there."""
    client = app.test_client()
    drawing, points = client.get("/symbols/dog.svg"), client.get("/symbols/yes.png")
    assert (drawing.content_type, points.content_type) == ("image/svg+xml", "image/png")
    assert "script" not in drawing.text
    assert drawing.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert drawing.headers["X-Content-Type-Options"] == "nosniff"
    for other in ("index.yml", "..%2fmysay.db", "nothing.svg"):
        assert client.get(f"/symbols/{other}").status_code == 404


def test_its_credit_is_shown_and_documents_use_it(app, store):
    """At the foot of the page, and in the kit that PDF and Word are made with."""
    opened = store.conversations.open(Audience.PARENT, Purpose.JUST_ME)
    client = app.test_client()
    client.set_cookie("mysay", opened.token, path=f"/talk/{opened.conversation.id}")
    assert "Some pictures: Hill School" in client.get(f"/talk/{opened.conversation.id}/copy").text
    kit = app.extensions["mysay"].bank.kit
    assert kit.credit.endswith("Hill School")
    assert "<circle" in kit.pictures["dog"].svg
    poster = client.get(f"/api/v1/conversations/{opened.conversation.id}/record?format=pdf&shape=easy", headers={
        "Authorization": f"Bearer {opened.token}"})  # fmt: skip
    assert poster.data.startswith(b"%PDF")


def test_the_check_names_what_is_wrong_with_its_line(folder, bank):
    """A file that is not there, an id that ours does not have, and an index without a licence."""
    (folder / "yes.png").unlink()
    (folder / "index.yml").write_text((INDEX % "dog.svg").replace("  dog:", "  dogg:"))
    named = [str(problem).split("index.yml:")[1] for problem in own_pictures(folder, DATA, bank)]
    assert named == [
        "7: yes: there is no file yes.png", "6: dogg: no such id is in data/symbols/index.yml"
    ]  # fmt: skip
    (folder / "index.yml").write_text((INDEX % "dog.svg").replace("licence: ours\n", ""))
    assert "licence" in str(next(own_pictures(folder, DATA, bank)))
    assert list(own_pictures(None, DATA, bank)) == []
