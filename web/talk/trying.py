"""Trying on: a few big samples to choose from, one question at a time, at the start or whenever somebody likes."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from accessibility.adjustments import Adjustments, as_text
from web import incoming
from web.participant import own_conversation
from web.problems import Problem
from web.talk.adjusting import keep
from web.talk.words import words_of

Bundle = Mapping[str, object]


@dataclass(frozen=True)
class Step:
    """One question and the bundles of adjustments that may be tried on."""

    name: str
    bundles: tuple[Bundle, ...]


STEPS = (
    Step("reading", (
        {"size": 1.0, "font": "atkinson", "letters": "usual", "words": "usual", "lines": "usual"},
        {"size": 1.5, "font": "atkinson", "letters": "usual", "words": "usual", "lines": "usual"},
        {"size": 1.5, "font": "lexend", "letters": "wide", "words": "wide", "lines": "wide"},
        {"size": 2.0, "font": "atkinson", "letters": "wide", "words": "wide", "lines": "usual"},
    )),
    Step("colours", tuple({"theme": theme} for theme in ("light", "cream", "blue", "dark", "contrast"))),
    Step("pictures", tuple({"pictures": pictures} for pictures in ("with_words", "only", "none"))),
    Step("buttons", ({"bigger_buttons": False, "less": False}, {"bigger_buttons": True, "less": True})),
)  # fmt: skip


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.route("/talk/<conversation_id>/try", methods=["GET", "POST"])(try_on)


def try_on(conversation_id: str) -> Response | Redirect:
    """One question with its samples; a sample that is tapped is put on at once, and the page shows what it is like."""
    conversation = own_conversation(conversation_id)
    number = request.args.get("step", 1, type=int)
    if not 1 <= number <= len(STEPS):
        raise Problem(404, "not_found")
    step = STEPS[number - 1]
    if request.method == "POST":
        keep(conversation, dict(_chosen(step)))
        return redirect(url_for("talk.try_on", conversation_id=conversation_id, step=number), 303)
    words = words_of(conversation)
    on = [_worn(words.adjusted, bundle) for bundle in step.bundles]
    return make_response(
        render_template(
            "talk/try.html", t=words, step=step, number=number, last=number == len(STEPS), on=on, as_text=as_text,
        )
    )  # fmt: skip


def _chosen(step: Step) -> Bundle:
    number = incoming.number(request.form.get("bundle", ""))
    if not isinstance(number, int) or not 0 <= number < len(step.bundles):
        raise Problem(422, "wrong_fields")
    return step.bundles[number]


def _worn(adjusted: Adjustments, bundle: Bundle) -> bool:
    return all(getattr(adjusted, name) == value for name, value in bundle.items())
