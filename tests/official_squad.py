"""SQuAD's scoring rule once more, written from its description and sharing nothing with `eval`: to check it with.

Normalise: lower case, no ASCII punctuation, no a/an/the as words, single spaces. EM: equal after that. F1: words
shared, counted with multiplicity. Over several gold answers the best one; no gold answer is the empty one.
"""

from __future__ import annotations

import re
import string


def normalised(text: str) -> list[str]:
    """The words of an answer that count."""
    bare = re.sub(f"[{re.escape(string.punctuation)}]", "", text.lower())
    return re.sub(r"\b(?:a|an|the)\b", " ", bare).split()


def exact(prediction: str, golds: list[str]) -> float:
    """1 or 0."""
    return max(float(normalised(prediction) == normalised(gold)) for gold in golds or [""])


def f1(prediction: str, golds: list[str]) -> float:
    """0 to 1."""
    return max(_overlap(normalised(prediction), normalised(gold)) for gold in golds or [""])


def _overlap(said: list[str], gold: list[str]) -> float:
    if not said or not gold:
        return float(said == gold)
    left, shared = list(gold), 0
    for word in said:
        if word in left:
            left.remove(word)
            shared += 1
    if not shared:
        return 0.0
    precision, recall = shared / len(said), shared / len(gold)
    return 2 * precision * recall / (precision + recall)
