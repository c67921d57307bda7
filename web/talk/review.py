"""Looking it over: every answer in the person's own words, to change, remove, or choose who may see it."""

import uuid
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from bot.interview.decision import REVIEW
from records.answer import Answer, Outcome, Share
from records.conversation import CLOSED_STATES, Conversation, State
from web import incoming, talking
from web.participant import own_conversation
from web.problems import Problem, refusing
from web.services import services
from web.standing import situation_of
from web.talk import sent
from web.talk.given import groups
from web.talk.words import words_of


def register(pages: Blueprint) -> None:
    """Add these routes."""
    pages.get("/talk/<conversation_id>/review")(look)
    pages.post("/talk/<conversation_id>/review")(change)


def look(conversation_id: str) -> Response:
    """All answers by topic."""
    return _page(own_conversation(conversation_id))


def change(conversation_id: str) -> Response | Redirect:
    """Do what one button says, and show the answers again or go on."""
    conversation = own_conversation(conversation_id)
    acts = {
        "save": _save, "share": _share, "remove": _remove, "undo": _put_back, "silence": _silence, "finish": _finish,
        "later": _later,
    }  # fmt: skip
    act = acts.get(request.form.get("do", ""))
    if act is None:
        raise Problem(422, "wrong_fields")
    try:
        return act(conversation)
    except Problem as problem:
        if problem.status not in {413, 422, 429, 503}:
            raise
        return _page(conversation, problem=problem)


def _save(conversation: Conversation) -> Response | Redirect:
    words = incoming.words(sent.draft(request.form).text)
    done = talking.correct(services(), conversation, _question_id(), words, None)
    return _to_talk(conversation) if done.get("understood_as") == "concern" else _back(conversation)


def _share(conversation: Conversation) -> Redirect:
    talking.correct(services(), conversation, _question_id(), None, incoming.share(request.form.get("share")))
    return _back(conversation)


def _remove(conversation: Conversation) -> Response:
    """The words leave the disk at once; this one page alone can still bring them back."""
    before = services().store.answers.find(conversation.id, _question_id())
    talking.withdraw(services(), conversation, _question_id())
    return _page(conversation, removed=before)


def _silence(conversation: Conversation) -> Redirect:
    """The sound of an answer leaves the disk; its words stay."""
    services().store.recordings.remove(conversation.id, _question_id())
    return _back(conversation)


def _put_back(conversation: Conversation) -> Redirect:
    fields = {**sent.fields(request.form), "input": request.form.get("input"), "edited": "edited" in request.form}
    closed = conversation.state in CLOSED_STATES
    if closed:
        services().store.conversations.change(conversation.id, state=State.ASKING)
    try:
        opened = services().store.conversations.find(conversation.id) or conversation
        talking.say(services(), opened, incoming.said(fields))
    finally:
        if closed:
            services().store.conversations.change(conversation.id, state=conversation.state)
    if request.form.get("share"):
        talking.correct(services(), conversation, _question_id(), None, incoming.share(request.form["share"]))
    return _back(conversation)


def _finish(conversation: Conversation) -> Redirect:
    if conversation.state is not State.FINISHED:
        _tap(conversation, question_id=REVIEW, choice="finish")
    return _to_talk(conversation)


def _later(conversation: Conversation) -> Redirect:
    if conversation.state is State.ASKING:
        _tap(conversation, choice="pause")
    return _to_talk(conversation)


def _tap(conversation: Conversation, **fields: str) -> None:
    message_id = request.form.get("message_id") or str(uuid.uuid4())
    talking.say(services(), conversation, incoming.said({"message_id": message_id, **fields}))


def _page(conversation: Conversation, removed: Answer | None = None, problem: Problem | None = None) -> Response:
    situation = situation_of(services(), conversation.id)
    words = words_of(situation.conversation)
    kept = [answer for answer in situation.answers.values() if _shown(answer, removed)]
    shown: dict[str, Any] = {
        "t": words, "conversation": situation.conversation, "groups": groups(situation, services().symbols, kept),
        "removed": removed, "picked": asdict(removed.picked) if removed else {}, "shares": list(Share),
        "recorded": services().store.recordings.of(conversation.id),
        "problem": problem, "draft": sent.draft(request.form), "asked": request.form.get("question_id"),
        "new_id": lambda: str(uuid.uuid4()),
    }  # fmt: skip
    return refusing(render_template("talk/review.html", **shown), problem)


def _shown(answer: Answer, removed: Answer | None) -> bool:
    return answer.outcome is not Outcome.WITHDRAWN or (
        removed is not None and answer.question_id == removed.question_id
    )


def _question_id() -> str:
    return request.form.get("question_id", "")


def _back(conversation: Conversation) -> Redirect:
    place = f"a-{_question_id()}" if _question_id() else None
    return redirect(url_for("talk.look", conversation_id=conversation.id, _anchor=place), 303)


def _to_talk(conversation: Conversation) -> Redirect:
    return redirect(url_for("talk.show", conversation_id=conversation.id, on=1), 303)
