"""`mysay questions`: check the content, and print it for a practitioner to sign off."""

from datetime import datetime, timezone
from pathlib import Path

import click

from bot.interview.bank import Bank
from bot.interview.checks.review import review
from bot.interview.content import ContentError, Problem
from bot.interview.library import load
from commands.installation import give_up, usable_content, usable_settings
from commands.pages import write_pages
from commands.pictures import own_pictures
from records.conversation import Audience


@click.group()
def questions() -> None:
    """The questions and wordings in data/: check them, print them."""


@questions.command()
def check() -> None:
    """Name every mistake in the content with its file and line, wordings that are too hard among them."""
    settings = usable_settings()
    bank = usable_content(settings)
    problems = [*_to_mend(settings.data), *own_pictures(settings.symbols, settings.data, load(settings.data))]
    if problems:
        give_up(f"{len(problems)} things to mend in the content:\n" + "\n".join(f"  {problem}" for problem in problems))
    for audience in Audience:
        click.echo(f"  {audience.value}: {_asked(bank, audience)} questions")
    click.echo("The content is in order.")


@questions.command("print")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="questions-to-read")
def print_pages(folder: Path) -> None:
    """Write one readable page for each audience into FOLDER (default: questions-to-read)."""
    settings = usable_settings()
    bank = usable_content(settings)
    for page in write_pages(settings.data, bank, folder):
        click.echo(f"  {page}")
    click.echo(f"Open {folder / 'index.html'} to read them, or print them to sign.")


def _to_mend(data: Path) -> list[Problem]:
    from accessibility.reading_age import reading_age

    try:
        return review(data, reading_age, datetime.now(timezone.utc).date())
    except ContentError as error:
        return list(error.problems)


def _asked(bank: Bank, audience: Audience) -> int:
    return sum(audience in question.variants for question in bank.questions.values())
