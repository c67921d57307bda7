"""The content as others may use it: the questions, the pictures, and the description of this API."""

from flask import Blueprint, Response, jsonify, redirect, request, send_file
from werkzeug.wrappers import Response as Redirect

from bot.interview.languages.catalogue import ENGLISH
from bot.interview.presenting import fill, present
from bot.interview.situation import Situation
from records.conversation import Audience, Conversation, Purpose
from records.message import Part
from web.problems import Problem
from web.services import services
from web.showing import message_json


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.get("/questions")(questions)
    api.get("/symbols/<symbol_id>")(symbol)
    api.get("/openapi.json")(openapi)
    api.get("/schema/record.json")(record_schema)


def questions() -> Response:
    """`?audience=&lang=`: every topic and its questions, in the words for that audience, with nobody's name in them."""
    try:
        audience = Audience(request.args.get("audience", ""))
    except ValueError:
        raise Problem(422, "wrong_fields") from None
    language = request.args.get("lang", ENGLISH)
    if language not in services().tongues.banks and language != ENGLISH:
        raise Problem(422, "wrong_fields")
    bank = services().tongues.banks.get(language, services().bank)
    symbols = services().symbols_said.get(language, services().symbols)
    situation = Situation(bank, Conversation("", audience, Purpose.JUST_ME, "", ""), {})
    topics = [
        {
            "id": topic.id, "title": fill(situation, topic.title(audience)),
            "questions": [
                message_json(symbols, question.id, present(situation, ask(question.id)))
                for question in topic.questions if audience in question.variants
            ],
        }
        for topic in bank.topics
    ]  # fmt: skip
    return jsonify(audience=audience.value, language=language, topics=[topic for topic in topics if topic["questions"]])


def ask(question_id: str) -> Part:
    """A question, put."""
    return Part("question", question_id=question_id)


def symbol(symbol_id: str) -> Redirect:
    """The picture file of a symbol."""
    found = services().symbols.find(symbol_id)
    if found is None:
        raise Problem(404, "not_found")
    return redirect(found.src)


def openapi() -> Response:
    """The OpenAPI description of this API."""
    return send_file(services().settings.data / "schema" / "openapi.json", mimetype="application/json")


def record_schema() -> Response:
    """The JSON Schema of an exported record."""
    return send_file(services().settings.data / "schema" / "record.schema.json", mimetype="application/schema+json")
