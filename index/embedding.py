"""Embeds text with a sentence-transformers model: int8 in ONNX Runtime where that is true to it, else the original."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.errors import EmbedderError
from index.weights import Weights, cache_dir, check_default, find_weights

Vectors = NDArray[np.float32]
_Result = TypeVar("_Result")
_BATCH = 16  # texts that the original model takes at once; it pads them, so more need memory and save little
log = logging.getLogger("dateline.index")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens in context: unit vectors, shape (n, dimension), and the characters each stands for, (n, 2).

    Special tokens are left out; what lies beyond the model's window has no tokens.
    """

    vectors: Vectors
    offsets: NDArray[np.int64]


class Embedder(Protocol):
    """Turns texts into unit vectors. `fingerprint` names the weights; `name` is what opens it again."""

    @property
    def name(self) -> str:
        """The name or path that opens it again."""

    @property
    def fingerprint(self) -> str:
        """What the weights are called in a library: the same for every runtime."""

    @property
    def runtime(self) -> str:
        """What it runs in: "onnx-int8" or "sentence-transformers"."""

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """The vectors of the texts, float32, shape (len(texts), dimension), each of length 1."""

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, each in the context of its text."""


class OnnxEmbedder:
    """An exported encoder with int8 weights; pooling and normalisation are done here.

    Each text is embedded by itself, several at a time in as many threads as there are cores. Int8 arithmetic scales
    what it computes by all that is in a batch, so a text in a batch would get another vector with each company (cosine
    down to .98); alone it gets the same one every time. It is also quicker: nothing is padded and no core waits
    (two cores: 130 texts/s against 68 in batches of 32), and an indexing process needs a third of the memory.
    """

    runtime = "onnx-int8"

    def __init__(self, weights: Weights, folder: Path) -> None:
        from tokenizers import Tokenizer

        from index.onnx_session import OnnxSession, threads

        self.name, self.fingerprint = weights.name, weights.fingerprint
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        self._pooling: str = manifest["pooling"]
        self._prompts: dict[str, str] = manifest["prompts"]
        self._default_prompt: str = self._prompts.get(manifest.get("default_prompt") or "", "")
        self._session = OnnxSession(folder / "model.onnx")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(manifest["max_length"])
        self._tokenizer.no_padding()
        self._workers = ThreadPoolExecutor(threads(), "embed")

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """The vectors of the texts, float32, shape (len(texts), dimension), each of length 1."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        kinds = ("query",) if query else ("document", "passage", "corpus")  # as sentence-transformers has it
        prompt = next((self._prompts[kind] for kind in kinds if kind in self._prompts), self._default_prompt)

        def encode_one(text: str) -> Vectors:
            hidden, _ = self._run(prompt + text)
            return pool(hidden, self._pooling)

        return unit(np.stack(self._map(encode_one, texts)))

    def _run(self, text: str) -> tuple[Vectors, Any]:
        """The token vectors, shape (length, dimension), and the tokenizer's encoding."""
        encoded: Any = self._tokenizer.encode(text)
        ids = np.array([encoded.ids], np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return self._session.run(feeds)[0][0], encoded

    def _map(self, function: Callable[[str], _Result], texts: Sequence[str]) -> list[_Result]:
        """The results for the texts, in order; a single one is not worth another thread."""
        if len(texts) == 1:
            return [function(texts[0])]
        return list(self._workers.map(function, texts))

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, each in the context of its text."""

        def tokens_of_one(text: str) -> Tokens:
            hidden, encoded = self._run(text)
            return _tokens(hidden, encoded.offsets, encoded.special_tokens_mask)

        return self._map(tokens_of_one, texts)


class OriginalEmbedder:
    """The sentence-transformers model itself, in PyTorch: slower to load and to run."""

    runtime = "sentence-transformers"

    def __init__(self, weights: Weights) -> None:
        check_default(weights)
        from sentence_transformers import SentenceTransformer

        self.name, self.fingerprint = weights.name, weights.fingerprint
        try:
            self.model: Any = SentenceTransformer(str(weights.folder), device="cpu")
        except (OSError, ValueError, KeyError) as error:
            raise EmbedderError(f"The embedder {weights.name} cannot be loaded: {error}") from error

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """The vectors of the texts, float32, shape (len(texts), dimension), each of length 1."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        encode = self.model.encode_query if query else self.model.encode_document
        return np.asarray(
            encode(list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False),
            np.float32,
        )

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text, each in the context of its text."""
        found = []
        for text in texts:
            encoded = self.model.tokenizer(
                text,
                truncation=True,
                max_length=self.model.max_seq_length,
                return_offsets_mapping=True,
                return_special_tokens_mask=True,
            )
            vectors = self.model.encode(text, output_value="token_embeddings", show_progress_bar=False)
            found.append(
                _tokens(
                    np.asarray(vectors, np.float32), encoded["offset_mapping"], encoded["special_tokens_mask"]
                )
            )
        return found


def _tokens(vectors: Vectors, offsets: Sequence[Sequence[int]], special: Sequence[int]) -> Tokens:
    kept = [place for place, flag in enumerate(special) if not flag]
    places = np.array([offsets[place] for place in kept], np.int64).reshape(len(kept), 2)
    return Tokens(unit(vectors[kept]), places)


def pool(hidden: Vectors, pooling: str) -> Vectors:
    """The vector of a text, shape (d,), from those of its tokens, shape (length, d): "mean" or "cls"."""
    return hidden[0] if pooling == "cls" else np.asarray(hidden.mean(axis=0), np.float32)


def unit(vectors: Vectors) -> Vectors:
    """The vectors scaled to length 1."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)


def export_folder(weights: Weights) -> Path:
    """Where the int8 export of a model is kept."""
    return cache_dir() / "models" / weights.fingerprint.replace("/", "_")


def model_is_ready(name: str | None = None) -> bool:
    """Whether an embedder was exported on this machine before: opening it takes no half minute."""
    return (export_folder(find_weights(name)) / "manifest.json").is_file()


def open_embedder(name: str | None = None, *, note: Callable[[str], None] = log.warning) -> Embedder:
    """The embedder of a name or path (None: the default), exported to int8 on first use.

    `note` is told, in a sentence, when the original has to be used instead. Raises EmbedderError.
    """
    weights = find_weights(name)
    folder = export_folder(weights)
    if not (folder / "manifest.json").is_file():
        from index.export import export_in_child

        problem = export_in_child(weights, folder)
        if problem:
            note(f"{problem} The original model is used instead: slower, the same answers.")
            return OriginalEmbedder(weights)
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        if not manifest["accepted"]:
            note(
                f"The int8 export of {weights.name} is not true enough to it (cosine "
                f"{manifest['cosine_mean']:.4f} in the mean, {manifest['cosine_min']:.4f} at least); the original "
                "is used: slower, the same answers."
            )
            return OriginalEmbedder(weights)
        return OnnxEmbedder(weights, folder)
    except Exception as error:  # whatever a damaged cache raises, the original still works
        note(
            f"The exported model in {folder} cannot be used ({type(error).__name__}); the original is used. "
            "Delete that folder to have it made again."
        )
        return OriginalEmbedder(weights)
