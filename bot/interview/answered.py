"""What was answered so far: read from the store when something first looks, since most replies look at none of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from records.answer import Answer


class Answered(Mapping[str, Answer]):
    """The newest answer to each question by the question's id, in the order of answering."""

    def __init__(self, read: Callable[[], Iterable[Answer]]) -> None:
        self._read = read

    @cached_property
    def _kept(self) -> dict[str, Answer]:
        return {answer.question_id: answer for answer in self._read()}

    def __getitem__(self, question_id: str) -> Answer:
        """Raises KeyError."""
        return self._kept[question_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
