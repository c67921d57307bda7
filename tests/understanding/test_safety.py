"""A cry for help: what the rules find and leave alone, without Rasa."""

from time import process_time

import pytest

from bot.understanding.files import UNDERSTANDING, BadUnderstandingError, read
from bot.understanding.loading import load_safety
from bot.understanding.safety import NONE, URGENT, WORRY, Safety


@pytest.fixture(scope="module")
def safety() -> Safety:
    """The rules alone, as a safeguarding lead wrote them."""
    return load_safety()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("he hits me", URGENT),
        ("my dad hitted me with a belt", URGENT),
        ("skip because he hits me", URGENT),
        ("He touched my privates.", URGENT),
        ("he does things to me", URGENT),
        ("wish I wasnt here", URGENT),
        ("i want to kill myself", URGENT),
        ("ive been cutting my arms", URGENT),
        ("someone wants nudes off me", URGENT),
        ("the olders make me carry drugs for them", URGENT),
        ("im being forced to marry my cousin", URGENT),
        ("dad hits mum", URGENT),
        ("staff pinned me on the floor", URGENT),
        ("I might hurt her", URGENT),
        ("I hit him", URGENT),
        ("there is no food in our house", WORRY),
        ("im scared of my dad", WORRY),
        ("im going to run away tonight", WORRY),
        ("my brother takes all my money", WORRY),
        ("i hate myself", WORRY),
        ("im being bullied", WORRY),
    ],
)
def test_a_disclosure_raises_a_concern(safety: Safety, text: str, level: str) -> None:
    """In children's words and spelling, and inside anything else."""
    assert safety.look(text).level == level


@pytest.mark.parametrize(
    "text",
    [
        "Fortnite killed me",
        "I'm dying laughing",
        "a bus nearly killed me",
        "I hit the ball in boxing",
        "I like chips",
        "I take my medicine every morning",
        "spiders scare me",
        "my feet are killing me",
        "nobody hits me",
        "no he never hurts me",
        "mum will kill me if I am late",
        "I beat my dad at chess",
        "I don't want to die my hair",
        "skip",
        "",
        "🙂",
    ],
)
def test_everyday_talk_does_not(safety: Safety, text: str) -> None:
    """Games, sayings, sports, medicine and a plain no."""
    assert safety.look(text).level == NONE


def test_signals_name_the_rule_and_never_the_words(safety: Safety) -> None:
    """What goes on in parse data is an id that a safeguarding lead can look up."""
    data = safety.look("my stepdad punched me last night").as_data()
    assert data["level"] == URGENT
    assert set(data["signals"]) <= {rule["id"] for rule in read("safety")["rules"]}


def test_a_cry_at_the_end_of_a_very_long_answer_is_found_in_time(safety: Safety) -> None:
    """Ten thousand characters, with and without full stops, in less than 0.3 s."""
    for filler in ("we went to the park and had chips ", "We went to the park. "):
        text = (filler * 400)[:9900] + " and then he punched me"
        started = process_time()
        assert safety.look(text).level == URGENT
        assert process_time() - started < 0.3


def test_a_cry_is_found_wherever_it_stands(safety: Safety) -> None:
    """Also across the places where a long sentence is cut into windows."""
    for before in range(60):
        assert safety.look("so " * before + "my dad hits me" + " and" * 60).level == URGENT


def test_a_mistake_in_the_rules_is_named_with_its_file(tmp_path) -> None:
    """So that who edits the file finds it before anything starts."""
    text = (
        (UNDERSTANDING / "safety.yml").read_text(encoding="utf-8").replace("    level: urgent", "    level: ugent", 1)
    )
    (tmp_path / "safety.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BadUnderstandingError, match=r"safety\.yml: data\.rules\[0\]\.level"):
        read("safety", tmp_path)
