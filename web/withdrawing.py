"""Taking one's answers back from everybody else, without deleting them, and sharing them again."""

from records.conversation import SHARED_STATES, Conversation, State
from web.services import services

TOOK_BACK, SHARED_AGAIN = "took the record back", "shared the record again"


def take_back(conversation: Conversation) -> None:
    """From now on no member of staff opens the record or any file of it; nothing is erased."""
    if conversation.state in SHARED_STATES:
        note(conversation, State.WITHDRAWN)
        services().store.conversations.change(conversation.id, state=State.WITHDRAWN)


def share_again(conversation: Conversation) -> None:
    """As it stood before it was taken back."""
    if conversation.state is State.WITHDRAWN:
        before = _before(conversation.id)
        note(conversation, before)
        services().store.conversations.change(conversation.id, state=before)


def note(conversation: Conversation, state: State) -> None:
    """Into the audit, with the state that is left, where somebody takes the record back or shares it again."""
    if state is State.WITHDRAWN is not conversation.state:
        services().store.audit.note("participant", TOOK_BACK, conversation.id, conversation.state.value)
    elif conversation.state is State.WITHDRAWN is not state:
        services().store.audit.note("participant", SHARED_AGAIN, conversation.id, state.value)


def _before(conversation_id: str) -> State:
    entries = services().store.audit.newest(conversation_id)
    return next((State(entry.detail) for entry in entries if entry.did == TOOK_BACK), State.FINISHED)
