"""Who of the staff has read a conversation, and until when it is kept: told to its owner alone."""

from flask import Blueprint, Response, jsonify

from web.participant import own_conversation
from web.services import services


def register(api: Blueprint) -> None:
    """Add this route."""
    api.get("/conversations/<conversation_id>/readers", endpoint="readers")(readers)


def readers(conversation_id: str) -> Response:
    """Each look, the newest first; no look at a concern is ever among them."""
    conversation, store = own_conversation(conversation_id), services().store
    looks = [{"name": look.name, "did": look.seen.value, "at": look.at} for look in store.readers.of(conversation.id)]
    return jsonify(readers=looks, kept_until=store.retention.until(conversation, services().settings.keep_months))
