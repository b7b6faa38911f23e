"""Conflict shown: whether an answer gives both values where the passages disagree."""

from __future__ import annotations

from collections.abc import Sequence

from eval.measures.answer_correct import answer_correct
from eval.measures.normalise import holds_words
from eval.question import Turn
from rag.result import Answer


def conflict_shown(answer: Answer, one: Turn, other: Turn) -> bool:
    """Whether the accepted answers of both turns, which differ, stand in what was said, or as values of one conflict.

    Our own measure: a reader who sees one value only cannot know that there is another. What stands in what was
    said is the rule of `answer_correct`; an abstention shows nothing.
    """
    if answer_correct(answer, one) and answer_correct(answer, other):
        return True
    shown = ([value.value for value in conflict.values] for conflict in answer.conflicts)
    return any(_among(values, one) and _among(values, other) for values in shown)


def _among(values: Sequence[str], turn: Turn) -> bool:
    """Whether one of each group of accepted answers stands in a value."""
    groups = turn.all_of or (turn.answers or (),)
    return all(any(holds_words(value, words) for value in values for words in group) for group in groups)
