"""Somebody's own voice: kept only where they chose that, and given back as players want it."""

import io

from flask import Response, send_file

from accessibility.adjustments import Adjustments
from accessibility.listening.engine import RATE
from accessibility.speaking.speech import Speech
from accessibility.speaking.wav import wav
from records.conversation import Conversation
from records.recordings import NoSpokenAnswer, TooMuchSound
from web.problems import Problem
from web.services import services

MEDIA_TYPE = "audio/wav"


def keep(conversation: Conversation, message_id: str, pcm: bytes) -> None:
    """With the answer that this message gave; raises Problem 404, 409 or 422."""
    if not Adjustments.of(conversation.adjustments).keep_voice:
        raise Problem(409, "voice_not_kept")
    try:
        services().store.recordings.keep(conversation.id, message_id, wav(Speech(pcm, RATE)))
    except NoSpokenAnswer:
        raise Problem(404, "no_answer") from None
    except TooMuchSound:
        raise Problem(422, "too_much_sound") from None


def played(sound: bytes | None) -> Response:
    """The sound, or the part of it that a player asks for; raises Problem 404 where there is none."""
    if sound is None:
        raise Problem(404, "not_found")
    response = send_file(io.BytesIO(sound), MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
