"""The core of the store's contract, held by an encrypted database too: the same tests, each with a key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.store import Store
from tests.records.test_store import (  # noqa: F401  # run here with the store below
    conversation,
    test_a_changed_answer_is_a_new_revision,
    test_a_concern_is_set_apart,
    test_a_conversation_is_found_by_its_token_and_by_its_code,
    test_a_resent_message_is_the_same_message,
    test_a_state_is_changed_and_listed,
    test_a_transaction_is_all_or_nothing,
    test_a_worry_stays_in_the_record,
    test_an_id_cannot_be_used_for_other_words,
    test_answers_come_in_the_order_of_answering,
    test_cards_and_scales_are_kept,
    test_eight_threads_send_the_same_message,
    test_migrating_twice_changes_nothing,
    test_staff_names_are_unique_and_passwords_long,
    test_staff_sign_in_and_out,
    test_what_waits_for_the_engine_is_known,
    test_words_are_verbatim,
)

KEY = "ab" * 32


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in an encrypted file."""
    made = Store(tmp_path / "mysay.db", KEY)
    made.migrate()
    yield made
    made.close()
    assert not (tmp_path / "mysay.db").read_bytes().startswith(b"SQLite format 3")
