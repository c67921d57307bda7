"""What the sense was taught: two small models that weigh the sense of a sentence, kept as plain numbers.

Teaching takes minutes, most of them for reading thousands of sentences. So what was learnt from the sentences as they
are published stands beside them in data/understanding; `digest` says from which sentences.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.understanding.ear import Example
from bot.understanding.ranking import likelihoods
from bot.understanding.safety import NONE
from bot.understanding.sense import LAYERS, Numbers, Sense

AXES, WIDTH = 192, 4.0
"""To how many numbers a sense is cut down for the alarm, and how near two senses must be to be of a kind."""
Taught = Sequence[tuple[str, str]]
"""Sentences, each with its intent."""


@dataclass(frozen=True)
class Heads:
    """Arrays: `centre` (384), `axes` (192, 384), `known` (n, 192), `pull` (n), `bias` (1) for the alarm; `names` (k),
    `wish` (k, 384) and `wish_bias` (k) for the wishes."""

    digest: npt.NDArray[np.str_]
    centre: Numbers
    axes: Numbers
    known: Numbers
    pull: Numbers
    bias: Numbers
    names: npt.NDArray[np.str_]
    wish: Numbers
    wish_bias: Numbers

    def alarm(self, sense: Numbers) -> float:
        """How near a sense is to cries for help rather than to everyday talk: above 0 is nearer."""
        here = self.axes @ (sense - self.centre)
        known, lengths = self._known
        apart = lengths - 2 * (known @ here) + here @ here
        return float(self.pull @ np.exp(-WIDTH * apart) + self.bias[0])

    @cached_property
    def _known(self) -> tuple[Numbers, Numbers]:
        """In full precision, with the square of each length: made once, since each reply needs them."""
        known = self.known.astype(np.float32)
        return known, (known * known).sum(1)

    def rank(self, sense: Numbers) -> Mapping[str, float]:
        """The likelihood of each wish, and of an answer; they sum to 1."""
        return likelihoods(self.names, self.wish @ sense + self.wish_bias)

    def save(self, path: Path) -> None:
        """As one compressed file of arrays."""
        np.savez_compressed(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Heads:
        """Raises OSError or ValueError where the file is missing or broken; nothing in it is ever run."""
        with np.load(path, allow_pickle=False) as kept:
            return cls(**{field.name: kept[field.name] for field in fields(cls)})


def digest_of(cries: Sequence[Example], replies: Taught) -> str:
    """What was taught, as one number."""
    taught = [LAYERS, AXES, WIDTH, [[cry.text, cry.label] for cry in cries], [list(reply) for reply in replies]]
    return hashlib.sha256(json.dumps(taught).encode()).hexdigest()


def teach(sense: Sense, cries: Sequence[Example], replies: Taught) -> Heads:
    """Learn what tells a cry for help from talk (`cries` hold both), and a wish from an answer; takes minutes."""
    from sklearn.decomposition import PCA
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import SVC

    seen = {text: sense(text) for text in {*(cry.text for cry in cries), *(text for text, _ in replies)}}
    heard = np.array([seen[cry.text] for cry in cries])
    axes = PCA(AXES, random_state=0).fit(heard)
    alarm = SVC(C=4, gamma=WIDTH).fit(axes.transform(heard), [cry.label != NONE for cry in cries])
    wishes = LogisticRegression(C=20, class_weight="balanced", solver="newton-cg", tol=0.001)
    wishes.fit(np.array([seen[text] for text, _ in replies]), [intent for _, intent in replies])
    return Heads(
        np.array(digest_of(cries, replies)), axes.mean_.astype(np.float32), axes.components_.astype(np.float32),
        alarm.support_vectors_.astype(np.float16), alarm.dual_coef_[0].astype(np.float32),
        alarm.intercept_.astype(np.float32), np.array(wishes.classes_, dtype=str), wishes.coef_.astype(np.float32),
        wishes.intercept_.astype(np.float32),
    )  # fmt: skip
