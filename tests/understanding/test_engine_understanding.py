"""What the real engine hands on about a reply: intent, offer, and the safety that every reply is looked at for."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from bench import evaluate
from bot.understanding.files import HEADS, read
from bot.understanding.heads import Heads, digest_of
from bot.understanding.loading import lessons
from bot.understanding.words import Spellings

pytestmark = pytest.mark.engine

Parse = Callable[..., dict[str, Any]]
LEAST_ACCURACY, MOST_ANSWERS_LOST, MOST_WISHES_MISSED = 0.97, 0.01, 0.08
LEAST_RECALL, MOST_FALSE_ALARMS = 0.97, 0.04
"""Ten milliseconds is the aim on a quiet machine; tests share theirs."""


@pytest.fixture(scope="module")
def parse(trained_model: Path) -> Parse:
    """The engine's own way from a message to parse data."""
    agent = evaluate.load(trained_model)
    from rasa.core.channels.channel import UserMessage

    def parsed(text: str, **metadata: str) -> dict[str, Any]:
        message = UserMessage(text, sender_id="test", metadata=metadata)
        found: dict[str, Any] = asyncio.run(agent.processor.parse_message(message))
        return found

    return parsed


def test_a_wish_and_an_answer_reach_the_engine_as_what_they_are(parse: Parse) -> None:
    """Intent, offer and safety survive the way into parse data."""
    assert parse("can we do the next one", expects="words")["intent"]["name"] == "skip"
    assert parse("skipping with my rope", expects="words")["intent"]["name"] == "answer"
    assert parse("a break", expects="words")["offer"] == "pause"
    assert parse("a dog", expects="words").get("offer") is None
    assert parse("a dog", expects="words")["safety"] == {"level": "none", "signals": []}


def test_yes_counts_where_it_is_expected(parse: Parse) -> None:
    """What the question expects travels in the metadata."""
    assert parse("yeah", expects="yes_no")["intent"]["name"] == "affirm"
    assert parse("yeah", expects="words")["intent"]["name"] == "answer"


@pytest.mark.parametrize("expects", ["words", "choice", "yes_no", "nav", "answer"])
def test_safety_looks_whatever_is_expected_and_whatever_is_wished(parse: Parse, expects: str) -> None:
    """A cry for help inside a wish raises the concern."""
    assert parse("skip because he hits me", expects=expects)["safety"]["level"] == "urgent"
    assert parse("no", expects=expects)["safety"]["level"] == "none"


def test_safety_reads_the_whole_text_where_the_engine_got_a_part(parse: Parse) -> None:
    """The engine understands the first thousand characters; safety reads them all, in time."""
    whole = ("We went to the park and had chips. " * 300)[:9900] + " then my dad punched me in the face"
    started = process_time()
    found = parse(whole[:1000], expects="words", whole=whole)
    assert found["safety"]["level"] == "urgent"
    assert process_time() - started < 5.0  # half a minute where each window is read anew


def test_parse_data_is_plain_and_holds_no_ranking(parse: Parse) -> None:
    """No numpy value reaches an event, and nothing downstream may decide anew."""
    found = parse("i like my dog", expects="words")
    assert json.loads(json.dumps({key: found[key] for key in ("intent", "safety")}))
    assert "intent_ranking" not in found


@pytest.mark.parametrize("folder", [evaluate.OURS, evaluate.BLIND], ids=["ours", "blind"])
def test_held_out_replies_are_understood(trained_model: Path, folder: Path) -> None:
    """On sentences kept apart; `make evaluate` prints the figures and the aims."""
    replies, cries = asyncio.run(evaluate.parsed(trained_model, folder))
    understood, heard = evaluate.understood(replies), evaluate.heard(cries)
    assert understood.replies >= 400
    assert understood.accuracy >= LEAST_ACCURACY
    assert understood.answers_taken_for_a_wish <= MOST_ANSWERS_LOST
    assert understood.wishes_taken_for_an_answer <= MOST_WISHES_MISSED
    assert heard.sentences >= 300
    assert heard.recall >= LEAST_RECALL
    assert heard.false_alarms <= MOST_FALSE_ALARMS


@pytest.mark.parametrize("folder", [evaluate.OURS, evaluate.BLIND], ids=["ours", "blind"])
def test_nothing_kept_apart_was_trained_on(folder: Path) -> None:
    """Neither as it stands, nor as the same words spelt otherwise."""
    spellings = Spellings.from_data(read("spellings"))

    def plain(text: str) -> object:
        return tuple(spellings.split(text)) or text

    cries, replies = lessons()
    taught = {plain(text) for text in (*(cry.text for cry in cries), *(text for text, _ in replies))}
    for table in ("held_out.tsv", "safety_held_out.tsv"):
        assert not taught & {plain(row["text"]) for row in evaluate.rows(table, folder)}


def test_what_the_sense_was_taught_is_published_up_to_date() -> None:
    """Whoever changes a sentence runs `make teach`, or each machine would take minutes to learn at its first start."""
    cries, replies = lessons()
    assert str(Heads.load(HEADS).digest) == digest_of(cries, replies)
