"""Reading aloud: a text as sound with the times of its words, and the voices there are."""

import base64
from typing import Any

from flask import Blueprint, Response, jsonify, request

from accessibility.speaking.pool import Busy, CannotSpeak
from accessibility.speaking.speaker import LONGEST_TEXT
from accessibility.speaking.speech import Speech
from accessibility.speaking.utterance import TOKEN
from accessibility.speaking.voices import ENGLISH, FASTEST, SLOWEST, Voice
from accessibility.speaking.wav import wav
from web.api.conversations import body
from web.incoming import UNKEEPABLE
from web.problems import Problem
from web.rate import rate_of
from web.services import services
from web.speech_caller import speech_caller

FIELDS = frozenset({"text", "voice", "rate", "language"})
JSON, WAV = "application/json", ("audio/wav", "audio/x-wav")
SECONDS_TO_WAIT = 2
TEXTS, IN_SECONDS = 1_800, 60
"""A page reads a sentence at a time and asks for the next in advance: far below this."""


def register(api: Blueprint) -> None:
    """Add these routes."""
    api.post("/speech/synthesise")(synthesise)
    api.get("/speech/voices")(voices)


def synthesise() -> Response:
    """`{text, voice?, rate?, language?}`: JSON with the WAV and its words, or the WAV where `Accept` asks for audio."""
    rate_of("mysay_read_aloud", TEXTS, IN_SECONDS).count(speech_caller())
    fields = body()
    if not isinstance(fields, dict) or not set(fields) <= FIELDS:
        raise Problem(422, "wrong_fields")
    voice = _voice(fields.get("voice"), fields.get("language"))
    speech = _spoken(_text(fields.get("text")), voice, _speed(fields.get("rate")))
    if request.accept_mimetypes.best_match([JSON, *WAV], default=JSON) in WAV:
        return Response(wav(speech), mimetype="audio/wav")
    response = jsonify(_as_json(speech))
    response.cache_control.no_store = response.cache_control.no_transform = True  # sound does not become smaller
    return response


def voices() -> Response:
    """`?lang=`: its voices in the order in which they are offered, and how slow and fast they can be."""
    known = services().speaker.voices.of(request.args.get("lang", ENGLISH))
    return jsonify(
        voices=[{"id": voice.id, "name": voice.name, "usual": voice is known[0]} for voice in known],
        rate={"slowest": SLOWEST, "usual": 1.0, "fastest": FASTEST},
    )


def _as_json(speech: Speech) -> dict[str, Any]:
    words = [
        {"word": word.word, "start": word.start, "end": word.end, "offset": word.offset, "length": word.length}
        for word in speech.words
    ]
    audio = base64.b64encode(wav(speech)).decode("ascii")
    return {"audio": audio, "media_type": "audio/wav", "seconds": round(speech.seconds, 3), "words": words}


def _spoken(text: str, voice: Voice, speed: float) -> Speech:
    speaker = services().speaker
    if services().turns.strained and not speaker.knows(text, voice, speed):  # the page can read by another voice
        raise Problem(503, "busy_reading", retry_after=SECONDS_TO_WAIT)
    try:
        return speaker.say(text, voice, speed)
    except Busy:
        raise Problem(503, "busy_reading", retry_after=SECONDS_TO_WAIT) from None
    except CannotSpeak:
        raise Problem(503, "cannot_read_aloud", retry_after=SECONDS_TO_WAIT) from None


def _text(text: Any) -> str:
    if not isinstance(text, str) or UNKEEPABLE.search(text):
        raise Problem(422, "wrong_fields")
    if len(text) > LONGEST_TEXT:
        raise Problem(413, "too_long_to_read", {"limit": f"{LONGEST_TEXT:,}"})
    if not TOKEN.search(text):
        raise Problem(422, "nothing_to_read")
    return text


def _voice(voice_id: Any, language: Any) -> Voice:
    if not isinstance(language, str | None):
        raise Problem(422, "wrong_fields")
    voices = services().speaker.voices
    found = voices.find(voice_id, language or ENGLISH) if isinstance(voice_id, str | None) else None
    if found is None:
        raise Problem(422, "unknown_voice")
    return found


def _speed(rate: Any) -> float:
    """Times the usual speed, whether it was given so or in words a minute."""
    if rate is None:
        return 1.0
    if isinstance(rate, (int, float)) and not isinstance(rate, bool):
        for one in (1, services().speaker.voices.words_a_minute):
            if SLOWEST * one <= rate <= FASTEST * one:
                return rate / one
    raise Problem(422, "wrong_speed")
