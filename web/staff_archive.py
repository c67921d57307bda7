"""Many records at once, as one zip that is sent while it is made; each is in the audit as if taken alone."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.interview.bank import Bank
from bot.interview.recording import labels_of, record_of
from records.conversation import SHARED_STATES, Conversation
from records.exports import FORMATS, file_name
from records.exports.archive import made, zipped
from records.exports.as_docx import fill
from records.exports.labels import Labels
from records.record import Record
from records.store import Store
from web.problems import Problem
from web.services import services
from web.staff_records import Wanted, with_signature
from web.staff_session import member

MOST = 2_000


@dataclass(frozen=True)
class Kind:
    """In which format and shape, or in which template of the authority's own."""

    format: str
    shape: str = ""
    template: str = ""

    @classmethod
    def of(cls, text: str) -> "Kind":
        """From "pdf:profile" or "docx:template:<id>"; raises Problem 422 where there is none such."""
        name, _, rest = text.partition(":")
        shape, _, template = rest.partition(":")
        if name not in FORMATS or (shape not in {"", "template", *FORMATS[name].shapes}):
            raise Problem(422, "unknown_format")
        return cls(name, shape, template)

    def __str__(self) -> str:
        return " ".join(part for part in (self.format, self.shape, self.template) if part)


def archive(wanted: Wanted, kind: Kind) -> tuple[int, Iterator[bytes]]:
    """How many records there are, and the zip in pieces. Only what may be read is in it."""
    bank, store, who = services().bank, services().store, member().username
    render = _renderer(kind, store)
    states = tuple(state for state in SHARED_STATES if wanted.state in {None, state})
    talks = store.conversations.newest(states, wanted.search, MOST) if states else []
    chosen = [talk for talk in talks if wanted.audience in {None, talk.audience}]
    return len(chosen), zipped(_files(bank, store, who, chosen, (kind, render)))


def _renderer(kind: Kind, store: Store) -> Callable[[Record, Labels], bytes]:
    if kind.shape != "template":
        return lambda record, labels: FORMATS[kind.format].render(record, labels, kind.shape)
    template = store.templates.file(kind.template)
    if template is None:
        raise Problem(404, "not_found")
    return lambda record, labels: fill(template, record, labels)


def _files(
    bank: Bank, store: Store, who: str, talks: list[Conversation], how: tuple[Kind, Callable[[Record, Labels], bytes]]
) -> Iterator[tuple[str, bytes]]:
    kind, render = how

    def make(talk: Conversation) -> tuple[Record, bytes]:
        record = record_of(bank, talk, store.answers.of(talk.id), drawings=store.drawings.of(talk.id))
        record = with_signature(store, record)
        return record, render(record, labels_of(bank, record))

    for record, body in made(make, talks):
        detail = f"{kind} sha256:{hashlib.sha256(body).hexdigest()} seal:{record.seal}"
        store.audit.note(who, "exported the record", record.id, detail)
        yield file_name(record, FORMATS[kind.format], kind.shape), body
