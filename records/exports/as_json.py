"""JSON: the whole record for other programs, as data/schema/record.schema.json describes it; reads back exactly."""

import base64
import json
from dataclasses import asdict
from typing import Any

from records.answer import Outcome, Share, Whose
from records.conversation import Audience, Purpose, State
from records.exports.labels import Labels
from records.message import Input
from records.record import Adjustment, Chosen, Hint, Line, Mark, Part, Record, Signed, Sorted

SCHEMA = "urn:mysay:record:1"
VERSION = "1.3"


def render(record: Record, labels: Labels) -> bytes:  # noqa: ARG001 -- every format is called alike
    """The record as JSON in UTF-8."""
    return to_json(record).encode()


def to_json(record: Record) -> str:
    """The record as JSON text; nothing in it is reworded, and no letter is escaped that need not be."""
    heading = {"schema": SCHEMA, "version": VERSION, "seal": record.seal}
    return json.dumps(heading | asdict(record), ensure_ascii=False, indent=2, default=_in_letters) + "\n"


def from_json(text: str) -> Record:
    """The record that `to_json` wrote; raises KeyError, TypeError or ValueError on anything else."""
    fields: dict[str, Any] = json.loads(text)
    if (schema := fields.pop("schema")) != SCHEMA:
        raise ValueError(f"not a record of {SCHEMA}: {schema}")
    del fields["version"]
    fields.pop("seal", None)  # it is worked out anew
    fields |= {
        "audience": Audience(fields["audience"]), "purpose": Purpose(fields["purpose"]),
        "state": State(fields["state"]), "parts": tuple(_part(part) for part in fields["parts"]),
        "adjustments": tuple(Adjustment(**found) for found in fields.get("adjustments", ())),
        "signed": Signed(**fields["signed"]) if fields.get("signed") else None,
    }  # fmt: skip
    return Record(**fields)


def _in_letters(image: bytes) -> str:
    return base64.b64encode(image).decode()


def _part(fields: dict[str, Any]) -> Part:
    return Part(fields["topic"], fields["title"], tuple(_line(line) for line in fields["lines"]))


def _line(fields: dict[str, Any]) -> Line:
    known = {
        "outcome": Outcome(fields["outcome"]), "whose": Whose(fields["whose"]), "input": Input(fields["input"]),
        "share": Share(fields["share"]), "choices": tuple(Chosen(**choice) for choice in fields["choices"]),
        "cards": tuple(Sorted(Chosen(**pair["card"]), Chosen(**pair["heap"])) for pair in fields["cards"]),
        "scale": Mark(**fields["scale"]) if fields["scale"] else None,
        "drawing": base64.b64decode(fields["drawing"]) if fields.get("drawing") else None,
        "hints": tuple(Hint(**hint) for hint in fields.get("hints", ())),
    }  # fmt: skip
    return Line(**fields | known)
