"""A second factor: set up once, asked for after the password, and worth one sign-in each time."""

import re
from dataclasses import replace

import pyotp
import pytest

from operating.signing_in import SigningIn
from records.sessions import Proof
from tests.web.staff.conftest import PASSWORD
from tests.web.staff.visitor import Browser

ACCOUNT, SET_UP, CODE, LOGIN = "/portal/account", "/portal/account/second-factor", "/portal/sign-in/code", (
    "/api/v1/staff/login"
)  # fmt: skip
HALF_A_MINUTE = 30


class Clock:
    """The time, as the server and a telephone see it."""

    def __init__(self, monkeypatch):
        self.now = 1_900_000_000.0
        monkeypatch.setattr("pyotp.totp.time.time", lambda: self.now)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def browser(app):
    return Browser(app)


class Telephone:
    """An authenticator app that was given the key."""

    def __init__(self, key, clock):
        self._totp, self._clock = pyotp.TOTP(key), clock

    def code(self, seconds=0.0):
        return self._totp.at(self._clock.now + seconds)


def offered(page):
    key = re.search(r'class="key"[^>]*>([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    return key, re.search(r'name="offer" value="([^"]+)"', page.text)[1]


@pytest.fixture
def telephone(browser, clock):
    """Jones's telephone, on which codes were set up; `codes` are the recovery codes that were shown."""
    browser.enter("jones")
    key, offer = offered(browser.get(SET_UP))
    telephone = Telephone(key, clock)
    page = browser.send(SET_UP, SET_UP, offer=offer, password=PASSWORD, code=telephone.code())
    assert page.status_code == 200, page.text
    telephone.codes = re.findall(r"<li>([A-Z0-9-]{19})</li>", page.text)
    clock.now += HALF_A_MINUTE
    return telephone


def gives_password(browser, **fields):
    return browser.send("/portal/sign-in", "/portal/sign-in", username="jones", password=PASSWORD, **fields)


@pytest.fixture
def stranger(app):
    """Another browser, which has signed in to nothing."""
    return Browser(app)


def test_a_key_is_offered_as_a_picture_and_in_letters(browser):
    """The QR code is drawn in the page itself, with no style or script, and what it holds can be typed by hand."""
    browser.enter("jones")
    page = browser.get(SET_UP)
    assert "<svg" in page.text
    assert "otpauth://totp/MySay:jones?secret=" in page.text
    assert len(offered(page)[0]) == 32
    assert not re.search(r"<style|\sstyle=|data:|<script", page.text)
    assert offered(browser.get(SET_UP))[0] != offered(page)[0]


def test_nothing_is_set_up_without_the_right_code_and_password(browser, clock, store, people):
    """A wrong code or password leaves all as it was, and the same key stays on the page to try again."""
    browser.enter("jones")
    key, offer = offered(browser.get(SET_UP))
    right = Telephone(key, clock).code()
    wrong = "000000" if right != "000000" else "111111"
    for fields in ({"code": wrong, "password": PASSWORD}, {"code": right, "password": "not the password"}):
        page = browser.send(SET_UP, SET_UP, offer=offer, **fields)
        assert page.status_code == 401
        assert offered(page)[0] == key
    assert store.second_factors.of(people["jones"].id) is None


def test_an_offer_is_for_one_person_and_not_for_ever(browser, clock, app, monkeypatch):
    """What was offered to somebody else, or made up, is not taken; a new key is shown."""
    other = Browser(app)
    other.enter("ali")
    key, offer = offered(other.get(SET_UP))
    browser.enter("jones")
    for sealed in (offer, "made up", "gAAAAA"):
        page = browser.send(SET_UP, SET_UP, offer=sealed, password=PASSWORD, code=Telephone(key, clock).code())
        assert page.status_code == 422
        assert offered(page)[0] != key


def test_the_code_is_asked_for_after_the_password(browser, stranger, telephone):
    """The password alone opens nothing: only the page for the code; with the code one is where one wanted to be."""
    answered = gives_password(stranger, next="/portal/records?search=Sam")
    assert answered.location == "/portal/sign-in/code?next=/portal/records?search%3DSam"
    assert stranger.get("/portal/records").status_code == 302
    assert stranger.get(ACCOUNT).status_code == 302
    assert stranger.get(SET_UP).status_code == 302
    assert stranger.get("/portal/sign-in").location == CODE
    asked = stranger.get(answered.location)
    assert "Sign out" not in asked.text
    entered = stranger.send(CODE, CODE, code=telephone.code(), next="/portal/records?search=Sam")
    assert entered.location == "/portal/records?search=Sam"
    assert stranger.get("/portal/records").status_code == 200


def test_the_token_of_the_password_dies_with_the_code(stranger, telephone, store):
    """Whoever saw the first token has nothing once the code is given: there is a new one."""
    gives_password(stranger)
    first = stranger.cookie("mysay_staff")
    stranger.send(CODE, CODE, code=telephone.code())
    second = stranger.cookie("mysay_staff")
    assert first != second
    assert store.sessions.of(first) is None
    assert store.sessions.of(second).proof is Proof.CODE


def test_who_knows_the_password_alone_is_seen(stranger, telephone, browser, store):
    """That somebody gave the password and no code stands in the audit; it is not among the owner's devices."""
    gives_password(stranger)
    assert (store.audit.newest()[0].who, store.audit.newest()[0].did) == (
        "jones",
        "gave their password, and no code yet",
    )
    assert browser.get(ACCOUNT).text.count("since ") == 2  # the second factor, and this device


def test_a_code_is_good_once(stranger, telephone, app, clock):
    """A code that was seen over a shoulder signs nobody in again, nor does the one with which it was set up."""
    gives_password(stranger)
    replayed = telephone.code()
    assert stranger.send(CODE, CODE, code=replayed).status_code == 303
    thief = Browser(app)
    gives_password(thief)
    for used in (replayed, telephone.code(-HALF_A_MINUTE)):
        refused = thief.send(CODE, CODE, code=used)
        assert refused.status_code == 401
        assert "used already" in refused.text
    assert thief.get("/portal/records").status_code == 302


@pytest.mark.parametrize(("seconds", "status"), [(-90, 401), (60, 401), (30, 303), (0, 303)])
def test_clocks_may_differ_by_half_a_minute(stranger, telephone, clock, seconds, status):
    """A telephone half a minute fast is understood, one that is a minute out is not."""
    clock.now += 600
    gives_password(stranger)
    assert stranger.send(CODE, CODE, code=telephone.code(seconds)).status_code == status


def test_a_telephone_may_be_half_a_minute_slow(stranger, telephone, clock):
    """The code of the half minute before is understood too."""
    clock.now += 600
    gives_password(stranger)
    assert stranger.send(CODE, CODE, code=telephone.code(-HALF_A_MINUTE)).status_code == 303


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "' or 1=1 --", "x" * 300, "\x00"])
def test_what_is_no_code_is_refused_kindly(stranger, telephone, typed):
    """Whatever is typed, the form comes back with what is wrong."""
    gives_password(stranger)
    refused = stranger.send(CODE, CODE, code=typed)
    assert refused.status_code == 401
    assert 'role="alert"' in refused.text


def test_a_code_may_be_typed_with_blanks(stranger, telephone):
    """Apps show the six figures in two groups."""
    gives_password(stranger)
    code = telephone.code()
    assert stranger.send(CODE, CODE, code=f" {code[:3]} {code[3:]} ").status_code == 303


def test_wrong_codes_must_wait_wherever_they_come_from(stranger, app, telephone):
    """After five wrong codes even the right one waits, from any browser, and it is said for how long."""
    wrong = "000000" if telephone.code() != "000000" else "111111"
    gives_password(stranger)
    for _ in range(5):
        assert stranger.send(CODE, CODE, code=wrong).status_code == 401
    other = Browser(app, address="198.51.100.9")
    gives_password(other)
    held = other.send(CODE, CODE, code=telephone.code())
    assert held.status_code == 429
    assert 0 < int(held.headers["Retry-After"]) <= 900
    assert "somebody knows your password" in held.text


def test_the_owner_gets_in_by_a_recovery_code_while_somebody_guesses(stranger, app, telephone):
    """Somebody who knows the password and guesses codes cannot keep the owner out."""
    gives_password(stranger)
    for _ in range(5):
        stranger.send(CODE, CODE, code="000000" if telephone.code() != "000000" else "111111")
    owner = Browser(app, address="198.51.100.9")
    gives_password(owner)
    assert owner.send(CODE, CODE, code=telephone.codes[0]).status_code == 303


def test_the_owner_s_device_is_not_held_up_by_a_neighbour(stranger, telephone, browser):
    """Somebody in the same school who knows the password uses up tries of their own, not of the owner's computer."""
    gives_password(stranger)
    for _ in range(5):
        stranger.send(CODE, CODE, code="AAAA-BBBB-CCCC-DDDD")
    assert stranger.send(CODE, CODE, code=telephone.codes[0]).status_code == 429
    browser.send(ACCOUNT, "/portal/sign-out")
    gives_password(browser)
    assert browser.send(CODE, CODE, code=telephone.codes[0]).status_code == 303


def test_ten_recovery_codes_are_shown_once_and_work_once(stranger, app, telephone, browser):
    """Each lets in one time, however it is written; the account says how many are left; only digests are kept."""
    assert len(set(telephone.codes)) == 10
    gives_password(stranger)
    assert stranger.send(CODE, CODE, code=telephone.codes[0].lower().replace("-", " ")).status_code == 303
    assert "You have 9 recovery codes left" in stranger.get(ACCOUNT).text
    again = Browser(app)
    gives_password(again)
    assert again.send(CODE, CODE, code=telephone.codes[0]).status_code == 401
    assert not any(code in browser.get(page).text for page in (ACCOUNT, SET_UP) for code in telephone.codes)


def test_recovery_codes_are_not_guessed(stranger, telephone):
    """They are limited as a password is."""
    gives_password(stranger)
    for _ in range(5):
        assert stranger.send(CODE, CODE, code="AAAA-BBBB-CCCC-DDDD").status_code == 401
    assert stranger.send(CODE, CODE, code=telephone.codes[0]).status_code == 429


def test_the_secret_and_the_codes_are_nowhere_on_the_disk(telephone, store, tmp_path):
    """The database holds the key sealed, and of the recovery codes nothing that can be undone."""
    key = telephone._totp.secret.encode()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("mysay.db*"))
    assert key not in kept
    assert not any(code.encode() in kept or code.replace("-", "").encode() in kept for code in telephone.codes)


def test_another_installation_s_key_opens_nothing(stranger, telephone, app):
    """With another MYSAY_SECRET_KEY the code is refused, and nothing breaks; a recovery code still lets in."""
    services = app.extensions["mysay"]
    app.extensions["mysay"] = replace(services, settings=replace(services.settings, secret_key="another"))
    try:
        gives_password(stranger)
        assert stranger.send(CODE, CODE, code=telephone.code()).status_code == 401
        assert stranger.send(CODE, CODE, code=telephone.codes[0]).status_code == 303
    finally:
        app.extensions["mysay"] = services


def test_setting_it_up_signs_all_others_out(app, clock):
    """Every session from before ends, with it the token of whoever sets it up, who has a new one."""
    other, browser = Browser(app), Browser(app)
    other.enter("jones")
    browser.enter("jones")
    before = browser.cookie("mysay_staff")
    key, offer = offered(browser.get(SET_UP))
    browser.send(SET_UP, SET_UP, offer=offer, password=PASSWORD, code=Telephone(key, clock).code())
    assert other.get("/portal/records").status_code == 302
    assert browser.get("/portal/records").status_code == 200
    assert browser.cookie("mysay_staff") != before


def test_another_telephone_is_set_up_by_whoever_has_the_first(browser, telephone, clock, stranger):
    """The first telephone then no longer works, nor do the old recovery codes."""
    key, offer = offered(browser.get(SET_UP))
    new = Telephone(key, clock)
    assert browser.send(SET_UP, SET_UP, offer=offer, password=PASSWORD, code=new.code()).status_code == 200
    clock.now += 60
    gives_password(stranger)
    assert stranger.send(CODE, CODE, code=telephone.code()).status_code == 401
    assert stranger.send(CODE, CODE, code=telephone.codes[0]).status_code == 401
    assert stranger.send(CODE, CODE, code=new.code()).status_code == 303


def test_no_page_takes_it_off(app, telephone):
    """Nothing on the web removes a second factor: only a command does."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "second" in rule.rule or "account" in rule.rule]
    others = (f"{ACCOUNT}/{part}" for part in ("password", "reminders", "sign-out-another", "sign-out-everywhere"))
    assert sorted(set(rules)) == sorted((ACCOUNT, SET_UP, *others))


def test_the_time_between_password_and_code_is_short(stranger, telephone, monkeypatch):
    """Ten minutes after the password one begins again."""
    gives_password(stranger)
    monkeypatch.setattr("web.staff_session.HALF_WAY_MINUTES", 0)
    late = stranger.send("/portal/sign-in", CODE, code=telephone.code())
    assert late.status_code == 401
    assert "sign in again" in late.text


def test_a_program_sends_the_code_with_the_password(client, telephone):
    """`code` beside name and password; without it a 401 that says what is missing, and nothing is opened."""
    fields = {"username": "jones", "password": PASSWORD}
    lacking = client.post(LOGIN, json=fields)
    assert (lacking.status_code, lacking.json["type"]) == (401, "/problems/second_factor")
    wrong = client.post(LOGIN, json={**fields, "code": "abc"})
    assert (wrong.status_code, wrong.json["type"]) == (401, "/problems/wrong_code")
    for code in (123456, [], "", "x" * 201):
        assert client.post(LOGIN, json={**fields, "code": code}).status_code == 422
    code = telephone.code()
    entered = client.post(LOGIN, json={**fields, "code": code})
    assert entered.status_code == 200
    headers = {"Authorization": f"Bearer {entered.json['token']}"}
    assert client.get("/api/v1/records", headers=headers).status_code == 200
    replayed = client.post(LOGIN, json={**fields, "code": code})
    assert (replayed.status_code, replayed.json["type"]) == (401, "/problems/code_used")


def test_a_wrong_password_says_nothing_of_a_second_factor(client, telephone):
    """Whether somebody has one is not told to whoever does not know the password."""
    one = client.post(LOGIN, json={"username": "jones", "password": "not the password"})
    other = client.post(LOGIN, json={"username": "nobody", "password": "not the password", "code": "123456"})
    assert one.json == other.json


@pytest.fixture
def required(app):
    """An installation that asks a second factor of everybody."""
    services = app.extensions["mysay"]
    signing_in = SigningIn(second_factor_required=True)
    app.extensions["mysay"] = replace(services, settings=replace(services.settings, signing_in=signing_in))
    yield
    app.extensions["mysay"] = services


def test_where_it_is_required_it_comes_before_anything_else(required, browser, clock):
    """Whoever has none is led to set it up, sees nothing before, and goes on from there to where they wanted."""
    answered = gives_password(browser, next="/portal/records?search=Sam")
    assert answered.location == f"{SET_UP}?next=/portal/records?search%3DSam"
    for page in ("/portal/records", ACCOUNT, CODE):
        assert browser.get(page).status_code == 302
    page = browser.get(answered.location)
    key, offer = offered(page)
    assert 'name="password"' not in page.text
    done = browser.send(SET_UP, SET_UP, offer=offer, code=Telephone(key, clock).code(), next="/portal/records?search=S")
    assert 'href="/portal/records?search=S"' in done.text
    assert browser.get("/portal/records").status_code == 200


def test_where_it_becomes_required_those_inside_must_set_it_up(browser, app, request):
    """A session from before opens nothing any more."""
    browser.enter("jones")
    assert browser.get("/portal/records").status_code == 200
    request.getfixturevalue("required")
    assert browser.get("/portal/records").location.startswith("/portal/sign-in")
    assert browser.get("/portal/sign-in").location == SET_UP


def test_a_program_cannot_set_one_up(required, client):
    """Where it is required and not there yet, a program is told that a person must do it on the page."""
    refused = client.post(LOGIN, json={"username": "jones", "password": PASSWORD})
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/second_factor_missing")
