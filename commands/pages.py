"""The pages that a practitioner reads and signs: one file for each audience, with all its pictures inside."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from bot.interview import agenda
from bot.interview.bank import Bank, Question, Topic, Variant
from bot.interview.content import read
from bot.interview.presenting import fill
from bot.interview.situation import Situation
from commands import plain
from operating.settings import ROOT
from records.conversation import Audience, Conversation, Purpose

PICTURES = ROOT / "web" / "static" / "vendor" / "openmoji"
VIEW_BOX = "0 0 72 72"


@dataclass(frozen=True)
class Printed:
    """One question as it stands on the page."""

    number: int
    question: Question
    variant: Variant
    short: bool
    condition: str | None
    goes_to: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One topic and its questions for this audience."""

    topic: Topic
    title: str
    questions: tuple[Printed, ...]


def write_pages(data: Path, bank: Bank, folder: Path) -> list[Path]:
    """Write a page for each audience and an index into a folder; the paths of the pages."""
    environment = Environment(
        autoescape=True, loader=PackageLoader("commands", "."), trim_blocks=True, lstrip_blocks=True
    )
    folder.mkdir(parents=True, exist_ok=True)
    symbols = read(data / "symbols" / "index.yml", data / "schema" / "symbols.schema.json")
    said = [*read(data / "wordings" / "assistant.yml", data / "schema" / "wordings.schema.json")]
    pages = []
    for audience in Audience:
        situation = Situation(bank, Conversation("", audience, Purpose.JUST_ME, "", ""), {})
        parts = tuple(_parts(situation))
        html = environment.get_template("questions.html").render(
            audience=audience, who=plain.AUDIENCES[audience], parts=parts, plain=plain, bank=bank,
            fill=lambda text, here=situation: fill(here, text),
            said=[(name, bank.wordings[name]) for name in said], drawings=_drawings(symbols["symbols"]),
            alt={name: symbol["alt"] for name, symbol in symbols["symbols"].items()}, credit=symbols["credit"],
            count=sum(len(part.questions) for part in parts), usual=_usual(bank, audience),
            reviewed=_first_review(data),
        )  # fmt: skip
        pages.append(folder / f"{audience.value}.html")
        pages[-1].write_text(html, "utf-8")
    index = environment.get_template("index.html").render(
        pages=[(page, plain.AUDIENCES[Audience(page.stem)]) for page in pages]
    )
    (folder / "index.html").write_text(index, "utf-8")
    return pages


def _parts(situation: Situation) -> Iterator[Part]:
    number = 0
    for topic in situation.bank.topics:
        printed = []
        for question in topic.questions:
            if situation.audience in question.variants:
                number += 1
                printed.append(_printed(situation, question, number))
        yield Part(topic, fill(situation, topic.title(situation.audience)), tuple(printed))


def _printed(situation: Situation, question: Question, number: int) -> Printed:
    condition = plain.condition(situation.bank, situation.audience, question.when)
    return Printed(
        number, question, situation.variant(question), situation.audience in question.short,
        fill(situation, condition) if condition else None, plain.goes_to(question),
    )  # fmt: skip


def _usual(bank: Bank, audience: Audience) -> int:
    """How many questions an annual review in a usual year asks, before anything was said that makes some needless."""
    situation = Situation(bank, Conversation("", audience, Purpose.ANNUAL_REVIEW, "", ""), {})
    return sum(len(agenda.questions(situation, topic)) for topic in bank.topics)


def _drawings(symbols: dict[str, dict[str, str]]) -> dict[str, Markup]:
    found = {}
    for name, symbol in symbols.items():
        path = PICTURES / symbol["file"]
        if path.exists():
            inside = path.read_text("utf-8").split(">", 1)[1].rsplit("</svg>", 1)[0]
            found[name] = Markup(inside)  # noqa: S704 - a drawing that we ship
    return found


def _first_review(data: Path) -> str:
    schema = data / "schema" / "questions.schema.json"
    days = [read(path, schema)["reviewed"] for path in (data / "questions").glob("*.yml")]
    return date.fromisoformat(min(days)).strftime("%-d %B %Y")
