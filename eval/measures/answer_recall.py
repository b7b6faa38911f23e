"""Answer recall at k: whether the answer's words stand in one of the first k passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eval.measures.normalise import holds_words


def answer_recall(depths: Iterable[int], answer: str, passages: Sequence[str]) -> dict[str, float]:
    """1 where the answer stands, as whole words, in one of the first k passages (best first), else 0, by name.

    The top-k retrieval accuracy of Karpukhin et al., "Dense Passage Retrieval", EMNLP 2020, section 5: distant, for
    the words may stand there by chance, and an answer in other words is missed.
    """
    held = [holds_words(passage, answer) for passage in passages]
    return {f"answer_recall@{k}": float(any(held[:k])) for k in depths}
