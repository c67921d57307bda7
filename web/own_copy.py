"""The person's own copy of what they said."""

from flask import Response

from bot.interview.recording import labels_of, record_of
from records.conversation import Conversation
from records.exports import FORMATS, file_name
from web.problems import Problem
from web.services import services


def own_copy(conversation: Conversation, format_name: str, shape: str = "") -> Response:
    """All of their answers, in a format of their choice; raises Problem 422 on an unknown one."""
    found = FORMATS.get(format_name)
    if found is None or (shape and shape not in found.shapes):
        raise Problem(422, "unknown_format")
    bank = services().tongues.bank(conversation)
    store = services().store
    drawings = store.drawings.of(conversation.id)
    record = record_of(bank, conversation, store.answers.of(conversation.id), own=True, drawings=drawings)
    response = Response(found.render(record, labels_of(bank, record), shape), content_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(record, found, shape)}"'
    return response
