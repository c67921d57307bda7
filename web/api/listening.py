"""Listening: sound is sent, and what was heard comes back, at once for a whole utterance or word by word."""

from collections.abc import Sequence

from flask import Blueprint, Response, g, jsonify, request
from flask_sock import Sock
from simple_websocket import Server

from accessibility.listening.places import Full
from accessibility.listening.process import Unusable
from web.expected import likely_answers
from web.listening_socket import SocketTalk
from web.problems import Problem
from web.security import from_this_page
from web.services import services
from web.sound_sent import sound_sent
from web.speech_caller import speech_caller

BUSY_SECONDS, AWAY_SECONDS = 2, 10
LARGEST_MESSAGE = 65_536
PING_SECONDS = 25


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.post("/speech/recognise")(recognise)
    api.before_request(_let_in)
    api.app_context_processor(lambda: {"can_listen": services().listening.open})
    api.record_once(lambda state: state.app.config.update(
        SOCK_SERVER_OPTIONS={"max_message_size": LARGEST_MESSAGE, "ping_interval": PING_SECONDS}))  # fmt: skip
    Sock().route("/speech/listen", bp=api, endpoint="listen")(listen)


def recognise() -> Response:
    """A whole utterance, as WAV or as 16 kHz samples: `{text, words, engine}`."""
    person = speech_caller()
    room = services().listening
    if not room.open:
        raise Problem(503, "cannot_listen", retry_after=AWAY_SECONDS)
    pcm = sound_sent()
    try:
        with room.listen(person, _choices()) as listener:
            listener.feed(pcm, partial=False)
            heard = listener.close()
    except Full:
        raise Problem(503, "busy_listening", retry_after=BUSY_SECONDS) from None
    except Unusable:
        raise Problem(503, "cannot_listen", retry_after=AWAY_SECONDS) from None
    return jsonify(**heard.as_json(), engine=_engine())


def listen(ws: Server) -> None:
    """Sound in, words out, while somebody speaks: see docs/listening.md."""
    SocketTalk(ws, services().listening, _engine()).hold(g.listens_to, _choices())


def _let_in() -> None:
    """Who asks for a socket is looked at before it is opened: browsers let any site open one."""
    if request.endpoint != "api.listen":
        return
    if not from_this_page():
        raise Problem(403, "other_site")
    g.listens_to = speech_caller()
    if not services().listening.open:
        raise Problem(503, "cannot_listen", retry_after=AWAY_SECONDS)


def _choices() -> Sequence[str]:
    return likely_answers(request.args.get("question_id", ""))


def _engine() -> str:
    plan = services().listening.choice.plan
    return plan.engine if plan else ""
