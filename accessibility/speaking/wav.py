"""Speech as a WAV file, with a cue point and a label at each word, as RIFF has them."""

import struct

from accessibility.speaking.speech import SAMPLE_BYTES, Speech

PCM, MONO = 1, 1


def wav(speech: Speech) -> bytes:
    """The file: players hear the sound, programs find the words in its `cue ` and `LIST adtl` chunks."""
    layout = struct.pack(
        "<HHIIHH", PCM, MONO, speech.sample_rate, speech.sample_rate * SAMPLE_BYTES, SAMPLE_BYTES, SAMPLE_BYTES * 8
    )
    body = b"WAVE" + _chunk(b"fmt ", layout) + _chunk(b"data", speech.audio) + _words(speech)
    return _chunk(b"RIFF", body)


def _words(speech: Speech) -> bytes:
    if not speech.words:
        return b""
    cues, labels = struct.pack("<I", len(speech.words)), b"adtl"
    for number, word in enumerate(speech.words, 1):
        sample = round(word.start * speech.sample_rate)
        cues += struct.pack("<II4sIII", number, sample, b"data", 0, 0, sample)
        labels += _chunk(b"labl", struct.pack("<I", number) + word.word.encode() + b"\0")
    return _chunk(b"cue ", cues) + _chunk(b"LIST", labels)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
