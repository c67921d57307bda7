"""Somebody may come in as long as those inside are served; by a clock of the test's own."""

import pytest

from web.admission import Admission


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def admission(clock):
    return Admission(clock)


def talk(admission, clock, under_way, seconds):
    """So many turns are under way for so long."""
    admission.note(under_way)
    clock.wait(seconds)


def let_in(admission, clock, seconds, every):
    """How many of those who knock one after another for so long come in."""
    came = 0
    for _ in range(round(seconds / every)):
        clock.wait(every)
        came += admission.lets_in()
    return came


def test_where_nobody_talks_everybody_comes_in(admission):
    """However many in one moment."""
    assert all(admission.lets_in() for _ in range(100))


def test_a_class_that_begins_in_one_moment_keeps_nobody_outside(admission, clock):
    """Thirty turns that are over within a second are no crowd."""
    for waiting in range(30, 0, -1):
        talk(admission, clock, waiting, 1 / 40)
    talk(admission, clock, 0, 0.1)
    assert admission.lets_in()


def test_where_turns_wait_for_each_other_no_newcomer_comes_in(admission, clock):
    """Not even one in a while, for as long as it stays so."""
    talk(admission, clock, 10, 10)
    assert let_in(admission, clock, seconds=60, every=0.1) == 0


def test_a_moment_without_a_turn_lets_nobody_in(admission, clock):
    """What was under way over the last seconds counts, not what is now."""
    talk(admission, clock, 10, 10)
    talk(admission, clock, 0, 0.5)
    assert not admission.lets_in()


def test_turns_that_never_end_keep_newcomers_out(admission, clock):
    """An engine that hangs is seen although no turn is ever told to be over."""
    talk(admission, clock, 5, 60)
    assert not admission.lets_in()


def test_near_the_limit_newcomers_come_in_one_after_another(admission, clock):
    """So that what each brings shows before the next: of hundreds who knock, two a second."""
    talk(admission, clock, 3, 60)
    assert let_in(admission, clock, seconds=10, every=0.01) == pytest.approx(20, abs=1)


def test_it_recovers_by_itself(admission, clock):
    """Seconds after the turns are over, everybody comes in again."""
    talk(admission, clock, 36, 60)
    talk(admission, clock, 0, 30)
    assert all(admission.lets_in() for _ in range(100))


def test_whoever_has_a_conversation_comes_back_before_a_stranger_comes_in(admission, clock):
    """Until there are twice as many turns."""
    talk(admission, clock, 5, 60)
    assert (admission.lets_in(), admission.strained) == (False, False)
    talk(admission, clock, 20, 60)
    assert (admission.lets_in(), admission.strained) == (False, True)


def test_the_more_are_told_that_it_is_busy_the_later_they_try_again(admission, clock):
    """A few wait for some seconds, hundreds for up to half a minute: so they take little from those inside."""
    few = [admission.come_again() for _ in range(3)]
    many = [admission.come_again() for _ in range(500)][-50:]
    assert 4 <= min(few) <= max(few) <= 9
    assert 15 <= min(many) <= max(many) <= 30
    clock.wait(60)
    assert admission.come_again() <= 9


def test_not_all_try_again_in_the_same_second(admission):
    """Or they would all be told again."""
    assert len({admission.come_again() for _ in range(50)}) > 3
