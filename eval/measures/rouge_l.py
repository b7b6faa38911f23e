"""ROUGE-L: how much of a long answer stands in a gold one, word by word and in order."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[a-z0-9]+")


def rouge_l(prediction: str, answers: Sequence[str]) -> float:
    """Give the best ROUGE-L (0..1) of the prediction with an accepted answer; 0 where either has no word.

    The F-measure, precision and recall weighing the same, of the longest common subsequence of words: Lin, "ROUGE:
    A Package for Automatic Evaluation of Summaries", 2004, section 3. Words are runs of ASCII letters and digits in
    lower case, without stemming, as in the scoring packages in use. Raises `ValueError` where there is no answer.
    """
    said = _words(prediction)
    return max(_f_measure(said, _words(answer)) for answer in answers)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _f_measure(said: Sequence[str], gold: Sequence[str]) -> float:
    both = len(said) + len(gold)
    return 2 * _longest_common(said, gold) / both if both else 0.0


def _longest_common(said: Sequence[str], gold: Sequence[str]) -> int:
    """The length of the longest common subsequence, row by row."""
    above = [0] * (len(gold) + 1)
    for word in said:
        row = [0]
        for place, other in enumerate(gold):
            row.append(above[place] + 1 if word == other else max(above[place + 1], row[place]))
        above = row
    return above[-1]
