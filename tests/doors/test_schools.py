"""Two schools on one installation: whatever is one's own means nothing at the other."""

import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from werkzeug.test import Client

from operating.schools import schools_of
from operating.settings import Settings
from records.conversation import Audience, Purpose
from records.staff import Role
from records.store import Store
from tests.doors.conftest import NOWHERE, SECRET
from tests.doors.school import NOBODYS, WORDS, kept, open_school
from tests.doors.table import CALLERS, doors
from tests.doors.test_doors import asked
from web import create_app
from web.schools import application, host_of

FILE = "oak: {hosts: oak.example}\nelm: {hosts: [elm.example, www.elm.example]}\n"
HOLDING = tuple(name for name in CALLERS if name != "nobody")
GUARDED = [door for door in doors() if door.who != frozenset(CALLERS)]
WITH_IDS = [door for door in GUARDED if set(door.places) - {"question_id", "did", "choice"}]
UNKNOWN = "a token that nobody was ever given, of about the usual length"


class Browser(Client):
    """Somebody at one school, with a token in a header and in both cookies."""

    def __init__(self, app, host, token=""):
        super().__init__(app)
        self.base, self.sent = f"https://{host}", {}
        self.form_secret = SECRET.search(self.get("/portal/sign-in").text)[1]
        self.sent = {"Authorization": f"Bearer {token}"} if token else {}
        for cookie in ("mysay", "mysay_staff") if token else ():
            self.set_cookie(cookie, token, domain=host)

    def open(self, *args, **more):
        """As the browser of somebody who typed that address."""
        headers = {**self.sent, **more.pop("headers", {})}
        return super().open(*args, **{"base_url": self.base, "headers": headers, **more})


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def settings(request, tmp_path_factory):
    """An installation that serves two schools, on each engine in turn: all claims are made of both."""
    home = tmp_path_factory.mktemp("home")
    (home / "schools.yml").write_text(FILE)
    made = Settings(home, secret_key="only for tests", engines=(NOWHERE,), schools=home / "schools.yml")
    if request.param == "sqlite":
        yield made
        return
    with request.getfixturevalue("postgres_server").database("two_schools") as server:
        yield replace(made, database_address=server.address)


@pytest.fixture(scope="module")
def addresses(settings):
    """Where each school keeps what it has."""
    return {school.name: school.settings.database for school in schools_of(settings)}


@pytest.fixture(scope="module")
def held(settings, addresses):
    """What there is at each school: who holds which token, and every id."""
    for name in addresses:
        (settings.home / "schools" / name).mkdir(parents=True)
    return {name: open_school(address) for name, address in addresses.items()}


@pytest.fixture(scope="module")
def served(settings, held):
    return application(settings)


@pytest.fixture(scope="module")
def come(served, held):
    """A browser at one school with what somebody holds at another, or with a token that nobody holds."""
    known = {}

    def come(at, who="", of=""):
        token = held[of].tokens[who] if of else UNKNOWN if who else ""
        if (at, token) not in known:
            known[at, token] = Browser(served, f"{at}.example", token)
        return known[at, token]

    return come


def told(reply):
    """How a call was answered: what a stranger could tell one refusal from another by."""
    kind = reply.json["type"] if reply.mimetype == "application/problem+json" else reply.mimetype
    return reply.status_code, kind, reply.headers.get("Location", "").partition("?")[0]


@pytest.mark.parametrize("door", GUARDED, ids=str)
def test_who_is_somebody_at_one_school_is_nobody_at_the_other(come, held, addresses, door):
    """Every token of the one, at every door of the other, with the ids of either: as one that nobody ever had."""
    before = kept(addresses["elm"])
    unknown = {whose: told(asked(come("elm", "somebody"), door, held[whose].ids)) for whose in held}
    for name in HOLDING:
        for whose in held:
            reply = asked(come("elm", name, "oak"), door, held[whose].ids)
            assert told(reply) == unknown[whose], f"{door} tells oak's {name} from nobody, with the ids of {whose}"
            assert WORDS not in reply.text
    assert kept(addresses["elm"]) == before


@pytest.mark.parametrize("door", WITH_IDS, ids=str)
def test_an_id_of_one_school_is_none_at_the_other(come, held, addresses, door):
    """Whoever may use a door finds behind an id of the other school what is behind one that was never given."""
    before = kept(addresses["elm"])
    for name in sorted(door.who):
        client = come("elm", name, "elm")
        for place in set(door.places) & set(held["oak"].others):
            ids = {**held["elm"].ids, place: held["oak"].ids[place]}
            unknown = told(asked(client, door, {**ids, place: NOBODYS}))
            assert told(asked(client, door, ids)) == unknown, f"{door}: {place} of oak for {name} of elm"
            assert 400 <= unknown[0] < 500
    assert kept(addresses["elm"]) == before


@pytest.fixture
def codes(addresses):
    """A code to come back and one to join, of the first school."""
    store = Store(addresses["oak"])
    back = store.conversations.open(Audience.PARENT, Purpose.JUST_ME).resume_code
    review = store.reviews.add("practitioner", Purpose.ANNUAL_REVIEW, called="Quentin")
    return back, store.invitations.make(review.id, Audience.PARENT, "practitioner").code


@pytest.mark.parametrize(("at", "found"), [("oak", True), ("elm", False)])
def test_codes_lead_somewhere_at_their_own_school_alone(come, codes, at, found):
    """To come back, to join, and by the link of a QR code."""
    back, join = codes
    client = come(at)
    assert client.post("/api/v1/resume", json={"resume_code": back}).status_code == (200 if found else 404)
    assert (client.get(f"/join/{quote(join)}").status_code == 303) == found
    assert client.post("/resume", data={"code": back}).status_code == (303 if found else 404)


def test_staff_sign_in_at_their_own_school_alone(served, addresses, held):
    """The same name with another password is somebody else."""
    store = Store(addresses["oak"])
    store.staff.add("only-oak", "Mx Oak", Role.PRACTITIONER, "another long enough password")
    credentials = {"username": "only-oak", "password": "another long enough password"}
    found = {
        at: Browser(served, f"{at}.example").post("/api/v1/staff/login", json=credentials).status_code
        for at in ("oak", "elm")
    }
    assert found == {"oak": 200, "elm": 401}


def test_a_signed_cookie_of_one_school_is_no_cookie_at_the_other(served):
    """Each signs with a key of its own: the secret of a form goes with a cookie of the same school alone."""
    browsers = {at: Browser(served, f"{at}.example") for at in ("oak", "elm")}
    signed = browsers["oak"].get_cookie("mysay_form", domain="oak.example", path="/portal")
    browsers["elm"].set_cookie("mysay_form", signed.value, domain="elm.example", path="/portal")
    form = {"csrf_token": browsers["oak"].form_secret, "username": "x", "password": "y"}
    assert browsers["elm"].post("/portal/sign-in", data=form).status_code == 400
    assert browsers["oak"].post("/portal/sign-in", data=form).status_code == 401


@pytest.mark.parametrize(
    "host",
    ["", "pine.example", "localhost", "127.0.0.1", "oak", "oak.example.evil.example", "xoak.example", "oak.example/",
     "oak.example@elm.example", "oak.example,elm.example", "../oak", "oak.example\0", "%6fak.example", "[::1]",
     "oak.example:80:80", "ｏak.example", "x" * 300],
)  # fmt: skip
def test_under_any_other_name_there_is_nothing(served, host):
    """And it is not told which names there are."""
    for path in ("/", "/portal/sign-in", "/api/v1/questions", "/talk/x", "/oak/", "/schools/oak/mysay.db"):
        for method in ("GET", "POST"):
            reply = Client(served).open(path, method=method, environ_overrides={"HTTP_HOST": host})
            assert reply.status_code == 421, (method, path)
            assert "oak" not in reply.text.replace(host or "\0", "")
            assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_may_be_written_in_several_ways(served):
    """In capitals, with a port, with the dot at the end: it is the same one."""
    for host in ("elm.example", "ELM.example:8443", "elm.example.", "www.elm.example"):
        assert Client(served).get("/", environ_overrides={"HTTP_HOST": host}).status_code == 200, host
    assert host_of({"HTTP_HOST": "Elm.Example:443"}) == "elm.example"


def test_a_proxy_cannot_be_made_to_say_another_name(served):
    """`Host` alone counts."""
    told = {"X-Forwarded-Host": "oak.example", "Forwarded": "host=oak.example", "X-Original-Host": "oak.example"}
    assert Client(served).get("/", base_url="https://pine.example", headers=told).status_code == 421


def ready(app, host):
    """What a name says of its store, and the hall of all of them."""
    reply = Client(app).get("/readyz", base_url=f"https://{host}")
    return reply.json["parts"]["store"], reply.json.get("schools")


@pytest.fixture
def broken(settings, addresses, tmp_path):
    """The installation, while what elm keeps cannot be read: a file of rubbish, or a schema that is not there."""
    if isinstance(addresses["elm"], Path):
        shutil.copytree(settings.home, tmp_path / "home")
        (tmp_path / "home" / "schools" / "elm" / "mysay.db").write_bytes(b"no database " * 100)
        yield replace(settings, home=tmp_path / "home")
        return
    with psycopg.connect(settings.database_address, autocommit=True) as connection:
        connection.execute("alter schema school_elm rename to away")
        yield settings
        connection.execute("alter schema away rename to school_elm")


def test_a_broken_database_stops_one_school_alone(broken, held):
    """Its own page says that it could not be saved; the other is served; the hall counts."""
    app = application(broken)
    assert (ready(app, "oak.example")[0], ready(app, "elm.example")[0]) == (True, False)
    assert ready(app, "hall.example") == (True, {"ready": 1, "of": 2})
    talk = f"/api/v1/conversations/{held['oak'].ids['conversation_id']}"
    found = {
        at: Client(app).get(talk, base_url=f"https://{at}.example", headers=_owner(held, at)).status_code for at in held
    }
    assert found == {"oak": 200, "elm": 503}


def _owner(held, at):
    return {"Authorization": f"Bearer {held[at].tokens['owner']}"}


def test_a_school_that_cannot_be_opened_stops_no_other(settings, monkeypatch):
    """It is tried again with each request; nothing is told of why, and the log has the kind of error alone."""
    made = create_app

    def make(settings, like=None):
        if settings.school == "elm":
            raise OSError("a word that stays here")
        return made(settings, like)

    monkeypatch.setattr("web.schools.create_app", make)
    app = application(settings)
    replies = {at: Client(app).get("/", base_url=f"https://{at}.example") for at in ("elm", "oak")}
    assert {at: reply.status_code for at, reply in replies.items()} == {"oak": 200, "elm": 503}
    assert (replies["elm"].text, replies["elm"].headers["Retry-After"]) == ("", "2")
    monkeypatch.undo()
    assert Client(app).get("/", base_url="https://elm.example").status_code == 200


def test_the_figures_are_of_all_schools_together(served, come):
    """Each counts into one table, whichever process made it first."""
    come("oak").get("/away")
    come("elm").get("/away")
    text = Client(served).get("/metrics", base_url="http://hall.example", environ_overrides=_here()).text
    figures = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line[0] != "#"}
    assert figures['mysay_requests_total{route="talk.away",status="2xx"}'] >= 2
    assert figures['mysay_waiting{what="concerns"}'] == 4


def _here():
    return {"REMOTE_ADDR": "127.0.0.1"}
