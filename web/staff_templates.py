"""An authority's own Word templates: checked, kept, taken away and put back by an administrator."""

from records.audit import Audit
from records.exports import sample
from records.exports.docx_check import Wrong, faults
from records.templates import Template
from web.problems import Problem
from web.services import services
from web.staff_session import member

LONGEST_NAME = 60


def add(name: str, body: bytes) -> list[Wrong]:
    """Keep a template; where anything is wrong, all that is, and nothing is kept."""
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        return [Wrong("name_missing")]
    if not body:
        return [Wrong("file_missing")]
    labels = services().bank.staff_labels
    if found := faults(body, [(sample.full(), labels), (sample.empty(), labels)]):
        return found
    kept = services().store.templates.add(name, body, member().name)
    if kept is None:
        return [Wrong("name_taken")]
    _audit().note(member().username, "added a Word template", detail=kept.id)
    return []


def remove(template_id: str) -> None:
    """Take one away, so that it can be put back; raises Problem 404."""
    if not services().store.templates.remove(template_id):
        raise Problem(404, "not_found")
    _audit().note(member().username, "removed a Word template", detail=template_id)


def put_back(template_id: str) -> None:
    """Undo that; raises Problem 409 where the name is taken by now, or nothing was removed."""
    if not services().store.templates.put_back(template_id):
        raise Problem(409, "no_change")
    _audit().note(member().username, "put a Word template back", detail=template_id)


def listed() -> tuple[list[Template], list[Template]]:
    """Those that are there, and those that were taken away."""
    templates = services().store.templates
    return templates.all(), templates.all(removed=True)


def _audit() -> Audit:
    return services().store.audit
