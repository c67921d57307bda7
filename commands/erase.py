"""`mysay erase`: take one conversation off the disk."""

import click

from commands.installation import give_up, usable_settings, usable_store


@click.command()
@click.argument("conversation_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(conversation_id: str, yes: bool) -> None:
    """Erase everything that was said in one conversation; it cannot be brought back."""
    store = usable_store(usable_settings())
    if store.conversations.find(conversation_id) is None:
        give_up(f"{conversation_id} is not here.")
    if not yes:
        click.confirm("Erase it for good?", abort=True)
    store.conversations.erase(conversation_id)
    store.audit.note("command line", "erased", conversation_id)
    click.echo("Erased. A note about safety, if there was one, is kept for the safeguarding lead.")
