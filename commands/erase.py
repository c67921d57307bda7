"""`mysay erase`: take one conversation off the disk, or all that were kept long enough."""

import click

from commands.caretaker import tidy
from commands.installation import give_up, usable_settings, usable_store
from records.store import Store


@click.command()
@click.argument("conversation_id", required=False)
@click.option("--due", is_flag=True, help="Erase all that were kept long enough; for cron, so that nothing is asked.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(conversation_id: str | None, due: bool, yes: bool) -> None:
    """Erase everything that was said in one conversation, or in all that are due; it cannot be brought back."""
    if due == bool(conversation_id):
        give_up("Name one conversation by its id, or say --due.")
    settings = usable_settings()
    store = usable_store(settings)
    if conversation_id:
        _one(store, conversation_id, yes)
    else:
        count = tidy(store, settings.keep_months)
        soon = len(store.retention.due())
        click.echo(f"{count} erased. {soon} go within 30 days: staff see them in the portal, under Kept until.")


def _one(store: Store, conversation_id: str, yes: bool) -> None:
    if store.conversations.find(conversation_id) is None:
        give_up(f"{conversation_id} is not here.")
    if not yes:
        click.confirm("Erase it for good?", abort=True)
    store.conversations.erase(conversation_id)
    store.audit.note("command line", "erased", conversation_id)
    click.echo("Erased. A note about safety, if there was one, is kept for the safeguarding lead.")
