"""Sound that came with a request, as the one form that is heard and kept here."""

from flask import request

from accessibility.listening.sound import LONGEST_SECONDS, MOST_BYTES, NotSound, TooLong, pcm_of
from web.problems import Problem


def sound_sent() -> bytes:
    """Samples, 16 kHz, 16 bits, one channel; raises Problem 413 or 422."""
    request.max_content_length = MOST_BYTES
    body = request.get_data(cache=False)
    if not body:
        raise Problem(422, "no_sound")
    try:
        return pcm_of(body)
    except NotSound:
        raise Problem(422, "not_sound") from None
    except TooLong:
        raise Problem(413, "too_long_to_hear", {"limit": str(LONGEST_SECONDS // 60)}) from None
