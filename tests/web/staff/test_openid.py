"""Signing in by an authority's own sign-in, against a provider that really runs and signs with a real key."""

import time
import urllib.parse
from dataclasses import replace

import pytest
import requests

from operating.settings import SettingWrong, read_settings
from operating.signing_in import OpenIdSettings, SigningIn
from records.sessions import Proof
from records.staff import Role
from tests.web.staff.authority import CLIENT, SECRET, authority_at_work, new_key
from tests.web.staff.visitor import Browser

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BEGIN, BACK, DOOR = "/portal/openid", "/portal/openid/back", "/portal/sign-in"
DAY = 86_400  # far enough from when the tests were gathered


@pytest.fixture
def authority():
    with authority_at_work() as authority:
        yield authority


@pytest.fixture
def linked(app, authority, tmp_path, store, people):
    """The application of an authority, where jones is linked to her name there."""
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    openid = OpenIdSettings(authority.issuer, CLIENT, file, "Bigshire Council")
    services = app.extensions["mysay"]
    settings = replace(services.settings, signing_in=SigningIn(openid=openid))
    app.extensions["mysay"] = replace(services, settings=settings)
    store.openid.link(people["jones"], authority.subject)
    yield app
    app.extensions["mysay"] = services
    app.extensions.pop("mysay_openid", None)


@pytest.fixture
def browser(linked):
    return Browser(linked)


def says_yes_there(location):
    """What the person does on the authority's page; where it then sends them, as a path of ours."""
    page, _, query = location.partition("?")
    sent_back = requests.post(page, query, headers=FORM, allow_redirects=False, timeout=60)
    assert sent_back.status_code == 302
    return f"{BACK}?{urllib.parse.urlsplit(sent_back.headers['Location']).query}"


def comes_back(browser, target=""):
    began = browser.get(f"{BEGIN}?next={urllib.parse.quote(target)}" if target else BEGIN)
    assert began.status_code == 302, began.text
    return browser.get(says_yes_there(began.location))


def test_nothing_is_there_unless_it_is_set(app):
    """Without the settings there is no button, no page, and nothing is asked of anybody."""
    browser = Browser(app)
    assert "Sign in with" not in browser.get(DOOR).text
    assert [browser.get(path).status_code for path in (BEGIN, BACK, f"{BEGIN}/out")] == [404, 404, 404]
    assert is_told(app, "none").status_code == 404


def test_the_door_offers_it_and_asks_nobody_yet(browser, authority):
    """The button says whose it is; the provider hears nothing before somebody presses it."""
    assert 'href="/portal/openid">Sign in with Bigshire Council</a>' in browser.get(DOOR).text
    assert authority.asked == []


def test_whoever_is_linked_comes_in(browser, store):
    """They are led on to where they wanted, by a page of ours, and the session says how it was opened."""
    page = comes_back(browser, "/portal/records?search=Sam")
    assert page.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/portal/records?search=Sam">' in page.text
    assert browser.get("/portal/records").status_code == 200
    assert store.sessions.of(browser.cookie("mysay_staff")).proof is Proof.OPENID
    assert ("jones", "signed in") in {(entry.who, entry.did) for entry in store.audit.newest()}


def test_what_is_sent_proves_nothing_to_whoever_sees_it(browser):
    """The address holds a challenge and not its verifier; the secret is in no address and no cookie."""
    location = browser.get(BEGIN).location
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
    assert asked["redirect_uri"].endswith("/portal/openid/back")
    assert SECRET not in location


def test_its_cookie_comes_back_from_another_site_and_is_no_session(browser):
    """Lax, since the authority leads back here; for ten minutes, and for these pages alone; it opens nothing."""
    cookie = next(c for c in browser.get(BEGIN).headers.getlist("Set-Cookie") if c.startswith("mysay_openid="))
    assert all(mark in cookie for mark in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/portal/openid", "Max-Age=600"))
    assert browser.get("/portal/records").status_code == 302


WRONG = {
    "another nonce": {"nonce": "made up"},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another client"},
    "several audiences without a party": {"aud": [CLIENT, "another client"]},
    "for another party": {"azp": "another client"},
    "no audience": {"aud": None},
    "expired": {"exp": int(time.time()) - DAY},
    "without an end": {"exp": None},
    "not yet": {"nbf": int(time.time()) + DAY},
    "no subject": {"sub": None},
    "a subject that is no name": {"sub": 4711},
    "an empty subject": {"sub": ""},
    "a subject of many lines": {"sub": "u\n4711"},
}


@pytest.mark.parametrize("instead", WRONG.values(), ids=WRONG)
def test_a_token_that_proves_nothing_lets_nobody_in(browser, authority, store, instead):
    """Each claim is checked; the door says it plainly, and the audit which check failed."""
    authority.instead = instead
    page = comes_back(browser)
    assert page.status_code == 401
    assert "did not prove who you are" in page.text
    assert browser.get("/portal/records").status_code == 302
    assert store.audit.newest()[0].did == "was refused at the authority's own sign-in"


@pytest.mark.parametrize(
    ("header", "signs_with"),
    [({"alg": "none"}, "own"), ({"alg": "HS256"}, "own"), ({}, "another's"), ({"kid": "unknown"}, "own")],
    ids=["unsigned", "signed with the public key as a secret", "signed by another", "signed by an unknown key"],
)
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(browser, authority, header, signs_with):
    """No algorithm but the strong ones, and no key but the provider's own."""
    authority.header, authority.signs_with = header, signs_with
    assert comes_back(browser).status_code == 401
    assert browser.get("/portal/records").status_code == 302


def test_new_keys_are_asked_for(browser, authority, monkeypatch):
    """When the provider has changed its keys, the next sign-in works."""
    comes_back(browser)
    authority.key = new_key("second")
    monkeypatch.setattr("web.openid_told.KEYS_AT_LEAST_SECONDS", 0)
    assert comes_back(browser).status_code == 200


def test_a_state_comes_back_once(browser, linked):
    """A way back that was used, was made up, or was begun in another browser lets nobody in."""
    way_back = says_yes_there(browser.get(BEGIN).location)
    assert browser.get(way_back).status_code == 200
    assert browser.get(way_back).status_code == 401
    others = says_yes_there(Browser(linked).get(BEGIN).location)
    mine = Browser(linked)
    mine.get(BEGIN)
    for path in (others, f"{BACK}?code=x&state=made-up", f"{BACK}?code=x", BACK):
        refused = mine.get(path)
        assert refused.status_code == 401
        assert "not begun here" in refused.text


def test_a_code_is_good_once_and_only_with_its_verifier(browser, linked):
    """A code that was stolen from one sign-in is worth nothing in another."""
    stolen = urllib.parse.parse_qs(urllib.parse.urlsplit(says_yes_there(browser.get(BEGIN).location)).query)["code"][0]
    thief = Browser(linked)
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(thief.get(BEGIN).location).query)["state"][0]
    refused = thief.get(f"{BACK}?code={stolen}&state={state}")
    assert refused.status_code == 401
    assert thief.get("/portal/records").status_code == 302


def test_whoever_says_no_there_is_not_let_in(browser):
    """An answer that is an error, or another issuer's, is said plainly."""
    for answer in ("error=access_denied&error_description=<b>x</b>", "code=x&iss=https://elsewhere.example"):
        state = urllib.parse.parse_qs(urllib.parse.urlsplit(browser.get(BEGIN).location).query)["state"][0]
        refused = browser.get(f"{BACK}?{answer}&state={state}")
        assert refused.status_code == 401
        assert "You were not signed in there" in refused.text
        assert "<b>x</b>" not in refused.text


def test_nobody_is_let_in_who_was_not_added(browser, authority, store):
    """Somebody whom the authority knows and MySay does not is told what to ask for; no account is made."""
    authority.subject, authority.claims = "u-<b>9</b>", {"email": "new@bigshire.example", "email_verified": True}
    page = comes_back(browser)
    assert page.status_code == 403
    assert "nobody has added you here" in page.text
    assert "u-&lt;b&gt;9&lt;/b&gt;" in page.text
    assert len(store.staff.everyone()) == 3
    assert browser.get("/portal/records").status_code == 302


@pytest.mark.parametrize("in_userinfo", [False, True])
def test_a_verified_address_that_is_a_user_name_links_the_first_time(browser, authority, store, in_userinfo):
    """From then on the authority's own name for them counts, whatever their address becomes."""
    member = store.staff.add("kim@bigshire.example", "Kim", Role.PRACTITIONER, None)
    authority.subject, authority.in_userinfo = "u-kim", in_userinfo
    authority.claims = {"email": "Kim@Bigshire.example", "email_verified": True}
    assert comes_back(browser).status_code == 200
    assert store.openid.linked("u-kim") == member
    authority.claims = {"email": "kim.married@bigshire.example", "email_verified": True}
    assert comes_back(browser).status_code == 200


def test_an_address_that_was_given_to_somebody_else_opens_nothing(browser, authority, store):
    """Whoever gets a former colleague's address at the authority is not taken for them."""
    store.openid.link(store.staff.add("kim@bigshire.example", "Kim", Role.PRACTITIONER, None), "u-kim")
    authority.subject, authority.claims = "u-new", {"email": "kim@bigshire.example", "email_verified": True}
    assert comes_back(browser).status_code == 403


@pytest.mark.parametrize("verified", [False, None, "yes", 1])
def test_an_address_that_is_not_verified_links_nobody(browser, authority, store, verified):
    """Anybody can write another's address into a profile."""
    store.staff.add("kim@bigshire.example", "Kim", Role.PRACTITIONER, None)
    authority.subject = "u-thief"
    authority.claims = {"email": "kim@bigshire.example", "email_verified": verified}
    assert comes_back(browser).status_code == 403


def test_whoever_was_removed_stays_out(browser, store, people):
    """Removed here is out, whatever the authority says."""
    store.staff.remove(people["jones"])
    assert comes_back(browser).status_code == 403


@pytest.mark.parametrize("broken", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_provider_that_is_down_is_said_and_passwords_still_work(browser, authority, broken):
    """The door says so, and when to try again; nobody is locked out who has a password."""
    authority.broken = {broken}
    page = browser.get(BEGIN)
    if page.status_code == 302:
        page = browser.get(says_yes_there(page.location))
    assert page.status_code == 503
    assert "does not answer just now" in page.text
    assert int(page.headers["Retry-After"]) > 0
    browser.enter("ali")
    assert browser.get("/portal/concerns").status_code == 200


def test_a_provider_that_calls_itself_otherwise_is_not_trusted(browser, authority):
    """Its discovery must name the issuer that the operator has set."""
    browser.get(DOOR)
    authority.issuer = authority.issuer.replace("localhost", "127.0.0.1")
    assert browser.get(BEGIN).status_code == 503


def test_signing_out_here_offers_to_sign_out_there(browser, authority):
    """On a shared computer the next person would else come in by the same button."""
    comes_back(browser)
    left = browser.send("/portal/records", "/portal/sign-out")
    assert left.location == "/portal/sign-in?left=1"
    assert "sign out of Bigshire Council too" in browser.get(left.location).text
    assert browser.get("/portal/openid/out").location.startswith(f"{authority.issuer}/out?client_id=mysay&")
    assert browser.get("/portal/records").status_code == 302


def is_told(app, token):
    """What the authority gets for telling, from its own machine to ours, that somebody has signed out there."""
    return app.test_client().post("/api/v1/staff/openid/logout", data={"logout_token": token})


def test_signing_out_there_signs_out_here(browser, linked, authority, store, people):
    """Each session that the authority opened ends, wherever it is; one that a password opened is not its own."""
    elsewhere, by_password = Browser(linked), Browser(linked)
    comes_back(browser)
    comes_back(elsewhere)
    by_password.enter("jones")
    assert is_told(linked, authority.signs_out()).status_code == 200
    assert [one.get("/portal/records").status_code for one in (browser, elsewhere)] == [302, 302]
    assert by_password.get("/portal/records").status_code == 200
    assert ("jones", "signed out") in {(entry.who, entry.did) for entry in store.audit.newest()}


def test_signing_out_there_ends_nothing_of_others(browser, linked, authority):
    """Somebody whom nobody knows here, or who is not signed in here, is signed out already."""
    comes_back(browser)
    assert is_told(linked, authority.signs_out(sub="u-another")).status_code == 200
    assert browser.get("/portal/records").status_code == 200


def test_that_somebody_signed_out_is_told_once(browser, linked, authority):
    """Whoever got hold of a logout token signs nobody out with it again."""
    token = authority.signs_out()
    assert is_told(linked, token).status_code == 200
    comes_back(browser)
    assert is_told(linked, token).status_code == 400
    assert browser.get("/portal/records").status_code == 200


NOT_SIGNED_OUT = {
    "no event": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/another": {}}},
    "an event that is none": {"events": {"http://schemas.openid.net/event/backchannel-logout": True}},
    "events in a list": {"events": ["http://schemas.openid.net/event/backchannel-logout"]},
    "a nonce, as of a sign-in": {"nonce": "n"},
    "another issuer": {"iss": "https://elsewhere.example"},
    "another audience": {"aud": "another client"},
    "nobody": {"sub": None},
    "a number for somebody": {"sub": 4711},
    "only the session's name": {"sub": None, "sid": "s-1"},
    "no name of its own": {"jti": None},
    "an hour old": {"iat": int(time.time()) - 3600},
    "without a time": {"iat": None},
    "expired": {"exp": int(time.time()) - 3600},
    "without an end": {"exp": None},
}


@pytest.mark.parametrize("instead", NOT_SIGNED_OUT.values(), ids=NOT_SIGNED_OUT)
def test_what_proves_no_signing_out_signs_nobody_out(browser, linked, authority, instead):
    """Each claim is checked, so that the token of a sign-in, or of another client, ends nothing."""
    comes_back(browser)
    assert is_told(linked, authority.signs_out(**instead)).status_code == 400
    assert browser.get("/portal/records").status_code == 200


@pytest.mark.parametrize(
    ("header", "signs_with"), [({"alg": "none"}, "own"), ({"alg": "HS256"}, "own"), ({}, "another's")]
)
def test_a_signing_out_that_the_provider_did_not_sign_signs_nobody_out(browser, linked, authority, header, signs_with):
    """By the same keys as a sign-in; and what is no token at all proves as little."""
    comes_back(browser)
    authority.header, authority.signs_with = header, signs_with
    for token in (authority.signs_out(), "", "a.b.c", "\0"):
        assert is_told(linked, token).status_code == 400
    assert browser.get("/portal/records").status_code == 200


def test_a_flood_of_tokens_that_prove_nothing_is_held_back(linked, authority):
    """By address; while the provider's keys cannot be had, it is told to come again."""
    authority.broken = {"/keys"}
    assert is_told(linked, authority.signs_out()).status_code == 503
    authority.broken = set()
    assert [is_told(linked, "none").status_code for _ in range(31)] == [400] * 30 + [429]


def test_beginning_very_often_must_wait(browser):
    """A flood of beginnings from one address is held back."""
    statuses = [browser.get(BEGIN).status_code for _ in range(31)]
    assert statuses[:30] == [302] * 30
    assert statuses[30] == 429


def test_an_account_of_the_authority_s_has_no_password_here(browser, authority, store):
    """Whoever has no password is asked for none, and can set none by the web."""
    store.openid.link(store.staff.add("kim", "Kim", Role.PRACTITIONER, None), "u-kim")
    authority.subject = "u-kim"
    comes_back(browser)
    page = browser.get("/portal/account").text
    assert "You sign in with Bigshire Council" in page
    assert 'name="old"' not in page
    assert browser.get("/portal/account/second-factor").status_code == 403
    changed = browser.send("/portal/account", "/portal/account/password", old="", new="four words none knows")
    assert changed.status_code == 403


COMPLETE = {
    "MYSAY_OIDC_ISSUER": "https://id.bigshire.example", "MYSAY_OIDC_CLIENT_ID": "mysay",
    "MYSAY_OIDC_CLIENT_SECRET_FILE": __file__,
}  # fmt: skip


def test_the_settings_make_a_provider():
    """The button says the host where no name is given."""
    openid = read_settings(COMPLETE).signing_in.openid
    assert (openid.issuer, openid.client_id, openid.name) == (
        "https://id.bigshire.example",
        "mysay",
        "id.bigshire.example",
    )
    assert read_settings({**COMPLETE, "MYSAY_OIDC_NAME": "Bigshire"}).signing_in.openid.name == "Bigshire"
    assert read_settings({}).signing_in.openid is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"MYSAY_OIDC_CLIENT_ID": ""}, {"MYSAY_OIDC_CLIENT_SECRET_FILE": "/nowhere/secret"},
        {"MYSAY_OIDC_ISSUER": "http://id.bigshire.example"}, {"MYSAY_OIDC_ISSUER": "https://"},
        {"MYSAY_OIDC_ISSUER": "https://a.example/?x=1"}, {"MYSAY_OIDC_ISSUER": "https://[x"},
        {"MYSAY_ADDRESS": "", "MYSAY_HOST": "192.0.2.1"}, {"MYSAY_SECOND_FACTOR": "sometimes"},
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_named_at_the_start(wrong):
    """What is missing or unsafe is said with the name of the setting."""
    with pytest.raises(SettingWrong, match=next(iter(wrong))):
        read_settings({**COMPLETE, **wrong})
