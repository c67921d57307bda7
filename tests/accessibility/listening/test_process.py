"""An engine in a process of its own, which may be killed, may not load, and serves several people."""

import os
import signal
import threading
import time

import pytest

from accessibility.listening.choice import Plan
from accessibility.listening.listener import Listener
from accessibility.listening.places import Full, Places
from accessibility.listening.process import Process, Unusable
from tests.speech import SAID, pcm, wrong_words

pytestmark = pytest.mark.process
PATIENCE_SECONDS = 60.0


def test_nothing_is_started_before_somebody_speaks(process):
    """An installation in which nobody speaks pays nothing for it."""
    assert process.pid is None
    assert Listener(process).close().words == ()
    assert process.pid is None


def test_what_was_said_survives_a_killed_engine(process):
    """Killed in mid-utterance, twice, the engine comes back and no word is lost."""
    listener, sound = Listener(process), pcm("austen_0890")
    for start in range(0, len(sound), 64_000):
        listener.feed(sound[start : start + 64_000])
        if start in {64_000, 128_000}:
            os.kill(process.pid, signal.SIGKILL)
    assert wrong_words(SAID["austen_0890"], listener.close().text) <= 1


def test_two_at_once_are_kept_apart(process):
    """Two people who speak at the same time each get their own words."""
    heard = {}

    def speak(name):
        listener, sound = Listener(process), pcm(name)
        for start in range(0, len(sound), 32_000):
            listener.feed(sound[start : start + 32_000])
        heard[name] = listener.close().text

    threads = [threading.Thread(target=speak, args=(name,)) for name in ("austen_0890", "jfk")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(wrong_words(SAID[name], heard[name]) <= 1 for name in heard)
    assert len(heard) == 2


def test_the_process_ends_with_whoever_started_it(process):
    """Nothing is left running when the server is gone."""
    Listener(process).begin()
    pid = process.pid
    process._connection.close()
    until = time.monotonic() + PATIENCE_SECONDS
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_broken_model_is_said_at_once_and_not_tried_again_and_again(tmp_path, monkeypatch):
    """A folder that holds something else makes listening unusable, and nothing worse."""
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"no model")
    process = Process(Plan("vosk", str(tmp_path)))
    with pytest.raises(Unusable):
        Listener(process).begin()
    monkeypatch.setattr("accessibility.listening.process.subprocess.Popen", None)  # nothing can be started any more
    with pytest.raises(Unusable):
        Listener(process).begin()
    assert process.pid is None


def test_a_fifth_waits_for_a_place_and_is_served():
    """Whoever comes while all places are taken is told, waits, and gets the first that is free."""
    places, told, served = Places(4, 4, 2), threading.Event(), threading.Event()

    def fifth():
        with places.place("fifth", PATIENCE_SECONDS, told.set):
            served.set()

    with places.place("2", 1), places.place("3", 1), places.place("4", 1):
        with places.place("1", 1):
            thread = threading.Thread(target=fifth)
            thread.start()
            assert told.wait(PATIENCE_SECONDS)
            assert not served.is_set()
        assert served.wait(PATIENCE_SECONDS)
        thread.join()


def test_too_many_are_asked_to_come_back():
    """Whoever waits in vain, and whoever comes a third time, is refused; afterwards there is room again."""
    places = Places(3, 1, 2)
    with places.place("me", 1), places.place("me", 1):
        with pytest.raises(Full), places.place("me", 1):
            pass
        with places.place("you", 1), pytest.raises(Full), places.place("she", 0.01):
            pass
        with places.place("he", 1):
            pass
