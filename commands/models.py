"""`mysay models`: who listens to what is spoken, and why; fetching a model."""

import sys
from pathlib import Path

import click

from accessibility.listening.choice import choose
from accessibility.listening.download import MODELS, NotFetched, fetch
from commands.installation import give_up, usable_settings

MEGABYTE = 1_000_000


@click.group(invoke_without_command=True)
@click.pass_context
def models(context: click.Context) -> None:
    """Say which engine listens to what is spoken, why, and what else there is."""
    if context.invoked_subcommand:
        return
    settings = usable_settings()
    choice = choose(settings.listening, settings.vosk_model, settings.vosk_models)
    click.echo(f"  listens    {choice.why}" if choice.plan else f"  nobody listens: {choice.why}")
    for other in choice.others:
        click.echo(f"  not used   {other}")
    for model in MODELS.values():
        click.echo(f"  to fetch   {model.name}: {model.language} for vosk, {model.size // MEGABYTE} MB")


@models.command(name="fetch")
@click.argument("name", type=click.Choice(sorted(MODELS)))
@click.option("--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="from a file, not the net")
def fetch_command(name: str, file: Path | None) -> None:
    """Fetch a model for Vosk, once, and check that it came whole."""
    settings = usable_settings()
    try:
        place = fetch(MODELS[name], settings.vosk_models, _tell, file)
    except NotFetched as error:
        click.echo(err=True)
        give_up(str(error))
    click.echo(f"\nThe model is in {place}. It listens once MYSAY_LISTENING=vosk is set.")


def _tell(done: int, size: int) -> None:
    """One line that counts up, where somebody watches."""
    if sys.stderr.isatty() or done >= size:
        click.echo(f"\r  {done / MEGABYTE:.1f} of {size / MEGABYTE:.1f} MB", nl=False, err=True)
