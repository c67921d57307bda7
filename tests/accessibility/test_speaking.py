"""Reading aloud: every word is heard, at its time, in any voice and at any speed, and nothing stays on disk."""

import json
import os
import signal
import subprocess
import sys
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accessibility.speaking.cache import Cache
from accessibility.speaking.onset import Sound
from accessibility.speaking.pool import CannotSpeak, Pool
from accessibility.speaking.speaker import Speaker
from accessibility.speaking.speech import Speech
from accessibility.speaking.utterance import Utterance
from accessibility.speaking.voices import Voice
from operating.settings import DATA, ROOT

pytestmark = pytest.mark.process
TEXTS = [
    "What do you love the most?",
    "“Hello,” she said – it’s 1,234 pounds and 50p!",
    "😀 I like 👨‍👩‍👧 and my 🐶 dog.",
    "👋🏽",
    "مرحبا يا صديقي, my friend",
    "<b>not bold</b> & [[h@l]] <speak>x</speak>",
    "two\nlines\r\nand\x07bells\tand\u2028more",
    "I am not a robot. It is up to you, of the two.",
    "e\u0301cole cafe\u0301 naïve Zoë",
    "10/10 11-25 £5 3rd 24/7 me@school.uk https://a.b/c?d=1",
    "Supercalifragilistic" * 30,
    "MY MUM SAYS AAAAAAH!!!!! ok???",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_each_word_is_named_where_it_stands_in_the_text(speaker: Speaker, text: str) -> None:
    """Whatever was typed, the words that are shown are its own, in order, each with a time within the sound."""
    speech = speaker.say(text, speaker.voices.voices[0])
    assert [text[word.offset : word.offset + word.length] for word in speech.words] == [w.word for w in speech.words]
    spoken = [token for _, token in Utterance.of(text, speaker.voices.pronunciations).tokens]
    assert [word.word for word in speech.words] == [token for token in spoken if token != "–"]
    times = [moment for word in speech.words for moment in (word.start, word.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= speech.seconds + 0.001


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_a_word_is_shown_within_50_milliseconds_of_being_heard(speaker: Speaker, speed: float) -> None:
    """The sound itself says when a word begins after a rest: numbers, quotes and emoji too."""
    text = "Dogs, 25, “cats”, 😀, toys, 1,234, ‘bread’, go, EHCP."
    for voice in speaker.voices.voices[:2]:
        speech = speaker.say(text, voice, speed)
        begins = rests_end(speech)
        late = sorted(min(abs(word.start - begun) for begun in begins) for word in speech.words)
        assert len(late) == len(text.split())
        assert late[len(late) // 2] < 0.010
        assert late[-1] < 0.050


def rests_end(speech: Speech) -> list[float]:
    """The moments at which something is heard after 20 ms of silence, by the samples alone."""
    samples, step = array("h", speech.audio), speech.sample_rate // 500
    loud = [max(map(abs, samples[at : at + step])) > 500 for at in range(0, len(samples) - step, step)]
    return [
        at * step / speech.sample_rate for at in range(len(loud)) if loud[at] and not any(loud[max(0, at - 10) : at])
    ]


def test_two_hundred_texts_at_mixed_speeds_and_voices_are_all_right(speaker: Speaker) -> None:
    """What one person asks for never changes what another hears: no speed, voice, word or sound goes astray."""
    voices, speeds = speaker.voices.voices, [0.5, 0.8, 1.0, 1.3, 2.0]
    wishes = [
        (f"This is number {number}, said aloud.", voices[number % 12], speeds[number % 5]) for number in range(200)
    ]
    with ThreadPoolExecutor(8) as people:
        mixed = list(people.map(lambda wish: speaker.say(*wish), wishes))
    alone = Speaker(speaker.voices, Pool(1))
    for wish, heard in list(zip(wishes, mixed, strict=True))[::4]:
        again = alone.say(*wish)
        assert heard.seconds == pytest.approx(again.seconds, rel=0.03), wish
        for one, other in zip(heard.words, again.words, strict=True):
            assert (one.word, one.start) == (other.word, pytest.approx(other.start, abs=0.03)), wish
    alone.pool.close()
    assert all(
        [word.word for word in heard.words] == wish[0].split() for wish, heard in zip(wishes, mixed, strict=True)
    )


def test_speed_goes_from_half_to_double(speaker: Speaker) -> None:
    """Half the speed takes about twice as long, double the speed about half."""
    text = "Tell me what helps you to feel calm when it is too loud for you."
    slow, usual, fast = (speaker.say(text, speaker.voices.voices[0], speed).seconds for speed in (0.5, 1.0, 2.0))
    assert 1.7 < slow / usual < 2.2
    assert 0.4 < fast / usual < 0.65


def test_every_voice_speaks_loud_enough_and_never_too_loud(speaker: Speaker) -> None:
    """Each voice that is offered is there, differs from the others, and no sample touches the top of the scale."""
    said = [speaker.say("Hello there. What makes a GREAT day, Sam?", voice) for voice in speaker.voices.voices]
    for speech in said:
        loudest = max(map(abs, array("h", speech.audio)))
        assert 8_000 < loudest < 32_500
        assert speech.sample_rate == 22_050
    assert len({speech.audio for speech in said}) == len(said)


def test_a_killed_voice_process_is_replaced(speaker: Speaker) -> None:
    """The next text is read as if nothing had happened."""
    speaker.say("Warm up.", speaker.voices.voices[0])
    killed = speaker.pool.pids
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    heard = speaker.say("Still here.", speaker.voices.voices[0])
    assert [word.word for word in heard.words] == ["Still", "here."]
    assert killed
    assert set(speaker.pool.pids) - set(killed)


def test_a_voice_process_that_hangs_is_ended_and_replaced(speaker: Speaker) -> None:
    """Nobody waits for ever: the one that hangs is ended, and another reads the text."""
    pool = Pool(1, hang_seconds=0.7)
    hasty = Speaker(speaker.voices, pool)
    hasty.say("Warm up.", speaker.voices.voices[0])
    (hung,) = pool.pids
    os.kill(hung, signal.SIGSTOP)
    assert hasty.say("Still here.", speaker.voices.voices[0]).words
    assert hung not in pool.pids
    pool.close()


def test_a_voice_that_the_engine_lacks_is_said_to_be_wrong(speaker: Speaker) -> None:
    """It is never swallowed, and the one after it speaks as it should."""
    with pytest.raises(CannotSpeak):
        speaker.say("Hello.", Voice("none", "None", "gmw/en-gb"))
    assert speaker.say("Hello again.", speaker.voices.voices[0]).words


def test_nothing_that_was_read_is_written_to_disk(tmp_path, monkeypatch) -> None:
    """Neither a file in a home or temporary folder, nor one that is open and hidden."""
    for name in ("TMPDIR", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    speaker = Speaker.load(DATA / "speaking")
    speaker.say("What I said is mine.", speaker.voices.voices[0])
    (pid,) = speaker.pool.pids
    opened = {str(file.readlink()).partition(":")[0] for file in Path(f"/proc/{pid}/fd").iterdir()}
    assert opened <= {"pipe", "/dev/null"}
    assert list(tmp_path.rglob("*")) == []
    speaker.pool.close()


def test_what_is_asked_for_again_is_at_hand_within_bounds() -> None:
    """The cache keeps to its size and to its time, and lets go of what was heard longest ago."""
    cache, second = Cache(most_bytes=300), Speech(b"\0" * 100, 22_050)
    for name in "abc":
        cache.keep((name,), second)
    assert cache.find(("a",)) is second
    cache.keep(("d",), second)
    assert (cache.find(("b",)), cache.bytes) == (None, 300)
    old = Cache(most_seconds=0)
    old.keep(("a",), second)
    assert (old.find(("a",)), old.bytes) == (None, 0)


def test_words_are_said_as_people_say_them(speaker: Speaker) -> None:
    """The list of pronunciations holds between quotes and stops and for what belongs to somebody; case counts."""
    said = Utterance.of("“EHCP”, the SENCo’s. Niamh's ta. TA? Sian Zoë\n999 1999", speaker.voices.pronunciations).said
    assert said == "“E.H.C.P.”, the senko’s. neev's ta. T.A.? Sharn Zoë\n\n9 9 9 1999"


def test_the_systems_own_voices_speak_where_espeak_is_not_to_be_had() -> None:
    """pyttsx3's own drivers write a file: it is read, and gone; here with the one that it has for Linux."""
    program = (
        "import json; from accessibility.speaking import library; library.borrow_espeak()\n"
        "from accessibility.speaking.own_voices import OwnVoices\n"
        "head, sound = OwnVoices('espeak').say({'said': 'Hello there, Sam.', 'rate': 160})\n"
        "print('\\n' + json.dumps([head, len(sound)]))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    head, sound = json.loads(done.stdout.splitlines()[-1])
    assert head["bytes"] == sound > 20_000
    assert [place for place, _ in head["marks"]] == [0, 6, 13]


def test_a_word_that_begins_in_silence_is_heard_when_it_is_heard() -> None:
    """The tail of the word before, a rest, and then the word: the time is that of the word."""
    rate = 1000
    sound = Sound(array("h", [3000] * 10 + [0] * 50 + [3000] * 40).tobytes(), rate)
    assert sound.heard_from(0.0) == 0.06
    assert sound.heard_from(0.07) == 0.07
