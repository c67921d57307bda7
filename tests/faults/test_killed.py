"""kill -9 of any process: what was acknowledged is there, what was not can be sent again and counts once."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3

from records.message import Said
from records.store import Store
from tests.installation import Installation, started_by
from tests.person import Person, new_id

pytestmark = pytest.mark.engine
GONE_SECONDS = 60.0


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """One installation that these tests may harm, one after another; each leaves it ready."""
    with Installation.started(tmp_path_factory.mktemp("harmed")) as installation:
        yield installation


@pytest.mark.parametrize("part", ["engine", "actions"])
def test_a_message_while_a_part_restarts_is_kept(own, part):
    """It is a 503 that says when to try again; sent again, it is taken once, to the question that it was to."""
    person = Person.asked(own.base)
    question, message_id = person.question, new_id()
    own.kill(part)
    refused = person.say("while it was away", message_id)
    assert (refused.status, refused.problem, refused.headers["Retry-After"]) == (503, "try_again", "2")
    assert person.view["current"]["question_id"] == question
    assert person.say("other words", message_id).problem == "message_id_used"
    assert person.insists("while it was away", message_id).json["understood_as"] == "answer"
    assert (person.answers[question]["text"], person.answers[question]["revision"]) == ("while it was away", 1)
    assert person.question != question
    own.wait_ready()


def test_what_was_said_while_a_part_was_away_is_in_the_record_at_the_end(own):
    """Even if it is never sent again: when the person finishes, it is understood first."""
    person = Person.asked(own.base)
    question = person.question
    own.kill("engine")
    assert person.say("said once and never again").status == 503
    own.wait_ready()
    assert person.call("PATCH", "", {"state": "finished"}).json["state"] == "finished"
    assert person.answers[question]["text"] == "said once and never again"
    assert "said once and never again" in person.call("GET", "/record").body.decode()


def test_one_message_that_the_engine_never_takes_holds_up_no_other(own):
    """Something left over from another version waits by itself; the next words are taken."""
    person = Person.asked(own.base)
    question = person.question
    Store(own.home / "mysay.db").messages.keep(person.id, Said(new_id(), question, wish="a_wish_of_long_ago"))
    for words in ("the next words", "and the next"):
        assert person.say(words, question_id=question).status == 200
    assert person.answers[question]["text"] == "and the next"


def test_a_killed_web_comes_back_on_its_port(own):
    """The page's process, or the worker inside it, is killed: both come back, and the same token goes on."""
    person = Person.asked(own.base)
    question = person.question
    web = own.pid_of("web")
    os.kill(next(iter(started_by(web))), signal.SIGKILL)
    assert person.insists("after the worker", question_id=question).status == 200
    own.kill("web")
    assert person.insists("after the web", question_id=question).status == 200
    assert [line["text"] for line in person.said if line["text"]] == ["after the worker", "after the web"]
    own.wait_ready()


def test_while_everything_is_killed_in_turn_nothing_is_lost_or_doubled(own):
    """Four people go on talking; each thing that any of them said is there once, in their order."""
    people = [Person.asked(own.base) for _ in range(4)]
    done = threading.Event()

    def talk(person):
        said = []
        while not done.is_set():
            said.append(f"thing {len(said)} of {person.id}")
            assert person.insists(said[-1]).status == 200
            time.sleep(0.1)
        return said

    with ThreadPoolExecutor(4) as pool:
        talking = [pool.submit(talk, person) for person in people]
        try:
            for part in ("actions", "engine", "web"):
                time.sleep(0.5)
                own.kill(part)
                time.sleep(1.0)
                own.wait_ready()
        finally:
            done.set()
        for person, talked in zip(people, talking, strict=True):
            said = talked.result()
            assert [line["text"] for line in person.said if line["text"]] == said
            answered = [answer["text"] for answer in person.answers.values() if answer["text"]]
            assert sorted(answered) == sorted(set(answered)) == sorted(said)


def test_after_kill_9_of_serve_itself_everything_is_there(own):
    """No process is left behind, the port is free again, and a new `mysay serve` on the same home goes on."""
    person = Person.asked(own.base)
    question, message_id = person.question, new_id()
    assert person.say("acknowledged", question_id=question).status == 200
    children = [own.pid_of(part) for part in ("engine", "actions", "web")]
    own.kill("engine")
    assert person.say("not acknowledged", message_id).status == 503
    os.kill(own.process.pid, signal.SIGKILL)
    own.process.wait()
    with pytest.raises(urllib3.exceptions.HTTPError):
        _until_away(person)
    until = time.monotonic() + GONE_SECONDS
    while any(_alive(pid) for pid in children):
        assert time.monotonic() < until, "a process was left behind"
        time.sleep(0.1)
    again = Installation.start(own.home, int(own.base.rpartition(":")[2]))
    own.process = again.process
    own.wait_ready()
    assert person.answers[question]["text"] == "acknowledged"
    assert person.insists("not acknowledged", message_id).status == 200
    assert [line["text"] for line in person.said if line["text"]] == ["acknowledged", "not acknowledged"]


def _until_away(person):
    """Asks until nobody answers, for a minute at most."""
    until = time.monotonic() + GONE_SECONDS
    while time.monotonic() < until:
        person.call("GET")
        time.sleep(0.1)


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
