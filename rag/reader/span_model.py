"""The trained model behind the span reader: how likely the answer is to begin and to end at each token of a passage.

The input is [CLS] question [SEP] headline passage [SEP]; the first token stands for "not in this passage" (Devlin et
al. 2019, section 4.3). Int8 ONNX; each window by itself and one a core: a passage reads the same in any company.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.weights import find_weights, sha256
from rag.errors import ReaderError

FOLDER = Path(__file__).parent
MODEL_FILE = "span_reader.onnx"
CARD_FILE = "span_reader.json"
LONGEST = 288
"""Tokens of a window, the question's and the special ones included, as in training."""
LONGEST_QUESTION = 64
"""Tokens of a question that are kept."""
LONGEST_HEADLINE = 40
"""Tokens of a headline that are kept."""
_OVERLAP = 64  # tokens that two windows of a long passage share: an answer and what stands around it
_SEQUENCE_MARKS = ("[CLS]", "[SEP]")


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a passage as the model reads it, n tokens.

    `offsets`, shape (n, 2), are the characters of the passage each token stands for; `starts` and `ends`, shape (n,),
    how much more likely the answer is to begin or end there than not to be in the window at all (logits).
    """

    offsets: NDArray[np.int64]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]


class SpanModel:
    """Points at answers. Safe to use from several threads.

    `weights` turn its scores into probabilities, `confidence` those of an answer's readings into that of the answer: by
    the name of the feature.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Opens the model in a folder, by default the shipped one; ReaderError where it is missing or damaged."""
        from tokenizers import Tokenizer

        from index.onnx_session import OnnxSession, threads

        folder = folder or FOLDER
        path = folder / MODEL_FILE
        try:
            card = json.loads((folder / CARD_FILE).read_text("utf-8"))
            wanted, found = card["sha256"], sha256(path)
        except (OSError, ValueError, KeyError) as error:
            raise ReaderError(f"The reader's model cannot be read: {error}. {_REINSTALL}") from error
        if found != wanted:
            raise ReaderError(
                f"The reader's model {path.name} is damaged: its checksum differs. {_REINSTALL}"
            )
        self.weights: dict[str, float] = card.get("weights", {})
        self.confidence: dict[str, float] = card.get("confidence", {})
        self._session = OnnxSession(path)
        self._tokenizer: Any = Tokenizer.from_file(str(find_weights(None).folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._first, self._last = (self._tokenizer.token_to_id(mark) for mark in _SEQUENCE_MARKS)
        self._workers = ThreadPoolExecutor(threads(), "read")

    def point(self, question: str, passages: Sequence[tuple[str, str]]) -> list[list[Window]]:
        """The windows of each passage, given as (headline, text); a text without a word has none."""
        asked = self._ids(question)[:LONGEST_QUESTION]
        jobs: list[tuple[int, list[int], list[int], NDArray[np.int64]]] = []
        for number, (headline, text) in enumerate(passages):
            above = self._ids(f"{headline}.")[:LONGEST_HEADLINE] if headline else []
            encoded: Any = self._tokenizer.encode(text, add_special_tokens=False)
            room = LONGEST - len(asked) - len(above) - 3
            offsets = np.array(encoded.offsets, np.int64).reshape(-1, 2)
            for begin in _windows(len(encoded.ids), room):
                part = slice(begin, begin + room)
                jobs.append((number, above, encoded.ids[part], offsets[part]))
        read = self._workers.map(lambda job: self._window(asked, *job[1:]), jobs)
        found: list[list[Window]] = [[] for _ in passages]
        for job, window in zip(jobs, read, strict=True):
            found[job[0]].append(window)
        return found

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _window(
        self, asked: list[int], above: list[int], ids: list[int], offsets: NDArray[np.int64]
    ) -> Window:
        head = [self._first, *asked, self._last, *above]
        tokens = np.array([[*head, *ids, self._last]], np.int64)
        types = np.ones_like(tokens)
        types[0, : len(asked) + 2] = 0
        starts, ends = self._session.run(
            {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": types}
        )
        own = slice(len(head), len(head) + len(ids))
        return Window(offsets, starts[0, own] - starts[0, 0], ends[0, own] - ends[0, 0])


_REINSTALL = "Install Dateline again to bring it back."


def _windows(tokens: int, room: int) -> list[int]:
    """Where the windows over a passage begin: they overlap, and the last one ends with it."""
    if tokens <= room:
        return [0] if tokens else []
    begins = list(range(0, tokens - room, max(1, room - _OVERLAP)))
    return [*begins, tokens - room]
