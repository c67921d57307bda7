"""`mysay questions`: check the content, and print it for a practitioner to sign off."""

from pathlib import Path

import click
from jinja2 import Environment, PackageLoader

from bot.interview.presenting import fill, question_text
from bot.interview.situation import Situation
from commands.installation import usable_content, usable_settings
from records.conversation import Audience, Conversation, Purpose


@click.group()
def questions() -> None:
    """The questions and wordings in data/: check them, print them."""


@questions.command()
def check() -> None:
    """Name every mistake in the content with its file and line; silent about nothing."""
    bank = usable_content(usable_settings())
    for audience in Audience:
        count = sum(audience in question.variants for question in bank.questions.values())
        click.echo(f"  {audience.value}: {count} questions")
    click.echo("The content is in order.")


@questions.command("print")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="questions-to-read")
def print_pages(folder: Path) -> None:
    """Write one readable page for each audience into FOLDER (default: questions-to-read)."""
    settings = usable_settings()
    bank = usable_content(settings)
    page = Environment(autoescape=True, loader=PackageLoader("commands", ".")).get_template("questions.html")
    folder.mkdir(parents=True, exist_ok=True)
    for audience in Audience:
        situation = Situation(bank, Conversation("", audience, Purpose.JUST_ME, "", ""), {})
        target = folder / f"{audience.value}.html"
        target.write_text(
            page.render(
                situation=situation, audience=audience, topics=bank.topics, text=question_text,
                fill=lambda text, here=situation: fill(here, text),
            ),
            "utf-8",
        )  # fmt: skip
        click.echo(f"  {target}")
