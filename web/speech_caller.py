"""Who may be read to or listened to: whoever talks here, the staff, and anybody where a conversation is open to all."""

from flask import request

from web.participant import own_token
from web.problems import Problem
from web.services import services
from web.staff_session import whoever


def speech_caller() -> str:
    """A name for the caller, so that each has a limit of their own; raises Problem 401."""
    token = own_token()
    conversation_id = services().store.conversations.of_token(token) if token else None
    if conversation_id:
        return f"conversation {conversation_id}"
    member = whoever()
    if member:
        return f"staff {member.username}"
    if services().settings.open_access:
        return f"address {request.remote_addr}"
    raise Problem(401, "no_token")
