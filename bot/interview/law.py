"""The law: the duties of data/law.yml, and what in that file leads nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.interview.content import Problem, line_of, read
from operating.settings import ROOT
from records.duties import Duty

FILE = "law.yml"


def duties(data: Path) -> tuple[Duty, ...]:
    """Every duty, in order; raises ContentError."""
    held = read(data / FILE, data / "schema" / "law.schema.json")
    return tuple(Duty(**duty) for duty in held["duties"])


def leads_nowhere(data: Path) -> Iterator[Problem]:
    """A duty that is there twice, and a part of MySay or a test that is not there (where tests are installed)."""
    text, seen = (data / FILE).read_text("utf-8"), set[str]()
    for number, duty in enumerate(duties(data)):
        wrong = {
            "id": f"the duty {duty.id} is there twice" if duty.id in seen else "",
            "part": "" if (ROOT / duty.part).exists() else f"{duty.part} is not there",
            "test": "" if _is_there(duty.test) else f"{duty.test} is not there",
        }
        seen.add(duty.id)
        for field, what in wrong.items():
            if what:
                yield Problem(str(data / FILE), line_of(text, ["duties", number, field]), what)


def _is_there(test: str) -> bool:
    file, _, name = test.partition("::")
    path = ROOT / file
    if not (ROOT / "tests").is_dir():  # an installation without tests cannot tell
        return True
    if not path.is_file():
        return False
    return re.search(rf"^def {re.escape(name)}\(", path.read_text("utf-8"), re.MULTILINE) is not None
