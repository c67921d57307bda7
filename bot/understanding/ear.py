"""The trained ear: letters and words weighed by logistic regression, for what no rule foresaw."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from bot.understanding.matching import UNKNOWN
from bot.understanding.safety import NONE, Signal
from bot.understanding.sense import Sense

MOST_WAYS = 6
THRESHOLD = 0.62
THRESHOLD_BY_LETTERS = 0.75  # where the sense of a sentence is not installed
SURELY_TALK = 0.02  # not worth asking what it means: it keeps most answers quick
MOST_WINDOWS = 12  # of a long text, the most alarming: it keeps a text of 10,000 characters within its time
STEEPNESS = 2.5
_CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")


@dataclass(frozen=True)
class Example:
    """What a person may write, and the label "category/level" that it teaches; `far` marks talk far from the line."""

    text: str
    label: str
    far: bool = False


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
    found += [Example(text, NONE, far=True) for text in everyday]
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
    meaning: Any = None


class TrainedEar:
    """Hears a signal where a concern is likelier than everyday talk."""

    def __init__(self, model: EarModel, sense: Sense | None = None) -> None:
        self.model = model
        self._sense = sense if model.meaning is not None else None

    @classmethod
    def train(cls, taught: Sequence[Example], plain: Callable[[str], str], sense: Sense | None = None) -> TrainedEar:
        """Learn from examples, made plain as `Safety.plain` does; the same examples give the same ear."""
        from sklearn.linear_model import LogisticRegression

        features = _features()
        seen = features.fit_transform([plain(example.text) for example in taught])
        alarm = LogisticRegression(C=20, solver="liblinear", max_iter=300)
        alarm.fit(seen, [example.label != NONE for example in taught])
        concerns = [place for place, example in enumerate(taught) if example.label != NONE]
        kind = LogisticRegression(C=20, solver="liblinear", max_iter=300)
        kind.fit(seen[concerns], [taught[place].label for place in concerns])
        return cls(EarModel(features, alarm, kind, _meaning(taught, plain, sense)), sense)

    def likelihood(self, windows: Sequence[str]) -> list[float]:
        """For each window, how likely it is a concern, from 0 to 1."""
        seen = self.model.features.transform(windows)
        letters = [float(row[1]) for row in self.model.alarm.predict_proba(seen)]
        if self._sense is None:
            return [score * THRESHOLD / THRESHOLD_BY_LETTERS for score in letters]
        doubtful = sorted(range(len(windows)), key=lambda place: -letters[place])[:MOST_WINDOWS]
        return [
            (score + self._meant(windows[place])) / 2 if place in doubtful and score >= SURELY_TALK else score / 2
            for place, score in enumerate(letters)
        ]

    def hear(self, windows: Sequence[str]) -> list[Signal]:
        """The signals heard in any of the windows."""
        spoken = [window for window in windows if window.strip(f"{UNKNOWN} ")]
        if not spoken:
            return []
        alarming = [window for window, score in zip(spoken, self.likelihood(spoken), strict=True) if score >= THRESHOLD]
        if not alarming:
            return []
        return [_signal(label) for label in self.model.kind.predict(self.model.features.transform(alarming))]

    def _meant(self, window: str) -> float:
        """How likely a concern is by the sense of the words."""
        if self._sense is None:
            return 0.0
        return float(_squash(self.model.meaning.decision_function([self._sense(window)])[0]))


def _squash(distance: float) -> float:
    """The side and distance from the border, as a number from 0 to 1."""
    return 1 / (1 + math.exp(-STEEPNESS * distance))


def _features() -> Any:
    """Words and their neighbours, and pieces of words, which forgive misspellings."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    words = TfidfVectorizer(tokenizer=str.split, token_pattern=None, ngram_range=(1, 3), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)
    return make_union(words, letters)


def _meaning(taught: Sequence[Example], plain: Callable[[str], str], sense: Sense | None) -> Any:
    """Learn from the sense of half the concerns and the talk near the line, and of a quarter of the rest: enough."""
    if sense is None:
        return None
    from sklearn.svm import SVC

    chosen = [example for place, example in enumerate(taught) if place % (4 if example.far else 2) == 0]
    senses = [sense(plain(example.text)) for example in chosen]
    return SVC(C=5, gamma=2).fit(senses, [example.label != NONE for example in chosen])


def _signal(label: str) -> Signal:
    category, level = str(label).split("/")
    return Signal(f"heard_{category}", category, level)
