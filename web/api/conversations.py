"""The participant's calls: start, say, look, correct, choose who sees, finish, erase."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from web import incoming, starting, talking, withdrawing
from web.own_copy import own_copy
from web.participant import let_in, own_conversation, show_out
from web.problems import Problem
from web.secret_pictures import keep
from web.services import services

ID = "/conversations/<conversation_id>"


def body() -> Any:
    """The request's JSON; raises Problem 400."""
    data = request.get_json(silent=True)
    if data is None:
        raise Problem(400, "not_json")
    return data


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.post("/conversations")(start)
    api.get(ID)(look)
    api.patch(ID)(change)
    api.delete(ID)(erase)
    api.post(f"{ID}/messages")(say)
    api.get(f"{ID}/answers")(answers)
    api.patch(f"{ID}/answers/<question_id>")(correct)
    api.delete(f"{ID}/answers/<question_id>")(withdraw)
    api.get(f"{ID}/record")(record)


def start() -> tuple[Response, int]:
    """201 with the token, the code to come back, and the first messages."""
    opened = starting.start(body())
    response = jsonify(opened)
    let_in(response, opened["id"], opened["token"])
    return response, 201


def say(conversation_id: str) -> Response:
    """One message and its reply."""
    conversation = own_conversation(conversation_id)
    return jsonify(talking.say(services(), conversation, incoming.said(body())))


def look(conversation_id: str) -> Response:
    """All that a new device needs to go on."""
    return jsonify(talking.view(services(), own_conversation(conversation_id)))


def change(conversation_id: str) -> Response:
    """Adjustments, state, and the three pictures that the code needs beside it."""
    conversation = own_conversation(conversation_id)
    fields = body()
    if not isinstance(fields, dict) or not fields or not set(fields) <= {"adjustments", "state", "pictures"}:
        raise Problem(422, "wrong_fields")
    adjustments = incoming.adjustments(fields["adjustments"]) if "adjustments" in fields else {}
    state = incoming.state(fields["state"]) if "state" in fields else None
    if "pictures" in fields:
        keep(conversation.id, fields["pictures"])
    if state:
        withdrawing.note(conversation, state)
    talking.change(services(), conversation, adjustments, state)
    return look(conversation_id)


def erase(conversation_id: str) -> tuple[Response, int]:
    """Withdraw: everything that was said is taken off the disk."""
    conversation = own_conversation(conversation_id)
    services().store.conversations.erase(conversation.id)
    services().store.audit.note("participant", "erased", conversation.id)
    response = Response(status=204)
    show_out(response, conversation_id)
    return response, 204


def answers(conversation_id: str) -> Response:
    """Every answer as its owner sees it."""
    return jsonify(talking.answers(services(), own_conversation(conversation_id)))


def correct(conversation_id: str, question_id: str) -> Response:
    """Other words, or who may see them."""
    conversation = own_conversation(conversation_id)
    fields = body()
    if not isinstance(fields, dict) or not fields or not set(fields) <= {"text", "share"}:
        raise Problem(422, "wrong_fields")
    share = incoming.share(fields["share"]) if "share" in fields else None
    words = incoming.words(fields["text"]) if "text" in fields else None
    if "text" in fields and words is None:
        raise Problem(422, "wrong_fields")
    return jsonify(talking.correct(services(), conversation, question_id, words, share))


def withdraw(conversation_id: str, question_id: str) -> tuple[Response, int]:
    """Take one answer back; its words are erased."""
    talking.withdraw(services(), own_conversation(conversation_id), question_id)
    return Response(status=204), 204


def record(conversation_id: str) -> Response:
    """The person's own copy."""
    return own_copy(
        own_conversation(conversation_id), request.args.get("format", "json"), request.args.get("shape", "")
    )
