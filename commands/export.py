"""`mysay export`: finished records into a folder, as the portal would give them."""

from pathlib import Path

import click

from bot.interview.recording import labels_of, record_of
from commands.installation import give_up, usable_content, usable_settings, usable_store
from records.conversation import SHARED_STATES
from records.exports import FORMATS, file_name


@click.command()
@click.argument("conversation_ids", nargs=-1)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(sorted(FORMATS)),
    help="May be given several times (default: all).",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default="export",
    help="The folder (default: export).",
)
def export(conversation_ids: tuple[str, ...], formats: tuple[str, ...], folder: Path) -> None:
    """Write the records of CONVERSATION_IDS (default: all that are finished or stopped) into a folder.

    Only what may be shared is in them, as for any practitioner; each export is noted in the audit.
    """
    settings = usable_settings()
    bank, store = usable_content(settings), usable_store(settings)
    wanted = conversation_ids or tuple(
        found.id for found in store.conversations.newest(tuple(SHARED_STATES), most=100_000)
    )
    folder.mkdir(parents=True, exist_ok=True)
    for conversation_id in wanted:
        conversation = store.conversations.find(conversation_id)
        if conversation is None or conversation.state not in SHARED_STATES:
            give_up(f"{conversation_id} is not here, or not finished yet.")
        record = record_of(bank, conversation, store.answers.of(conversation_id))
        for name in formats or tuple(FORMATS):
            (folder / file_name(record, FORMATS[name])).write_bytes(
                FORMATS[name].render(record, labels_of(bank, record))
            )
        store.audit.note("command line", "exported", conversation_id, " ".join(formats or tuple(FORMATS)))
    click.echo(f"{len(wanted)} records are in {folder.resolve()}")
