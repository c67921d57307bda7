"""Drawings and photos that answer a question: kept by a first call, and said by the message that names them."""

from flask import Blueprint, Response, jsonify, request

from accessibility.photos import MEDIA_TYPE
from web.drawn import kept
from web.participant import own_conversation
from web.problems import Problem
from web.services import services

LARGEST_BYTES = 12_000_000


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.post("/conversations/<conversation_id>/drawings")(draw)
    api.get("/conversations/<conversation_id>/drawings/<drawing_id>")(drawing)


def draw(conversation_id: str) -> tuple[Response, int]:
    """201 with the id that a message may name; the body is a PNG, JPEG or WebP."""
    conversation = own_conversation(conversation_id)
    request.max_content_length = LARGEST_BYTES
    return jsonify(drawing=kept(conversation.id, request.get_data(cache=False))), 201


def drawing(conversation_id: str, drawing_id: str) -> Response:
    """The picture, for the person whose it is."""
    image = services().store.drawings.find(own_conversation(conversation_id).id, drawing_id)
    if image is None:
        raise Problem(404, "not_found")
    return Response(image, content_type=MEDIA_TYPE)
