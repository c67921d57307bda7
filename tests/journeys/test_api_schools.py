"""Two schools on one running installation: children of both speak at once, and the words land each in their own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from operating.keys import SCHOOL, derived, of_school
from operating.schools import schools_of
from operating.settings import read_settings
from records.postgres import PostgresDatabase
from records.staff import Role
from records.store import Store
from tests.alerts.conftest import Mailroom, wait_for
from tests.doors.school import kept
from tests.installation import Installation
from tests.person import API, MOST_PATIENCE_SECONDS, Person, call, new_id

pytestmark = pytest.mark.engine

FILE = """
oak: {hosts: localhost, settings: {MYSAY_ALERT_EMAIL: lead@oak.example}}
elm: {hosts: 127.0.0.1}
"""
KEY = "a key of this test alone, and long enough"
SECRETS = {
    "MYSAY_METRICS_TOKEN": "a token for figures alone",
    "PGPASSWORD": "a-password-for-libpq", "VAULT_TOKEN": "a token of another program",
}  # fmt: skip
MESSAGES = 6
PASSWORD = "a long enough password"


@pytest.fixture(scope="module")
def room():
    """A mail server, open."""
    with Mailroom.opened() as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def environment(request, tmp_path_factory, room):
    """What an operator sets who serves two schools, on each engine of storage in turn, and has secrets besides."""
    home = tmp_path_factory.mktemp("home")
    (home / "schools.yml").write_text(FILE)
    told = {"MYSAY_HOME": str(home), "MYSAY_SCHOOLS": str(home / "schools.yml"), "MYSAY_SECRET_KEY": KEY, **SECRETS}
    told["MYSAY_SMTP"] = f"smtp://127.0.0.1:{room.port}"
    if request.param == "sqlite":
        yield told
        return
    with request.getfixturevalue("postgres_server").database("schools_served") as server:
        yield {**told, "MYSAY_DATABASE": server.address}


@pytest.fixture(scope="module")
def installation(environment):
    """Served as an operator would, with a file of schools."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with Installation.started(Path(environment["MYSAY_HOME"])) as started:
            yield started


@pytest.fixture(scope="module")
def bases(installation):
    """Where each school is opened."""
    return {"oak": installation.base.replace("127.0.0.1", "localhost"), "elm": installation.base}


@pytest.fixture(scope="module")
def stores(environment, installation):
    settings = read_settings(environment)
    return {school.name: Store(school.settings.database) for school in schools_of(settings, environment)}


def tells(base, word):
    """Somebody says a few things, each with their own word in it; who they are, and what they said last."""
    person = Person.asked(base)
    for number in range(MESSAGES):
        assert person.say(f"the {word} number {number}").status == 200
    return person


def test_words_said_at_once_land_each_in_their_own_school(installation, bases, stores):
    """Through one engine and one record desk; and no file of one school holds a word of the other."""
    words = {"oak": "quokkaoak", "elm": "wombatelm"}
    with ThreadPoolExecutor(4) as pool:
        people = list(pool.map(lambda at: (at, tells(bases[at], words[at])), ["oak", "elm"] * 2))
    for at, person in people:
        said = [message.said.words for message in stores[at].messages.of(person.id) if message.said.words]
        assert said == [f"the {words[at]} number {number}" for number in range(MESSAGES)]
        assert all(words[at] in answer["text"] for answer in person.answers.values() if answer["text"])
    for at, other in (("oak", "elm"), ("elm", "oak")):
        assert holds(installation, stores, at, words[at])
        assert not holds(installation, stores, other, words[at])
    apart = [path for path in installation.home.iterdir() if path.name != "schools"]
    assert not any(written(path, word) for path in apart for word in words.values())


def holds(installation, stores, at, word):
    """Whether a school has the word in any file of its own, or in any row of its schema."""
    address = stores[at]._db.server if isinstance(stores[at]._db, PostgresDatabase) else None
    rows = " ".join(kept(address)) if address else ""
    return word in rows or written(installation.home / "schools" / at, word)


def written(place, word):
    """Whether any file there has the word in it."""
    files = [path for path in (place.rglob("*") if place.is_dir() else [place]) if path.is_file()]
    return any(word.encode() in path.read_bytes() for path in files)


def test_a_person_of_one_school_is_nobody_at_the_other(bases):
    """Token and code, at the page that runs."""
    person = Person.asked(bases["oak"])
    elsewhere = Person(bases["elm"], person.id, person.token, person.resume_code)
    assert elsewhere.call("GET").status == 401
    assert elsewhere.say("somewhere else").status == 401
    assert call(bases["elm"], "POST", f"{API}/resume", {"resume_code": person.resume_code}).status == 404
    assert call(bases["oak"], "POST", f"{API}/resume", {"resume_code": person.resume_code}).status == 200


def test_staff_of_one_school_see_its_concerns_alone(bases, stores, room):
    """The same name and password at both: each sees what was said there; an alert goes to whom that school names."""
    heard = {}
    room.post.mails.clear()
    for at, base in bases.items():
        stores[at].staff.add("lead", "Mx Lead", Role.SAFEGUARDING_LEAD, PASSWORD)
        heard[at] = Person.asked(base)
        assert heard[at].say("he hits me").json["understood_as"] == "concern"
    for at, base in bases.items():
        login = call(base, "POST", f"{API}/staff/login", {"username": "lead", "password": PASSWORD})
        concerns = call(base, "GET", f"{API}/concerns", token=login.json["token"]).json["concerns"]
        assert {concern["conversation_id"] for concern in concerns} == {heard[at].id}
        other = next(name for name in bases if name != at)
        assert call(bases[other], "GET", f"{API}/concerns", token=login.json["token"]).status == 401
    wait_for(lambda: room.post.mails, MOST_PATIENCE_SECONDS)
    assert [mail["To"] for mail in room.post.mails] == ["lead@oak.example"]


def test_the_installation_tells_of_itself_under_no_school_s_name(installation):
    """Whoever watches over it asks there; nobody's page is there."""
    ready = call(installation.base, "GET", "/readyz", Host="hall.example")
    assert (ready.status, ready.json["schools"]) == (200, {"ready": 2, "of": 2})
    assert call(installation.base, "GET", "/", Host="hall.example").status == 421


def told_to(pid):
    """What a process was told by its environment."""
    lines = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    return {name: value for name, _, value in (line.partition("=") for line in lines) if value}


def engine_of(installation):
    """Where the engine is, as the page was told."""
    return told_to(installation.pid_of("web"))["MYSAY_ENGINES"]


def test_each_part_is_told_what_it_reads_and_no_more(installation, environment):
    """The engine of nothing but where its desk is; the desk of no key that signs; no one of another's secrets."""
    told = {part: told_to(installation.pid_of(part)) for part in ("engine", "actions", "courier", "web")}
    ours = {part: {name for name in names if name.startswith("MYSAY_")} for part, names in told.items()}
    assert ours["engine"] == {"MYSAY_ENGINE_SECRET", "MYSAY_ACTIONS_URL", "MYSAY_SUPERVISED"}
    assert not set(told["engine"]) & {"PGPASSWORD", "VAULT_TOKEN"}
    assert not (ours["actions"] | ours["courier"]) & {"MYSAY_SECRET_KEY", "MYSAY_METRICS_TOKEN"}
    assert not (ours["courier"] | ours["web"]) & {"MYSAY_ENGINE_SECRET"}
    for part, names in told.items():
        reads = part in {"actions", "courier", "web"}
        assert names.get("MYSAY_DATABASE") == (environment.get("MYSAY_DATABASE") if reads else None), part
        assert (KEY in names.values()) == (part == "web"), part


def test_a_page_of_one_school_cannot_speak_for_another_at_the_engine(installation, bases):
    """Each has a secret of its own there; the installation's own speaks for no school."""
    base, secret = engine_of(installation), derived(KEY, "engine")
    person = Person.asked(bases["elm"])
    turn = {"conversation_id": person.id, "message_id": new_id(), "expects": "words", "text": "hello"}
    for school, known in (("elm", "oak"), ("elm", ""), ("", "oak"), ("pine", "oak"), ("../elm", "elm")):
        headers = {SCHOOL: school, "authorization": f"Bearer {of_school(secret, known)}"}
        assert call(base, "POST", "/webhooks/mysay/turn", turn, **headers).status == 403, (school, known)
    unknown = {SCHOOL: "pine", "authorization": f"Bearer {of_school(secret, 'pine')}"}
    assert call(base, "POST", "/webhooks/mysay/turn", turn, **unknown).status == 503
