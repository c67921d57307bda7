"""The ranking of wishes: words and pieces of words, weighed by logistic regression."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.understanding.grams import Grams


@dataclass(frozen=True)
class WishRanking:
    """How likely each wish is, and how likely an answer; the gate decides what to make of it.

    `weights` (features, names) and `bias` (names) are those of the regression, laid out so that the few features of
    one reply are found at once; scikit-learn's own lay-out is copied at every use.
    """

    features: Any
    names: tuple[str, ...]
    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]

    @classmethod
    def train(cls, replies: Sequence[str], names: Sequence[str]) -> WishRanking:
        """Learn from replies, given as known words with spaces between them, and the name of what each is."""
        features, classifier = untrained()
        classifier.fit(features.fit_transform(replies), names)
        features.stop_words_ = None  # what was met once: nobody asks for it, and keeping it takes a second
        learnt = map(str, classifier.classes_)
        return cls(features, tuple(learnt), np.ascontiguousarray(classifier.coef_.T), classifier.intercept_)

    def rank(self, reply: str) -> Mapping[str, float]:
        """The names with their likelihood, from 0 to 1, which sum to 1."""
        return likelihoods(self.names, (self.features.transform([reply]) @ self.weights)[0] + self.bias)


def untrained() -> tuple[Any, Any]:
    """The features and the regression as they are before they have learnt."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    weighed = LogisticRegression(class_weight="balanced", solver="newton-cg", tol=0.1)  # lbfgs takes twice as long
    return CountVectorizer(analyzer=Grams(2, 2, 4), min_df=2), weighed


def likelihoods(names: Iterable[str], scores: npt.NDArray[np.floating[Any]]) -> Mapping[str, float]:
    """What the scores of a regression come to, from 0 to 1; they sum to 1."""
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return {str(name): float(share) for name, share in zip(names, shares, strict=True)}


def agreed(one: Mapping[str, float], other: Mapping[str, float]) -> Mapping[str, float]:
    """What two rankings make of a reply together: a wish that either thinks unlikely is unlikely."""
    both = {name: (score * other.get(name, 0.0)) ** 0.5 for name, score in one.items()}
    total = sum(both.values()) or 1.0
    return {name: score / total for name, score in both.items()}
