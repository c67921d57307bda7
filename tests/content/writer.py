"""A writer at work on a copy of the content, and what is then said of it."""

from datetime import date
from pathlib import Path

from accessibility.reading_age import reading_age
from bot.interview.check import check
from bot.interview.checks.review import review
from bot.interview.content import ContentError, Problem

TODAY = date(2026, 11, 22)


class Content:
    """A folder of content: `change` it as a writer does, and read the `problems` that are named."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self._before: dict[Path, str] = {}

    def change(self, file: str, before: str, after: str) -> int:
        """Put other words in a file, once; the line on which they then begin."""
        path = self.data / file
        text = path.read_text("utf-8")
        assert before in text, f"{file} does not hold {before!r}"
        self._write(path, text, text.replace(before, after, 1))
        return text[: text.index(before)].count("\n") + 1

    def add(self, file: str, lines: str) -> int:
        """Write lines at the end of a file; the number of the first."""
        path = self.data / file
        text = path.read_text("utf-8")
        self._write(path, text, text + lines)
        return text.count("\n") + 1

    def restore(self) -> None:
        """Every file as it was."""
        for path, text in self._before.items():
            path.write_text(text, "utf-8")

    def _write(self, path: Path, before: str, after: str) -> None:
        self._before.setdefault(path, before)
        path.write_text(after, "utf-8")

    def problems(self, today: date = TODAY, *, measured: bool = False) -> list[Problem]:
        """What `mysay questions check` names; the reading age, which takes a while, only where it is asked for."""
        age = reading_age if measured else _not_measured
        try:
            _, problems = check(self.data)
            return [*problems, *review(self.data, age, today)]
        except ContentError as error:
            return list(error.problems)


def _not_measured(_: str) -> float:
    return 0.0
