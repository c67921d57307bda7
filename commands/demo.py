"""`mysay demo`: one scripted conversation for each audience through the running engine, and the records it leaves."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import click
import yaml

from bot.interview.recording import labels_of, record_of
from commands.client import Json, Refused, Talk
from commands.installation import free_port, give_up, usable_content, usable_settings, usable_store
from commands.serve import running
from operating.settings import Settings
from records.exports import FORMATS, file_name

MOST_TURNS = 150


@click.command()
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), default="demo-records", show_default=True
)
def demo(folder: Path) -> None:
    """Play one conversation for each audience and leave the exported records in a folder.

    It uses a home folder and a port of its own, so that nobody's real records are touched.
    """
    settings = replace(usable_settings(), home=Path(mkdtemp(prefix="mysay-demo-")), port=free_port(), open_access=True)
    usable_content(settings)
    usable_store(settings)
    with running(settings):
        scripts = yaml.safe_load((settings.data / "demo.yml").read_text("utf-8"))
        for audience, script in scripts.items():
            click.echo(f"\n=== {audience} ===")
            conversation_id = _play(f"http://{settings.host}:{settings.port}", audience, script)
            _export(settings, conversation_id, folder / audience)
    click.echo(f"\nThe records are in {folder.resolve()}{os.sep}")


def _play(base: str, audience: str, script: dict[str, Any]) -> str:
    try:
        talk = Talk.start(base, audience=audience, **script["start"])
        said = {question: iter(words) for question, words in script.get("says", {}).items()}
        reply = talk.opening
        for _ in range(MOST_TURNS):
            _print(reply["messages"])
            if reply["state"] != "asking":
                break
            reply = talk.say(**_next(reply["messages"][-1], script["begin"], said))
    except Refused as error:
        give_up(str(error))
    return talk.id


def _next(asked: Json, begin: str, said: dict[str, Iterator[str]]) -> Json:
    """The script's words for this question; where it has none, a card or a skip."""
    question: Json = {"question_id": asked["question_id"]} if "question_id" in asked else {}
    if asked["kind"] == "review":
        return question | {"choice": "finish"}
    if asked.get("question_id") == "choose_topic":
        return _told(question | {"choice": begin}, begin.replace("_", " "))
    if asked.get("question_id") == "after_topic":
        return _told(question | {"choice": "carry_on"}, "carry on")
    if asked["kind"] == "safety":
        return _told(question | {"choice": "carry_on"}, "carry on")
    words = next(said.get(asked["question_id"], iter(())), None)
    if words or asked["reply"] in {"words", "draw"}:
        return _told(question | ({"text": words} if words else {"choice": "skip"}), words or "skip")
    return _picked(question, asked)


def _picked(question: Json, asked: Json) -> Json:
    if asked["reply"] == "scale":
        return _told(question | {"scale": asked["scale"][-2]["value"]}, asked["scale"][-2]["label"])
    if asked["reply"] == "cards":
        items, heaps = asked["cards"]["items"], asked["cards"]["heaps"]
        sorted_cards = {item["id"]: heaps[number % len(heaps)]["id"] for number, item in enumerate(items)}
        return _told(question | {"cards": sorted_cards}, "sorts the cards")
    chosen = asked["choices"][len(asked["text"]) % len(asked["choices"])]
    choice: Json = {"choices": [chosen["id"]]} if asked["reply"] == "choices" else {"choice": chosen["id"]}
    return _told(question | choice, chosen["label"])


def _told(message: Json, words: str) -> Json:
    click.echo(click.style(f"  > {words}", fg="cyan"))
    return message


def _print(messages: list[Json]) -> None:
    for message in messages:
        click.echo(f"  {message['text']}")


def _export(settings: Settings, conversation_id: str, folder: Path) -> None:
    bank, store = usable_content(settings), usable_store(settings)
    conversation = store.conversations.find(conversation_id)
    if conversation is None:
        give_up("The conversation was not kept.")
    record = record_of(bank, conversation, store.answers.of(conversation_id))
    folder.mkdir(parents=True, exist_ok=True)
    for found in FORMATS.values():
        (folder / file_name(record, found)).write_bytes(found.render(record, labels_of(bank, record)))
