"""After a backup was put back: whatever people had erased since it was made goes again."""

from collections.abc import Iterable

from records.answer import Outcome
from records.erasures import Erasure, What
from records.store import Store


def erase_again(store: Store, erasures: Iterable[Erasure]) -> int:
    """Erase what is there and was erased before, and note it in the audit; how many things that were."""
    known = set(store.erasures.all())
    return sum(_erased(store, erasure) for erasure in erasures if erasure not in known)


def _erased(store: Store, erasure: Erasure) -> bool:
    if store.conversations.find(erasure.conversation_id) is None:
        return False
    gone = _gone(store, erasure)
    if gone:
        store.audit.note("MySay", "erased", erasure.conversation_id, f"again after a restore: {erasure.what.value}")
    return gone


def _gone(store: Store, erasure: Erasure) -> bool:
    conversation_id, question_id = erasure.conversation_id, erasure.question_id
    if erasure.what is What.CONVERSATION:
        return store.conversations.erase(conversation_id)
    if erasure.what is What.VOICE:
        return store.recordings.remove(conversation_id, question_id)
    answer = store.answers.find(conversation_id, question_id)
    if answer is None or answer.outcome is Outcome.WITHDRAWN:
        return False
    store.answers.withdraw(conversation_id, question_id)
    return True
