"""`mysay unlock`: for somebody who forgot their three secret pictures."""

import click

from commands.installation import give_up, usable_settings, usable_store


@click.command()
@click.argument("conversation_id")
def unlock(conversation_id: str) -> None:
    """Let a code open its conversation without the secret pictures, which its owner forgot; the audit says so."""
    store = usable_store(usable_settings())
    if not store.picture_passwords.wanted(conversation_id):
        give_up(f"{conversation_id} is not here, or its code needs no pictures.")
    store.picture_passwords.forget(conversation_id)
    store.audit.note("command line", "took off secret pictures", conversation_id)
    click.echo("The code alone opens it again. Its owner can choose new pictures.")
