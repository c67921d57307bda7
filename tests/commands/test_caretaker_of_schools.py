"""Keeping and reminding where one installation serves two schools: each by its own settings, on both engines."""

from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest

from alerts.reminder import Reminding
from commands.caretaker import caretaker
from operating.schools import places
from operating.settings import read_settings
from records.clock import later, now
from records.conversation import Audience, Purpose
from records.staff import Role
from records.store import Store
from tests.alerts.conftest import Mailroom, wait_for

SECONDS, DAY = 60.0, 24 * 3600.0
MORNING = datetime(2027, 4, 26, 9).astimezone()
OLD_DAYS = 200


@pytest.fixture
def room():
    """The mail server of one of the schools."""
    with Mailroom.opened() as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
def schools(request, tmp_path, room, quick_hashes):
    """Two schools, their settings and stores, and one old conversation at each; oak keeps for six months."""
    own = f"MYSAY_KEEP_MONTHS: 6, MYSAY_ADDRESS: https://oak.example, MYSAY_SMTP: 'smtp://127.0.0.1:{room.port}'"
    (tmp_path / "schools.yml").write_text(
        f"oak: {{hosts: oak.example, settings: {{{own}}}}}\nelm: {{hosts: elm.example}}"
    )
    told = {"MYSAY_HOME": str(tmp_path), "MYSAY_SCHOOLS": str(tmp_path / "schools.yml"), "MYSAY_SECRET_KEY": "k" * 40}
    with ExitStack() as at_the_end:
        if request.param == "postgres":
            databases = request.getfixturevalue("postgres_server")
            told["MYSAY_DATABASE"] = at_the_end.enter_context(databases.database("two_cared_for")).address
        found = {}
        for at in places(read_settings(told), told):
            at.home.mkdir(parents=True)
            found[at.school] = at, Store(at.database)
            at_the_end.callback(found[at.school][1].close)
            found[at.school][1].migrate()
        yield found


@pytest.fixture
def tended(schools):
    """The caretaker of each school at work, as `mysay serve` has them."""
    with ExitStack() as tending:
        for at, store in schools.values():
            tending.enter_context(caretaker(store, at.keep_months, print, 0.05))
        yield


@pytest.fixture
def old(schools):
    """A conversation at each school in which nobody has said anything for more than six months; its id."""
    found = {}
    for name, (_, store) in schools.items():
        found[name] = store.conversations.open(Audience.PARENT, Purpose.JUST_ME).conversation.id
        then = later(-OLD_DAYS * DAY)
        store._db.execute("update conversation set changed = :then where id = :id", then=then, id=found[name])
    return found


@pytest.mark.usefixtures("old", "tended")
def test_each_school_keeps_for_as_long_as_it_says(schools, old):
    """Notice is given and kept at the one alone; at the other the months have not gone by."""
    _, oak = schools["oak"]
    _, elm = schools["elm"]
    wait_for(lambda: oak.conversations.find(old["oak"]).retain_until, SECONDS)
    oak._db.execute("update conversation set retain_until = :now where id = :id", now=now(), id=old["oak"])
    wait_for(lambda: oak.conversations.find(old["oak"]) is None, SECONDS)
    assert [(entry.who, entry.did) for entry in oak.audit.newest(old["oak"])] == [("MySay", "erased")]
    assert elm.conversations.find(old["elm"]).retain_until is None
    assert elm.audit.newest() == []


def test_each_school_reminds_its_own_staff(schools, room):
    """By its own mail server and with its own address; whoever has the same name at the other hears nothing."""
    for at, store in schools.values():
        jones = store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, "a long enough password")
        store.reminders.choose(jones.id, f"jones@{at.school}.example")
    meeting = (MORNING + timedelta(days=5)).date().isoformat()
    schools["oak"][1].reviews.add("jones", Purpose.ANNUAL_REVIEW, called="Sam", meeting=meeting)
    sent = {name: Reminding(store, at, print).send_due(MORNING) for name, (at, store) in schools.items()}
    assert sent == {"oak": 1, "elm": 0}
    (mail,) = room.post.mails
    assert mail["To"] == "jones@oak.example"
    assert "https://oak.example/portal/reviews/" in mail.get_content()
