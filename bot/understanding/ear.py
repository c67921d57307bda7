"""The trained ear: letters, words and the sense of a reply weighed together, for what no rule foresaw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from bot.understanding.grams import Grams
from bot.understanding.matching import UNKNOWN
from bot.understanding.safety import NONE, Signal

MOST_WAYS = 3
SENSE_WEIGHT = 2.5
THRESHOLD, NEARLY_SURE = -0.6, 5.0
"""Log odds, as far as the sense's part can be read so; set on sentences kept apart."""
WORRY = "worry"
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")


@dataclass(frozen=True)
class Example:
    """What a person may write, and the label "category/level" that it teaches ("none" for everyday talk)."""

    text: str
    label: str


def ways(line: str) -> Iterator[str]:
    """A few of the ways to fill "{mum|dad} {hits|hurts} me", each word used at least once where there is room."""
    choices = [part.split("|") for part in _CHOICE.findall(line)]
    count = min(MOST_WAYS, max((len(options) for options in choices), default=1))
    columns = [list(islice(cycle(options[place:] + options[:place]), count)) for place, options in enumerate(choices)]
    for row in range(count):
        words = iter([column[row] for column in columns])
        yield _CHOICE.sub(lambda _, words=words: next(words), line)  # type: ignore[misc]  # mypy cannot infer a lambda with a default


def examples(files: Iterable[Mapping[str, Any]], everyday: Sequence[str] = ()) -> list[Example]:
    """What the ear learns from: the files of data/understanding/cries, and every answer and wish as everyday talk."""
    found = [Example(text, NONE) for text in everyday]
    for data in files:
        found += [Example(text, NONE) for line in data["everyday"] for text in ways(line)]
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

    def __init__(self, model: EarModel) -> None:
        self.model = model

    @classmethod
    def train(cls, taught: Sequence[Example], plain: Callable[[str], str]) -> TrainedEar:
        """Learn from examples, made plain as `Safety.plain` does; the same examples give the same ear."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import LinearSVC

        features = TfidfVectorizer(analyzer=Grams(3, 3, 5), sublinear_tf=True, min_df=2)
        seen = features.fit_transform([plain(example.text) for example in taught])
        features.stop_words_ = None  # what was met once: nobody asks for it, and keeping it takes a second
        alarm = LogisticRegression(C=20, solver="liblinear", max_iter=300)
        alarm.fit(seen, [example.label != NONE for example in taught])
        concerns = [place for place, example in enumerate(taught) if example.label != NONE]
        kind = LinearSVC(C=0.5, tol=0.01)
        kind.fit(seen[concerns], [taught[place].label for place in concerns])
        return cls(EarModel(features, alarm, kind))

    def hear(self, windows: Sequence[str], sensed: float) -> list[Signal]:
        """The signal heard in the most alarming window, if words and sense together are alarming enough.

        `sensed` is how near the sense of the reply is to cries for help: above 0 is nearer (`Heads.alarm`).
        """
        spoken = [window for window in windows if window.strip(f"{UNKNOWN} ")]
        if not spoken:
            return []
        seen = self.model.features.transform(spoken)
        alarming = self.model.alarm.decision_function(seen)
        score = float(alarming.max()) + SENSE_WEIGHT * sensed
        if score < THRESHOLD:
            return []
        return [_signal(str(self.model.kind.predict(seen[int(alarming.argmax())])[0]), score)]


def _signal(label: str, score: float) -> Signal:
    """Unless it is nearly sure, the ear alone asks gently: words that no rule knows are not set apart on a guess."""
    category, level = label.split("/")
    return Signal(f"heard_{category}", category, level if score >= NEARLY_SURE else WORRY)
