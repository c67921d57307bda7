"""Many at the same moment: two clicks, two devices, a network that sends things twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.person import Person, new_id

pytestmark = pytest.mark.engine

SWITCHES = ("less", "ruler", "easy_words", "bigger_buttons")


def _together(many, act):
    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(act, range(many)))


def test_one_message_sent_eight_times_at_once_counts_once(running):
    """Every sender gets the same reply, and one answer is kept."""
    person = Person.asked(running.base)
    question, message_id = person.question, new_id()
    replies = _together(8, lambda _: person.say("all at once", message_id))
    assert {reply.status for reply in replies} == {200}
    assert len({reply.body for reply in replies}) == 1
    assert person.answers[question]["revision"] == 1
    assert len(person.said) == 2  # the choice of a topic, and this


def test_twenty_messages_at_the_same_moment_are_all_kept(running):
    """Each gets a reply of its own, none is lost, none is doubled."""
    person = Person.asked(running.base)
    question = person.question
    replies = _together(20, lambda number: person.say(f"thing number {number}", question_id=question))
    assert {reply.status for reply in replies} == {200}
    said = [line["text"] for line in person.said if line["text"]]
    assert sorted(said) == sorted(f"thing number {number}" for number in range(20))
    assert (person.answers[question]["revision"], person.answers[question]["text"]) == (20, said[-1])


def test_changes_at_the_same_moment_are_all_kept(running):
    """Adjustments, a choice of who sees it, and new words cross, and each of them stands afterwards."""
    person = Person.asked(running.base)
    question = person.question
    person.say("first words", question_id=question)

    def change(number):
        if number % 3 == 0:
            return person.call("PATCH", "", {"adjustments": {SWITCHES[number // 3]: True}})
        if number % 3 == 1:
            return person.call("PATCH", f"/answers/{question}", {"share": "private"})
        return person.say(f"newer words {number}", question_id=question)

    assert {reply.status for reply in _together(12, change)} == {200}
    assert set(person.view["adjustments"]) == set(SWITCHES)
    newest = [line["text"] for line in person.said if line["text"]][-1]
    assert (person.answers[question]["text"], person.answers[question]["share"]) == (newest, "private")


def test_a_correction_sent_by_two_clicks_counts_once(running):
    """The same correction of the same answer is one message."""
    person = Person.asked(running.base)
    question = person.question
    person.say("first words", question_id=question)
    replies = _together(4, lambda _: person.call("PATCH", f"/answers/{question}", {"text": "better words"}))
    assert {reply.status for reply in replies} == {200}
    assert person.answers[question]["text"] == "better words"


def test_erasing_in_the_middle_of_talk_ends_it_cleanly(running):
    """Whoever is still sending is told that nothing is there; nothing stays behind."""
    person = Person.asked(running.base)

    def act(number):
        return person.call("DELETE") if number == 3 else person.say(f"pangolin {number}")

    statuses = {reply.status for reply in _together(8, act)}
    assert statuses <= {200, 204, 401, 404}
    assert person.call("GET").status == 401
    left = b"".join(path.read_bytes() for path in running.home.rglob("mysay.db*"))
    assert b"pangolin" not in left
