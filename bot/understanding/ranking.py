"""The ranking of wishes: words and pieces of words, weighed by logistic regression."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class WishRanking:
    """How likely each wish is, and how likely an answer; the gate decides what to make of it."""

    def __init__(self, classifier: Any) -> None:
        self.classifier = classifier

    @classmethod
    def train(cls, replies: Sequence[str], names: Sequence[str]) -> WishRanking:
        """Learn from replies, given as known words with spaces between them, and the name of what each is."""
        return cls(untrained().fit(replies, names))

    def rank(self, reply: str) -> Mapping[str, float]:
        """The names with their likelihood, from 0 to 1, which sum to 1."""
        likelihood = self.classifier.predict_proba([reply])[0]
        return {str(name): float(score) for name, score in zip(self.classifier.classes_, likelihood, strict=True)}


def untrained() -> Any:
    """The classifier as it is before it has learnt: n-grams of words, and of letters, which forgive misspellings."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = CountVectorizer(tokenizer=str.split, token_pattern=None, ngram_range=(1, 2))
    letters = CountVectorizer(analyzer="char_wb", ngram_range=(2, 4))
    weighed = LogisticRegression(class_weight="balanced", solver="newton-cg", tol=0.01)  # lbfgs takes twice as long
    return make_pipeline(make_union(words, letters), weighed)


def agreed(one: Mapping[str, float], other: Mapping[str, float]) -> Mapping[str, float]:
    """What two rankings make of a reply together: a wish that either thinks unlikely is unlikely."""
    both = {name: (score * other.get(name, 0.0)) ** 0.5 for name, score in one.items()}
    total = sum(both.values()) or 1.0
    return {name: score / total for name, score in both.items()}
