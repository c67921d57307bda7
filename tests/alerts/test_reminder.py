"""Reminders by e-mail: to whoever asked for them, with links and no names, once a day, by a real mail server."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from alerts.reminder import Reminding
from commands.caretaker import caretaker
from commands.installation import free_port
from operating.alerting import Alerting, Smtp
from operating.settings import Settings
from records.conversation import Purpose
from records.staff import Role
from tests.alerts.conftest import wait_for

MORNING = datetime(2027, 4, 26, 9).astimezone()
ADDRESS = "jones@school.example"


@pytest.fixture
def said():
    return []


@pytest.fixture
def reminding(store, tmp_path, mailroom, said):
    """Somebody who asked to be reminded, and has one review of which the views are overdue."""
    jones = store.staff.add("jones", "Mrs Jones", Role.PRACTITIONER, "a long enough password")
    store.reminders.choose(jones.id, ADDRESS)
    meeting = (MORNING + timedelta(days=5)).date().isoformat()
    store.reviews.add("jones", Purpose.ANNUAL_REVIEW, about="Persephone-17", called="Persephone", meeting=meeting)
    alerting = Alerting(smtp=Smtp("127.0.0.1", mailroom.port, sender="mysay@school.example"))
    settings = Settings(tmp_path, alerting=alerting, public_address="https://mysay.school.example")
    return Reminding(store, settings, said.append)


def test_a_mail_names_nobody_and_leads_to_each_review(reminding, mailroom, store):
    """It has how many there are, a reference and a link to each; neither the name nor the reference that staff gave."""
    assert reminding.send_due(MORNING) == 1
    (mail,) = mailroom.post.to(ADDRESS)
    text = mail.get_content()
    (row,) = store.reminders.waiting("jones", MORNING.date()).reviews
    assert f"https://mysay.school.example/portal/reviews/{row.review.id}" in text
    assert "17 April 2027" in text
    assert "overdue for 1, and due within a week for 0" in text
    assert "Persephone" not in str(mail)


def test_it_comes_once_a_day_and_not_at_night(reminding, mailroom, store):
    """Whoever else asks on that day sends none; the next morning another goes."""
    assert reminding.send_due(MORNING.replace(hour=3)) == 0
    assert [reminding.send_due(MORNING) for _ in range(3)] == [1, 0, 0]
    assert reminding.send_due(MORNING + timedelta(days=1)) == 1
    assert len(mailroom.post.mails) == 2


def test_one_that_does_not_arrive_is_tried_again_and_the_address_is_not_told(reminding, mailroom, said):
    """The operator reads what kind of error it was, and later on the same day it arrives."""
    mailroom.post.refuses.add(ADDRESS)
    assert reminding.send_due(MORNING) == 0
    assert ADDRESS not in said[0]
    mailroom.post.refuses.clear()
    assert reminding.send_due(MORNING + timedelta(hours=1)) == 1


def test_no_mail_server_hurts_nobody(store, tmp_path, said, reminding):
    """It is said, and tried again."""
    alerting = Alerting(smtp=Smtp("127.0.0.1", free_port(), sender="mysay@school.example"))
    nowhere = Reminding(store, replace(Settings(tmp_path), alerting=alerting), said.append)
    assert nowhere.send_due(MORNING) == 0
    assert "has not gone out" in said[0]
    assert reminding.send_due(MORNING) == 1


def test_the_caretaker_sends_them_while_mysay_runs(reminding, mailroom, store):
    """Two at work on one store send one mail."""
    send = partial(reminding.send_due, MORNING)
    with caretaker(store, 12, print, 0.05, send), caretaker(store, 12, print, 0.05, send):
        wait_for(lambda: mailroom.post.mails, 30)
        seen = store.reminders.claim(MORNING.date())
        assert list(seen) == []
    assert len(mailroom.post.mails) == 1
