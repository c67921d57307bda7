"""The trained ear: letters and words weighed by logistic regression, for what no rule foresaw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from bot.understanding.safety import NONE, Signal
from bot.understanding.words import Spellings

MOST_WAYS = 6
THRESHOLD = 0.5
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")


@dataclass(frozen=True)
class Example:
    """One thing a person may write, and the label "category/level" that it teaches ("none" for everyday talk)."""

    text: str
    label: str


def ways(line: str) -> Iterator[str]:
    """A few of the ways to fill "{mum|dad} {hits|hurts} me", each word used at least once where there is room."""
    choices = [part.split("|") for part in _CHOICE.findall(line)]
    count = min(MOST_WAYS, max((len(options) for options in choices), default=1))
    columns = [list(islice(cycle(options[place:] + options[:place]), count)) for place, options in enumerate(choices)]
    for row in range(count):
        words = iter([column[row] for column in columns])
        yield _CHOICE.sub(lambda _, words=words: next(words), line)  # type: ignore[misc]


def examples(data: Mapping[str, Any], everyday: Sequence[str] = ()) -> list[Example]:
    """What the ear learns from: safety_examples.yml, and every answer and wish as everyday talk."""
    found = [Example(text, NONE) for line in data["everyday"] for text in ways(line)]
    found += [Example(text, NONE) for text in everyday]
    for category, levels in data["concerns"].items():
        for level, lines in levels.items():
            found += [Example(text, f"{category}/{level}") for line in lines for text in ways(line)]
    return found


@dataclass(frozen=True)
class EarModel:
    """What is kept between training and use: the features, what tells a concern from talk, and what kind it is."""

    features: Any
    alarm: Any
    kind: Any


class TrainedEar:
    """Hears a signal where a concern is likelier than everyday talk."""

    def __init__(self, model: EarModel, threshold: float = THRESHOLD) -> None:
        self.model = model
        self._threshold = threshold

    @classmethod
    def train(cls, taught: Sequence[Example], spellings: Spellings, threshold: float = THRESHOLD) -> TrainedEar:
        """Learn from examples; the same examples give the same ear."""
        from sklearn.linear_model import LogisticRegression

        features = _features()
        seen = features.fit_transform([" ".join(spellings.split(example.text)) for example in taught])
        alarm = LogisticRegression(C=20, solver="liblinear", max_iter=300)
        alarm.fit(seen, [example.label != NONE for example in taught])
        concerns = [place for place, example in enumerate(taught) if example.label != NONE]
        kind = LogisticRegression(C=20, solver="liblinear", max_iter=300)
        kind.fit(seen[concerns], [taught[place].label for place in concerns])
        return cls(EarModel(features, alarm, kind), threshold)

    def likelihood(self, windows: Sequence[str]) -> list[float]:
        """For each window, how likely it is a concern."""
        seen = self.model.features.transform(windows)
        return [float(row[1]) for row in self.model.alarm.predict_proba(seen)]

    def hear(self, windows: Sequence[str]) -> list[Signal]:
        """The signals heard in any of the windows."""
        spoken = [window for window in windows if window]
        if not spoken:
            return []
        seen = self.model.features.transform(spoken)
        alarming = [place for place, row in enumerate(self.model.alarm.predict_proba(seen)) if row[1] >= self._threshold]
        return [_signal(label) for label in self.model.kind.predict(seen[alarming])] if alarming else []


def _features() -> Any:
    """Words and their neighbours, and pieces of words, which forgive misspellings."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    words = TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 3), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    return make_union(words, letters)


def _signal(label: str) -> Signal:
    category, level = str(label).split("/")
    return Signal(f"heard_{category}", category, level)
