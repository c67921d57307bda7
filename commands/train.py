"""`mysay train`: teach the engine to understand replies, anew."""

import click

from bot.engine import model
from commands.installation import usable_settings
from commands.serve import tell, trained_model


@click.command()
def train() -> None:
    """Train the model from data/training, even where there is one already."""
    settings = usable_settings()
    model.path(settings.data, settings.models).unlink(missing_ok=True)
    tell(f"The model is {trained_model(settings)}")
