"""Records as staff may see them: listed without words, read and taken away once they are shared, always audited."""

import hashlib
from dataclasses import dataclass, replace

from flask import Response

from bot.interview.progress import progress
from bot.interview.recording import labels_of, record_of
from bot.interview.situation import Situation
from records.conversation import SHARED_STATES, Audience, Conversation, State
from records.exports import FORMATS, WORD, file_name
from records.exports.as_docx import fill
from records.record import Record, Signed
from records.staff import Role
from records.store import Store
from web.problems import Problem
from web.services import services
from web.staff_session import member

READERS = (Role.PRACTITIONER, Role.SAFEGUARDING_LEAD)
"""An administrator keeps the accounts and the audit, and needs nobody's words for that."""

LISTED = tuple(state for state in State if state is not State.WITHDRAWN)
MOST = 200


@dataclass(frozen=True)
class Wanted:
    """Which records to list."""

    search: str = ""
    state: State | None = None
    audience: Audience | None = None


@dataclass(frozen=True)
class Listed:
    """One conversation and how far it has come; nothing of what was said."""

    conversation: Conversation
    done: int
    total: int

    @property
    def shared(self) -> bool:
        """Whether the words may be read."""
        return self.conversation.state in SHARED_STATES


def listed(wanted: Wanted) -> list[Listed]:
    """The newest conversations first, at most MOST of them."""
    store = services().store
    states = (wanted.state,) if wanted.state else LISTED
    found = store.conversations.newest(states, wanted.search, MOST)
    store.audit.note(member().username, "listed records")
    return [_progress(talk) for talk in found if wanted.audience in {None, talk.audience}]


def readable(conversation_id: str, *, drawn: bool = True) -> Record:
    """The record; raises Problem 404 where there is none, 409 while it is not shared, or has been taken back.

    Without its drawings where nobody looks at them: they are by far the most of what is read.
    """
    store = services().store
    conversation = store.conversations.find(conversation_id)
    if conversation is None:
        raise Problem(404, "not_found")
    if conversation.state is State.WITHDRAWN:
        raise Problem(409, "withdrawn")
    if conversation.state not in SHARED_STATES:
        raise Problem(409, "not_shared_yet")
    drawings = store.drawings.of(conversation_id) if drawn else {}
    record = record_of(services().bank, conversation, store.answers.of(conversation_id), drawings=drawings)
    return with_signature(store, record) if drawn else record


def with_signature(store: Store, record: Record) -> Record:
    """The record with whoever signed it off, where it is as it was then."""
    found = store.sign_offs.of(record.id)
    return replace(record, signed=Signed(found.who, found.at)) if found and found.seal == record.seal else record


def read(conversation_id: str) -> Record:
    """The record, to be shown on a page."""
    record = readable(conversation_id)
    services().store.audit.note(member().username, "read the record", record.id)
    return record


def export(conversation_id: str, format_name: str, shape: str = "") -> Response:
    """The record as a file; the audit holds its seal and the file's hash. Raises Problem 422 on what is unknown."""
    found = FORMATS.get(format_name)
    if found is None or (shape and shape not in found.shapes):
        raise Problem(422, "unknown_format")
    record = readable(conversation_id)
    body = found.render(record, labels_of(services().bank, record), shape)
    note_export(record, " ".join((found.name, *filter(None, [shape]))), body)
    return attached(body, found.media_type, file_name(record, found, shape))


def filled(conversation_id: str, template_id: str) -> Response:
    """The record in an authority's own Word template; raises Problem 404 where either is not there."""
    template = services().store.templates.file(template_id)
    if template is None:
        raise Problem(404, "not_found")
    record = readable(conversation_id)
    body = fill(template, record, labels_of(services().bank, record))
    note_export(record, f"docx template:{template_id}", body)
    return attached(body, WORD, file_name(record, FORMATS["docx"], "template"))


def note_export(record: Record, what: str, body: bytes) -> None:
    """Into the audit: what was taken, the hash of the file, and the seal that stands in the file."""
    digest = hashlib.sha256(body).hexdigest()
    detail = f"{what} sha256:{digest} seal:{record.seal}"
    services().store.audit.note(member().username, "exported the record", record.id, detail)


def attached(body: bytes, media_type: str, name: str) -> Response:
    """A file to be saved."""
    response = Response(body, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _progress(conversation: Conversation) -> Listed:
    store = services().store
    so_far = progress(Situation.of(services().bank, conversation, lambda: store.answers.of(conversation.id)))
    return Listed(conversation, so_far.done, so_far.total)
