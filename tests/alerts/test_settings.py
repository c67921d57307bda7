"""Whom to alert, as an operator sets it."""

import subprocess
import sys

import pytest

from operating.settings import ROOT, SettingWrong, read_settings


def alerting(**env):
    return read_settings(env).alerting


def test_nobody_is_alerted_unless_it_is_set():
    """Without settings there is no alert, and nothing leaves the machine."""
    assert not alerting().configured
    assert not alerting(MYSAY_SMTP="smtp://mail.example").configured


def test_an_e_mail_goes_through_this_machine_unless_said_otherwise():
    """localhost:25 is the mail server; several addresses come with commas between, each once."""
    found = alerting(MYSAY_ALERT_EMAIL="lead@school.example, deputy@school.example,lead@school.example")
    assert found.emails == ("lead@school.example", "deputy@school.example")
    assert (found.smtp.host, found.smtp.port, found.smtp.encrypted) == ("localhost", 25, False)
    assert found.escalate_minutes == 60


def test_a_mail_server_is_given_as_an_address():
    """User, password, port and encryption come out of it; the sender is the user where that is an address."""
    smtp = alerting(MYSAY_SMTP="smtps://me%40school.example:p%2Fw@mail.example").smtp
    assert (smtp.host, smtp.port, smtp.encrypted, smtp.user, smtp.password) == (
        "mail.example", 465, True, "me@school.example", "p/w",
    )  # fmt: skip
    assert smtp.sender == "me@school.example"
    assert alerting(MYSAY_SMTP="smtp://mail.example:587?from=a@b.example").smtp.sender == "a@b.example"


def test_secrets_are_not_in_what_is_printed_of_the_settings():
    """Neither the password nor the webhook's address is in their printed form."""
    shown = repr(alerting(MYSAY_SMTP="smtp://me:hush@mail.example", MYSAY_ALERT_WEBHOOK="https://chat.example/hush"))
    assert "hush" not in shown


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("MYSAY_ALERT_EMAIL", "lead"), ("MYSAY_ALERT_EMAIL", "a@b.example\nBcc: c@d.example"),
        ("MYSAY_ALERT_EMAIL", "Lead <lead@school.example>"), ("MYSAY_SMTP", "mail.example:25"),
        ("MYSAY_SMTP", "smtp://me:hush@"), ("MYSAY_SMTP", "smtp://me:hush@mail.example:port"),
        ("MYSAY_SMTP", "http://me:hush@mail.example"), ("MYSAY_ALERT_WEBHOOK", "http://chat.example/hush"),
        ("MYSAY_ALERT_WEBHOOK", "chat.example/hush"), ("MYSAY_ALERT_WEBHOOK", "https://"),
        ("MYSAY_ALERT_WEBHOOK", "https://[hush"), ("MYSAY_ESCALATE_MINUTES", "0"), ("MYSAY_ESCALATE_MINUTES", "soon"),
        ("MYSAY_ESCALATE_EMAIL", "deputy@school.example"), ("MYSAY_ADDRESS", "mysay.example"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_plainly(name, given):
    """The setting is named, with what is needed; a password or a secret address is never repeated."""
    with pytest.raises(SettingWrong, match=name) as wrong:
        read_settings({name: given})
    assert "hush" not in str(wrong.value)
    assert len(str(wrong.value)) > len(name) + 20


def test_a_webhook_on_this_machine_needs_no_encryption():
    """http:// is for loopback alone."""
    assert alerting(MYSAY_ALERT_WEBHOOK="http://127.0.0.1:9/x").configured


@pytest.mark.process
@pytest.mark.parametrize(
    ("env", "said"), [({}, "Nobody is to be alerted"), ({"MYSAY_ALERT_EMAIL": "x"}, "MYSAY_ALERT_EMAIL")]
)
def test_the_courier_says_what_is_wrong_and_ends(env, said, tmp_path):
    """`python -m alerts` that cannot work ends with status 2 and one line, no traceback."""
    env = {"MYSAY_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"} | env
    ended = subprocess.run(
        [sys.executable, "-m", "alerts"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1
