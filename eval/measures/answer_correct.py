"""Answer correct: an accepted answer stands in what was said. A lenient match, for answers that are prose."""

from __future__ import annotations

from collections.abc import Sequence

from eval.measures.normalise import holds_words, without_markers
from eval.question import Turn
from rag.result import Answer

LONGEST_TEXT = 80  # words: a longer text would hold an accepted answer by talking at length


def answer_correct(answer: Answer, turn: Turn) -> bool:
    """Whether the answer is right.

    Where the articles say: it did not abstain, and an accepted answer (for `all_of` one of each group) stands
    as whole words in `short`, in the text without its markers if that has at most 80 words, or as a first or
    last day in `resolved_dates`. Where they do not: it abstained. Containment is the "accuracy" of Mallen et
    al., "When Not to Trust Language Models", ACL 2023; whole words and the limit on the length are ours.
    """
    if turn.answers is None:
        return answer.abstained
    if answer.abstained:
        return False
    places = _places(answer)
    return all(_stands(group, places) for group in turn.all_of or (turn.answers,))


def _places(answer: Answer) -> list[str]:
    places = [answer.short]
    text = without_markers(answer.text)
    if len(text.split()) <= LONGEST_TEXT:
        places.append(text)
    for resolved in answer.resolved_dates:
        places += [resolved.start.isoformat(), resolved.end.isoformat()]
    return places


def _stands(alternatives: Sequence[str], places: Sequence[str]) -> bool:
    return any(holds_words(place, words) for words in alternatives for place in places)
