"""The person's own voice with an answer: kept after the answer is in, heard by its owner, taken away by them."""

from flask import Blueprint, Response

from web.participant import own_conversation
from web.problems import Problem
from web.recorded import keep, played
from web.services import services
from web.sound_sent import sound_sent

ID = "/conversations/<conversation_id>"


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.put(f"{ID}/recordings/<message_id>")(record_voice)
    api.get(f"{ID}/answers/<question_id>/recording")(recording)
    api.delete(f"{ID}/answers/<question_id>/recording")(forget_voice)


def record_voice(conversation_id: str, message_id: str) -> tuple[str, int]:
    """The sound of the spoken message that has this id, as WAV or as 16 kHz samples."""
    keep(own_conversation(conversation_id), message_id, sound_sent())
    return "", 204


def recording(conversation_id: str, question_id: str) -> Response:
    """The person who says this answer."""
    return played(services().store.recordings.find(own_conversation(conversation_id).id, question_id))


def forget_voice(conversation_id: str, question_id: str) -> tuple[str, int]:
    """Erase the sound of an answer; its words stay."""
    if not services().store.recordings.remove(own_conversation(conversation_id).id, question_id):
        raise Problem(404, "not_found")
    return "", 204
