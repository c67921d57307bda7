"""Every route with every caller: who is named in routes.txt comes in; nobody else sees or changes anything."""

from urllib.parse import quote

import pytest

from tests.doors.school import NOBODYS, WORDS, kept
from tests.doors.table import CALLERS, PATH, Door, doors

DOORS = doors()
WITH_IDS = [door for door in DOORS if door.places]
CHANGING = [door for door in DOORS if door.method != "GET"]
OF_OTHERS = {"nobody's": NOBODYS, "a way up": "../../secret_key", "SQL": "' or 1=1 --", "NUL": "\0", "long": "x" * 3000}


def asked(client, door, ids, **more):
    """The answer at a door, with the secret of a form where it is the portal's."""
    headers = {"X-CSRFToken": client.form_secret} if door.path.startswith("/portal") else {}
    path = door.filled({name: quote(value, safe="/") for name, value in ids.items()})
    return client.open(path, method=door.method, headers={**headers, **more}, buffered=True, **door.body)


def refused(reply):
    """Whether the caller was turned away: told so, or led to the sign-in."""
    led = reply.status_code == 302 and reply.location.startswith("/portal/sign-in")
    return reply.status_code in {401, 403} or led


def test_every_route_stands_in_the_table(app):
    """Whoever adds a route says in one line who may use it."""
    routes = {
        f"{method} {rule.rule}" for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = [str(door) for door in DOORS]
    missing, gone = sorted(routes - set(told)), sorted(set(told) - routes)
    assert not missing, f"Add a line to {PATH} that says who is let in, for: {'; '.join(missing)}"
    assert not gone, f"Take these lines out of {PATH}, no route is there any more: {'; '.join(gone)}"
    assert len(told) == len(set(told)), "a route stands there twice"


def test_every_place_of_a_path_has_an_id_to_try(school):
    """A new kind of id is one more in the school."""
    places = {place for door in DOORS for place in door.places}
    assert places <= set(school.ids), f"Give tests/doors/school.py an id for {places - set(school.ids)}"


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_only_who_is_named_comes_in(caller, school, database, door: Door):
    """Others are turned away, see nothing of what was said, and change nothing; first they, then those let in."""
    before = kept(database)
    for name in sorted(set(CALLERS) - door.who):
        reply = asked(caller(name), door, school.ids)
        assert refused(reply), f"{door} lets {name} in with {reply.status}: {PATH.name} does not name them"
        assert WORDS not in reply.text
    assert kept(database) == before, f"{door} changed something for somebody who was refused"
    for name in sorted(door.who):
        reply = asked(caller(name), door, school.ids)
        assert not refused(reply), f"{door} refuses {name} with {reply.status}: {PATH.name} names them"
        assert reply.status_code < 500 or reply.status_code == 503, f"{door} failed for {name}: {reply.status}"


@pytest.mark.parametrize("door", WITH_IDS, ids=str)
def test_an_id_that_is_not_theirs_opens_nothing(caller, school, database, door: Door):
    """Another family's, nobody's, and what is no id at all, in each place where one goes, for each who is let in."""
    before, clients = kept(database), {name: caller(name) for name in sorted(door.who)}
    for place in door.places:
        wrong = {**OF_OTHERS, **({"another's": school.others[place]} if place in school.others else {})}
        if "owner" not in door.who or len(door.who) > 1:
            wrong.pop("another's", None)  # staff read every family's
        for name, kind in [(name, kind) for name in clients for kind in wrong]:
            reply = asked(clients[name], door, {**school.ids, place: wrong[kind]})
            assert 400 <= reply.status_code < 500, f"{door} with {kind} {place} for {name}: {reply.status}"
            assert WORDS not in reply.text or "signed_out" not in door.who
    assert kept(database) == before


@pytest.mark.parametrize("door", CHANGING, ids=str)
def test_no_other_site_changes_anything(caller, school, database, door: Door):
    """A browser that another site sends is refused at every door that changes something, whoever is signed in there."""
    before = kept(database)
    for name in sorted(door.who):
        client = caller(name)
        for told in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
            assert asked(client, door, school.ids, **told).status_code == 403, (door, name, told)
    assert kept(database) == before


@pytest.mark.parametrize("door", [door for door in CHANGING if door.path.startswith("/portal")], ids=str)
def test_a_form_of_the_portal_needs_its_secret(caller, school, database, door: Door):
    """Without it, or with one of another browser, nothing is done for anybody."""
    before = kept(database)
    for name in sorted(door.who):
        client = caller(name)
        for secret in ("", "made-up", caller("another").form_secret):
            client.form_secret = secret
            assert asked(client, door, school.ids).status_code == 400, (door, name)
    assert kept(database) == before
