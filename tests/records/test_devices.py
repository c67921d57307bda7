"""Tokens of devices: they rest unless they are used, and a browser's changes without a word being lost."""

import pytest

from records.conversation import Audience, Conversation, Purpose, State
from records.devices import DEVICE_DAYS, GRACE_SECONDS, IDLE_HOURS, RENEW_MINUTES, SETTLE_SECONDS, Standing
from records.store import Store
from tests.clock import Clock
from tests.records.engines import Raw


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def conversation(store: Store) -> Conversation:
    return store.conversations.open(Audience.CHILD_PRIMARY, Purpose.ANNUAL_REVIEW).conversation


@pytest.fixture
def old(store: Store, conversation: Conversation, clock: Clock) -> str:
    """A browser's token that is due to be renewed."""
    token = store.devices.let_in(conversation.id, page=True)
    clock.pass_by(minutes=RENEW_MINUTES, seconds=1)
    return token


def use(store: Store, token: str) -> str:
    """What a browser holds after a request with this token."""
    found = store.devices.find(token)
    assert found is not None
    assert found.standing is Standing.OPEN
    return store.devices.used(found, token) or token


def standing(store: Store, token: str) -> Standing | None:
    found = store.devices.find(token)
    return found.standing if found else None


def test_a_browser_goes_over_to_a_newer_token_which_is_then_renewed_in_turn(
    store: Store, conversation: Conversation, old: str, clock: Clock
) -> None:
    """Each opens the same conversation, and none stands in the database."""
    second = use(store, old)
    clock.pass_by(seconds=SETTLE_SECONDS + 1)
    assert use(store, second) == second
    clock.pass_by(minutes=RENEW_MINUTES, seconds=1)
    third = use(store, second)
    assert len({old, second, third}) == 3
    assert store.devices.of_token(third) == conversation.id


def test_two_tabs_at_once_and_a_reply_that_was_lost_lead_to_the_same_token(store: Store, old: str) -> None:
    """In whatever order the replies come, the browser holds what the server knows."""
    before = store.devices.find(old)
    assert before is not None
    assert store.devices.used(before, old) == store.devices.used(before, old) == use(store, old)


def test_the_old_one_goes_on_until_the_new_one_has_come_back(store: Store, old: str, clock: Clock) -> None:
    """Whoever never got the reply is not locked out, however much later they come."""
    newer = use(store, old)
    clock.pass_by(hours=IDLE_HOURS - 2)
    assert use(store, old) == newer


def test_a_browser_that_died_before_it_wrote_the_new_one_down_comes_back_with_the_old_one(
    store: Store, old: str, clock: Clock
) -> None:
    """The new one was used already, but only just; after that the tablet had no power for hours."""
    newer = use(store, old)
    assert use(store, newer) == newer
    clock.pass_by(hours=5)
    assert use(store, old) == newer


def test_requests_that_were_on_their_way_with_the_old_one_still_come_in(store: Store, old: str, clock: Clock) -> None:
    """They are not told to go over again."""
    newer = use(store, old)
    clock.pass_by(seconds=SETTLE_SECONDS + 1)
    use(store, newer)
    clock.pass_by(seconds=GRACE_SECONDS - 10)
    assert use(store, old) == old


def test_a_copy_that_comes_after_that_is_known_for_one(store: Store, old: str, clock: Clock) -> None:
    """Whichever of the two was the thief's; once the device is shut, neither token opens anything."""
    newer = use(store, old)
    clock.pass_by(seconds=SETTLE_SECONDS + 1)
    use(store, newer)
    clock.pass_by(seconds=GRACE_SECONDS + 1)
    found = store.devices.find(old)
    assert found is not None
    assert found.standing is Standing.COPIED
    assert store.devices.of_token(old) is None
    store.devices.shut(found)
    assert store.devices.find(newer) is None


def test_a_program_keeps_its_token(store: Store, conversation: Conversation, clock: Clock) -> None:
    """It was given one when the conversation began, and nowhere is it told of another."""
    token = store.devices.let_in(conversation.id)
    for _ in range(2):
        clock.pass_by(hours=IDLE_HOURS - 1)
        assert use(store, token) == token


@pytest.mark.parametrize("page", [True, False])
def test_a_token_that_nobody_uses_rests_after_a_weekend(
    store: Store, conversation: Conversation, clock: Clock, *, page: bool
) -> None:
    """It is still known, so that whoever comes back is told what to do."""
    token = store.devices.let_in(conversation.id, page=page)
    clock.pass_by(hours=IDLE_HOURS, minutes=1)
    assert standing(store, token) is Standing.RESTING
    assert store.devices.of_token(token) is None


@pytest.mark.parametrize("state", [State.FINISHED, State.STOPPED, State.WITHDRAWN])
def test_it_rests_within_hours_once_the_conversation_has_ended(
    store: Store, conversation: Conversation, clock: Clock, state: State
) -> None:
    """There is nothing left to say, only to read."""
    token = store.devices.let_in(conversation.id, page=True)
    store.conversations.change(conversation.id, state=state)
    assert standing(store, token) is Standing.OPEN
    clock.pass_by(hours=2)
    assert standing(store, token) is Standing.RESTING


def test_however_it_is_used_it_ends(store: Store, conversation: Conversation, clock: Clock) -> None:
    """Then the code is needed again."""
    token = store.devices.let_in(conversation.id, page=True)
    for _ in range(DEVICE_DAYS):
        clock.pass_by(hours=12)
        token = use(store, token)
        clock.pass_by(hours=11, minutes=50)
        token = use(store, token)
    clock.pass_by(hours=3)
    assert standing(store, token) is Standing.RESTING


def test_the_others_are_shut_whichever_of_its_tokens_this_device_has(store: Store, old: str, clock: Clock) -> None:
    """Also while it goes over to a newer one."""
    found = store.devices.find(old)
    assert found is not None
    other = store.devices.let_in(found.conversation_id)
    newer = use(store, old)
    store.devices.shut_others(found.conversation_id, newer)
    assert standing(store, other) is None
    assert standing(store, old) is standing(store, newer) is Standing.OPEN


def test_a_new_code_takes_the_place_of_the_old_and_all_devices_can_be_shut(
    store: Store, conversation: Conversation, old: str, raw: Raw
) -> None:
    """Of this conversation alone; the new one stands nowhere in the clear, and one that is gone gets none."""
    another = store.conversations.open(Audience.PARENT, Purpose.ANNUAL_REVIEW)
    first, second = (store.conversations.renew_code(conversation.id) for _ in range(2))
    assert first is not None
    assert second is not None
    assert [store.conversations.of_code(code) for code in (first, second)] == [None, conversation.id]
    assert standing(store, old) is Standing.OPEN
    store.devices.shut_all(conversation.id)
    assert standing(store, old) is None
    assert standing(store, another.token) is Standing.OPEN
    assert store.conversations.of_code(another.resume_code) == another.conversation.id
    assert second.encode() not in raw.everything()
    store.conversations.erase(conversation.id)
    assert store.conversations.renew_code(conversation.id) is None


def test_no_token_and_nothing_that_makes_one_is_kept_in_the_clear(store: Store, old: str, raw: Raw) -> None:
    """The secret of a row makes nothing without the token before."""
    newer = use(store, old)
    assert old.encode() not in raw.everything()
    assert newer.encode() not in raw.everything()
