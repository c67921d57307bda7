"""Alerts arrive once, whatever fails on the way, at a real mail server and a real web server."""

import subprocess
import sys

import pytest

from operating.settings import ROOT
from records.concerns import Level
from records.store import Store
from tests.alerts.conftest import ALI, DEPUTY, JO, LEAD, NAME, WORDS, Mailroom, password_of, wait_for

pytestmark = pytest.mark.process


@pytest.fixture
def by_mail(mailroom):
    """The settings of an operator who is told by e-mail."""
    return {"MYSAY_ALERT_EMAIL": LEAD, "MYSAY_SMTP": f"smtp://127.0.0.1:{mailroom.port}?from=mysay@school.example"}


def told(store, concern_id):
    """Whether the concern counts as told."""
    return store.concerns.find(concern_id).delivered is not None


def test_an_alert_is_delivered_once_and_at_once(store, mailroom, by_mail, concern, courier):
    """One mail comes soon after the concern, and no second one while the courier goes on."""
    with courier(**by_mail):
        noted = concern()
        wait_for(lambda: mailroom.post.mails)
        wait_for(lambda: told(store, noted))
        other = concern(words="another")
        wait_for(lambda: told(store, other))
    assert len(mailroom.post.mails) == 2


def test_the_mail_holds_no_words_and_no_name(store, mailroom, by_mail, concern, courier):
    """It says how urgent, when, which conversation and where to read it; nothing that was said."""
    with courier(**by_mail):
        noted = concern()
        wait_for(lambda: told(store, noted))
    mail = mailroom.post.mails[0]
    whole = mail.as_string() + mail.get_content()
    for secret in (WORDS, "hits", "zebra", NAME, "hurt"):
        assert secret not in whole
    found = store.concerns.find(noted)
    assert "urgent" in mail["Subject"]
    assert found.conversation_id[:8] in mail.get_content()
    assert found.conversation_id not in whole
    assert "https://mysay.example/portal/concerns" in mail.get_content()
    assert (mail["From"], mail["Importance"]) == ("MySay <mysay@school.example>", "high")


def test_a_worry_is_a_quieter_notice(store, mailroom, by_mail, concern, courier):
    """A worry is told in other words and without the mark of high importance."""
    with courier(**by_mail):
        noted = concern(Level.WORRY, "I feel a bit sad")
        wait_for(lambda: told(store, noted))
    mail = mailroom.post.mails[0]
    assert "worry" in mail["Subject"]
    assert "urgent" not in mail.as_string().lower()
    assert mail["Importance"] is None


def test_a_refused_alert_is_delivered_after_a_restart(store, mailroom, by_mail, concern, courier):
    """The mail server is away, the courier ends; a new courier delivers once the server is back."""
    mailroom.close()
    noted = concern()
    with courier(**by_mail) as said:
        wait_for(lambda: store.alerts.of(noted) and store.alerts.of(noted)[0].tries >= 2)
    assert not told(store, noted)
    assert "trying again" in said[0]
    assert not [line for line in said if WORDS in line]
    mailroom.open()
    with courier(**by_mail):
        wait_for(lambda: told(store, noted))
    assert len(mailroom.post.mails) == 1


def test_an_alert_that_was_being_sent_when_its_courier_was_killed_is_sent_by_another(
    store, mailroom, by_mail, concern, courier
):
    """A claim runs out by itself."""
    noted = concern()
    assert store.alerts.claim(f"email:{LEAD}", dict.fromkeys(Level, 0.0), seconds=0.6)
    with courier(**by_mail):
        wait_for(lambda: told(store, noted))
    assert len(mailroom.post.mails) == 1


def test_a_webhook_that_fails_is_tried_again(store, hook, concern, courier):
    """500, then a redirection, which is not followed, then 200: it is taken once, as JSON without words."""
    hook.statuses = [500, 302, 200]
    with courier(MYSAY_ALERT_WEBHOOK=hook.url) as said:
        noted = concern()
        wait_for(lambda: told(store, noted))
    assert (hook.asked, len(hook.taken)) == (3, 1)
    assert [line for line in said if "status 500" in line]
    taken = hook.taken[0]
    assert (taken["kind"], taken["level"]) == ("concern", "urgent")
    assert taken["id"] == hook.headers[0]["Idempotency-Key"]
    assert not [secret for secret in (WORDS, NAME, "zebra") if secret in str(taken)]


def test_what_has_arrived_by_one_way_is_not_sent_again_because_another_fails(
    *, store, mailroom, hook, by_mail, concern, courier
):
    """The e-mail went, the webhook did not: only the webhook is tried again, and the lead counts as told."""
    hook.statuses = [500]
    with courier(**by_mail, MYSAY_ALERT_WEBHOOK=hook.url):
        noted = concern()
        wait_for(lambda: hook.asked >= 3)
    assert len(mailroom.post.mails) == 1
    assert told(store, noted)
    assert [(attempt.channel, bool(attempt.delivered)) for attempt in store.alerts.of(noted)] == [
        (f"email:{LEAD}", True), ("webhook", False),
    ]  # fmt: skip


def test_one_address_that_is_refused_does_not_repeat_the_mail_to_another(store, mailroom, by_mail, concern, courier):
    """Each address is delivered to by itself."""
    mailroom.post.refuses = {DEPUTY}
    with courier(**by_mail | {"MYSAY_ALERT_EMAIL": f"{LEAD}, {DEPUTY}"}):
        noted = concern()
        wait_for(lambda: [a.tries for a in store.alerts.of(noted) if DEPUTY in a.channel] >= [2])
        mailroom.post.refuses = set()
        wait_for(lambda: mailroom.post.to(DEPUTY))
    assert (len(mailroom.post.to(LEAD)), len(mailroom.post.to(DEPUTY))) == (1, 1)


def test_two_couriers_at_once_send_once(store, mailroom, by_mail, concern, courier):
    """Three couriers on one store, a slow mail server, five concerns: five mails, each another."""
    mailroom.post.slow = 0.1
    with courier(**by_mail), courier(**by_mail), courier(**by_mail):
        noted = [concern(words=f"words {number}") for number in range(5)]
        wait_for(lambda: all(told(store, one) for one in noted))
    ids = [mail["Message-ID"] for mail in mailroom.post.mails]
    assert len(ids) == len(set(ids)) == 5


def test_a_mail_that_was_taken_is_not_sent_again_though_the_line_breaks(store, mailroom, by_mail, concern, courier):
    """The server takes the mail and breaks off without a goodbye: that is delivered."""
    mailroom.post.breaks_off = True
    with courier(**by_mail):
        noted = concern()
        wait_for(lambda: told(store, noted))
    assert len(mailroom.post.mails) == 1


def test_an_unread_alert_escalates(store, mailroom, by_mail, concern, courier):
    """Once nobody has read it in time, somebody else is told, once; a worry waits for longer."""
    noted, worry = concern(), concern(Level.WORRY)
    with courier(seconds_unread=0.7, **by_mail, MYSAY_ESCALATE_EMAIL=DEPUTY):
        wait_for(lambda: told(store, noted))
        wait_for(lambda: told(store, worry))
        assert not mailroom.post.to(DEPUTY)
        wait_for(lambda: mailroom.post.to(DEPUTY))
    assert [mail["Subject"].split(",")[0] for mail in mailroom.post.to(DEPUTY)] == [
        "MySay: urgent concern still unread"
    ]


def test_what_has_been_read_is_neither_sent_nor_escalated(store, mailroom, by_mail, concern, courier):
    """Reading it in the portal ends its alerts."""
    read, unread = concern(), concern()
    store.desk.read(read, ALI)
    with courier(seconds_unread=0.0, **by_mail, MYSAY_ESCALATE_EMAIL=DEPUTY):
        wait_for(lambda: mailroom.post.to(DEPUTY))
        wait_for(lambda: told(store, unread))
    assert len(mailroom.post.mails) == 2
    assert store.alerts.of(read) == []


def test_a_concern_that_is_handed_over_is_told_again(store, mailroom, by_mail, concern, courier):
    """Whoever has it now is named, under an id of its own; unread by them too, it goes further."""
    noted = concern()
    with courier(seconds_unread=0.5, **by_mail, MYSAY_ESCALATE_EMAIL=DEPUTY):
        wait_for(lambda: told(store, noted))
        store.desk.read(noted, ALI)
        store.desk.hand_over(noted, ALI, JO, "I am away", seen=store.desk.steps(noted)[-1].seq)
        wait_for(lambda: len(mailroom.post.to(LEAD)) == 2)
        wait_for(lambda: mailroom.post.to(DEPUTY))
    first, again = mailroom.post.to(LEAD)
    assert again["Subject"].startswith("MySay: urgent concern handed over")
    assert "Mx Jo" in again.get_content()
    assert "I am away" not in str(again)
    assert again["Message-ID"] != first["Message-ID"]


def test_an_alert_on_its_way_while_it_is_handed_over_is_told_again(store, concern):
    """What was claimed before counts for the time before."""
    noted, at_once = concern(), dict.fromkeys(Level, 0.0)
    before = store.alerts.claim("webhook", at_once, 20)
    store.desk.hand_over(noted, ALI, JO, "", seen=0)
    store.alerts.delivered(before, to_lead=True)
    assert store.alerts.claim("webhook", at_once, 20).handed_to == "Mx Jo"


def test_escalating_alone_does_not_count_as_telling_the_person_in_charge(store, mailroom, by_mail, concern, courier):
    """The lead's address is refused and the deputy was told: the child is still told that nobody has been."""
    mailroom.post.refuses = {LEAD}
    noted = concern()
    with courier(seconds_unread=0.0, **by_mail, MYSAY_ESCALATE_EMAIL=DEPUTY):
        wait_for(lambda: mailroom.post.to(DEPUTY))
    assert not told(store, noted)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it is on this machine
def test_a_password_is_given_only_where_it_is_safe(store, concern, courier):
    """On this machine the courier signs in; a wrong password is an alert that has not arrived, without the password."""
    signing_in = {"authenticator": password_of("us@er", "p:ss"), "auth_required": True, "auth_require_tls": False}
    with Mailroom.opened(**signing_in) as room:
        noted = concern()
        wrong = {"MYSAY_ALERT_EMAIL": LEAD, "MYSAY_SMTP": f"smtp://us%40er:guess@127.0.0.1:{room.port}"}
        with courier(**wrong) as said:
            wait_for(lambda: said)
        assert "SMTPAuthenticationError 535" in said[0]
        assert "guess" not in "".join(said)
        with courier(**wrong | {"MYSAY_SMTP": f"smtp://us%40er:p%3Ass@127.0.0.1:{room.port}"}):
            wait_for(lambda: told(store, noted))


def test_the_process_that_serve_starts_delivers_and_ends_when_asked(store, tmp_path, mailroom, by_mail, concern):
    """`python -m alerts` sends what was noted before it began, and ends at once with exit status 0."""
    noted = concern()
    environment = {"MYSAY_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"} | by_mail
    process = subprocess.Popen([sys.executable, "-m", "alerts"], cwd=ROOT, env=environment)
    try:
        wait_for(lambda: told(Store(tmp_path / "mysay.db"), noted))
        process.terminate()
        assert process.wait(5) == 0
    finally:
        process.kill()
    assert len(mailroom.post.mails) == 1
