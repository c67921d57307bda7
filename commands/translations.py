"""`mysay translations`: keep the catalogues of other languages in step with the English, and see how far they are."""

import click

from bot.interview.languages.catalogue import own_name
from commands.catalogues import TEMPLATE, faults, untranslated, write
from commands.installation import give_up
from operating.languages import available
from operating.settings import ROOT


@click.group()
def translations() -> None:
    """The catalogues in data/translations: bring them in step with the English, check them."""


@translations.command()
def extract() -> None:
    """Write the template anew, and put what is new or gone into or out of every catalogue."""
    languages = write(ROOT)
    click.echo(f"  {TEMPLATE}")
    for language in languages:
        click.echo(f"  {language} ({own_name(language)}): {untranslated(ROOT, language)} sentences without words")


@translations.command()
def check() -> None:
    """Name every sentence that is missing, over, or has lost a {place} in a catalogue."""
    found = list(faults(ROOT))
    if found:
        give_up(f"{len(found)} things to mend in the catalogues:\n" + "\n".join(f"  {fault}" for fault in found))
    for language in available(ROOT / "data"):
        click.echo(f"  {language} ({own_name(language)}): {untranslated(ROOT, language)} questions stay English")
    click.echo("The catalogues are in order.")
