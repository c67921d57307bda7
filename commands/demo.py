"""`mysay demo`: one scripted conversation for each audience through the running engine, and the records it leaves."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

import click
import yaml

from bot.interview.recording import labels_of, record_of
from commands.client import Json, Refused, Talk
from commands.installation import free_port, give_up, usable_content, usable_settings, usable_store
from commands.serve import running
from commands.transcript import Transcript
from operating.alerting import Alerting
from operating.settings import Settings
from records.exports import FORMATS, file_name

MOST_TURNS = 150
OVER = frozenset({"finished", "stopped"})
USUAL = {"after_topic": "carry_on", "review": "finish", "safety": "carry_on"}
"""What is tapped at a menu where the script says nothing else."""


@click.command()
@click.option(
    "--to", "folder", type=click.Path(file_okay=False, path_type=Path), default="demo-records", show_default=True
)
@click.option(
    "--transcripts", type=click.Path(file_okay=False, path_type=Path), help="Leave each conversation here, to be read."
)
def demo(folder: Path, transcripts: Path | None) -> None:
    """Play one conversation for each audience and leave the exported records in a folder.

    It uses a home folder and a port of its own, so that nobody's real records are touched and nobody is alerted.
    """
    home = Path(mkdtemp(prefix="mysay-demo-"))
    whole = replace(usable_settings(), alerting=Alerting(), schools=None)
    settings = replace(whole, home=home, port=free_port(), open_access=True)
    usable_content(settings)
    usable_store(settings)
    with running(replace(settings, certificate=None, certificate_key=None)):
        scripts = yaml.safe_load((settings.data / "demo.yml").read_text("utf-8"))
        for audience, script in scripts.items():
            click.echo(f"\n=== {audience} ===")
            transcript = Transcript(audience)
            conversation_id = _play(f"http://{settings.host}:{settings.port}", Script.of(script), transcript)
            _export(settings, conversation_id, folder / audience)
            if transcripts:
                transcripts.mkdir(parents=True, exist_ok=True)
                (transcripts / f"{audience}.md").write_text(transcript.page(), "utf-8")
    click.echo(f"\nThe records are in {folder.resolve()}{os.sep}")


@dataclass(frozen=True)
class Script:
    """What somebody says and taps, by question, one after the other where a question has several."""

    start: Json
    says: Mapping[str, Iterator[str]]
    taps: Mapping[str, Iterator[str]]

    @classmethod
    def of(cls, written: Json) -> "Script":
        """As data/demo.yml has it."""
        says, taps = ({name: iter(many) for name, many in written.get(way, {}).items()} for way in ("says", "taps"))
        return cls(written["start"], says, taps)

    def words(self, question_id: str) -> str | None:
        """What is typed next to this question, if anything."""
        return next(self.says.get(question_id, iter(())), None)

    def card(self, question_id: str) -> str | None:
        """What is tapped next at this question or menu, if anything."""
        return next(self.taps.get(question_id, iter(())), USUAL.get(question_id))


def _play(base: str, script: Script, transcript: Transcript) -> str:
    try:
        talk = Talk.start(base, audience=transcript.audience, **script.start)
        reply, asked = talk.opening, talk.opening["messages"][-1]
        for _ in range(MOST_TURNS):
            transcript.shown(reply["messages"])
            if reply["state"] in OVER:
                break
            asked = asked if reply["state"] == "paused" else reply["messages"][-1]
            reply = talk.say(**_next(asked, script, transcript))
    except Refused as error:
        give_up(str(error))
    return talk.id


def _next(asked: Json, script: Script, transcript: Transcript) -> Json:
    """The script's words or card for this question; where it has none, a card that is there, or a skip."""
    question_id: str = asked["question_id"]
    words, card = script.words(question_id), script.card(question_id)
    if words:
        transcript.said(words)
        return {"question_id": question_id, "text": words}
    label, tapped = _tapped(asked, card)
    transcript.said(label, tapped=True)
    return {"question_id": question_id, **tapped}


def _tapped(asked: Json, card: str | None) -> tuple[str, Json]:
    """What a tap is called, and what it sends."""
    if asked["reply"] in {"words", "draw"}:
        return "Skip", {"choice": "skip"}
    if asked["reply"] == "scale":
        mark = next((mark for mark in asked["scale"] if str(mark["value"]) == card), asked["scale"][-2])
        return mark["label"], {"scale": mark["value"]}
    if asked["reply"] == "cards":
        items, heaps = asked["cards"]["items"], asked["cards"]["heaps"]
        heaped = [(item, heaps[number % len(heaps)]) for number, item in enumerate(items)]
        told = ", ".join(f"{item['label']}: {heap['label']}" for item, heap in heaped)
        return told, {"cards": {item["id"]: heap["id"] for item, heap in heaped}}
    known = {choice["id"]: choice for choice in asked["choices"]}
    chosen = [known[name] for name in (card or "").split() if name in known] or [asked["choices"][0]]
    label = ", ".join(choice["label"] for choice in chosen)
    many = asked["reply"] == "choices"
    return label, {"choices": [choice["id"] for choice in chosen]} if many else {"choice": chosen[0]["id"]}


def _export(settings: Settings, conversation_id: str, folder: Path) -> None:
    bank, store = usable_content(settings), usable_store(settings)
    conversation = store.conversations.find(conversation_id)
    if conversation is None:
        give_up("The conversation was not kept.")
    drawings = store.drawings.of(conversation_id)
    record = record_of(bank, conversation, store.answers.of(conversation_id), drawings=drawings)
    folder.mkdir(parents=True, exist_ok=True)
    for found in FORMATS.values():
        (folder / file_name(record, found)).write_bytes(found.render(record, labels_of(bank, record)))
