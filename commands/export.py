"""`mysay export`: finished records into a folder or a zip, as the portal would give them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click

from bot.interview.bank import Bank
from bot.interview.recording import labels_of, record_of
from commands.installation import give_up, usable_content, usable_settings, usable_store
from records.conversation import SHARED_STATES
from records.exports import FORMATS, file_name
from records.exports.archive import made, zipped
from records.record import Record
from records.store import Store


@dataclass(frozen=True)
class Wanted:
    """One format in one shape."""

    format: str
    shape: str = ""

    @classmethod
    def of(cls, text: str) -> "Wanted":
        """From "pdf" or "pdf:profile"; ends the program where there is none such."""
        name, _, shape = text.partition(":")
        if name not in FORMATS or (shape and shape not in FORMATS[name].shapes):
            known = [f"{found.name}:{shape}" for found in FORMATS.values() for shape in found.shapes]
            give_up(f"{text} is not a format. There are: {', '.join(known)}")
        return cls(name, shape)


@click.command()
@click.argument("conversation_ids", nargs=-1)
@click.option(
    "--format",
    "formats",
    multiple=True,
    help="Such as json, pdf or pdf:profile; may be given several times (default: all, each in its first shape).",
)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    default="export",
    help="The folder, or a file that ends in .zip (default: export).",
)
def export(conversation_ids: tuple[str, ...], formats: tuple[str, ...], target: Path) -> None:
    """Write the records of CONVERSATION_IDS (default: all that are finished or stopped) into a folder or a zip.

    Only what may be shared is in them, as for any practitioner; each export is noted in the audit.
    """
    settings = usable_settings()
    bank, store = usable_content(settings), usable_store(settings)
    wanted = [Wanted.of(text) for text in formats or FORMATS]
    ids = conversation_ids or tuple(
        found.id for found in store.conversations.newest(tuple(SHARED_STATES), most=100_000)
    )
    with click.progressbar(length=len(ids), label="Writing") as bar:
        files = _files(bank, store, ids, wanted, bar.update)
        _write(target, files)
    click.echo(f"{len(ids)} records are in {target.resolve()}")


def _files(
    bank: Bank, store: Store, ids: Sequence[str], wanted: Sequence[Wanted], step: Callable[[int], None]
) -> Iterator[tuple[str, bytes]]:
    """Each file as it is made, noted in the audit when it is handed on."""

    def make(conversation_id: str) -> tuple[Record, list[tuple[Wanted, bytes]]]:
        record = _record(bank, store, conversation_id)
        labels = labels_of(bank, record)
        return record, [(one, FORMATS[one.format].render(record, labels, one.shape)) for one in wanted]

    for record, bodies in made(make, ids):
        for one, body in bodies:
            detail = f"{' '.join(filter(None, (one.format, one.shape)))} sha256:{sha256(body).hexdigest()}"
            store.audit.note("command line", "exported the record", record.id, f"{detail} seal:{record.seal}")
            yield file_name(record, FORMATS[one.format], one.shape), body
        step(1)


def _record(bank: Bank, store: Store, conversation_id: str) -> Record:
    conversation = store.conversations.find(conversation_id)
    if conversation is None or conversation.state not in SHARED_STATES:
        raise click.ClickException(f"{conversation_id} is not here, or not finished yet.")
    drawings = store.drawings.of(conversation_id)
    return record_of(bank, conversation, store.answers.of(conversation_id), drawings=drawings)


def _write(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    if target.suffix == ".zip":
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as archive:
            archive.writelines(zipped(files))
        return
    target.mkdir(parents=True, exist_ok=True)
    for name, body in files:
        (target / name).write_bytes(body)
