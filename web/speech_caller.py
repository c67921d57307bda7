"""Who may be read to or listened to: whoever talks here, the staff, and anybody where a conversation is open to all."""

from flask import request

from web.participant import talks_here
from web.problems import Problem
from web.services import services
from web.staff_session import whoever


def speech_caller() -> str:
    """A name for the caller, so that each has a limit of their own; raises Problem 401."""
    conversation_id = talks_here()
    if conversation_id:
        return f"conversation {conversation_id}"
    member = whoever()
    if member:
        return f"staff {member.username}"
    if services().settings.open_access:
        return f"address {request.remote_addr}"
    raise Problem(401, "no_token")
