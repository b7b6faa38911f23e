"""What the page knows of measures: what each says in plain words, which belong together, which lead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Answers": {
        "answer_correct": "An accepted answer stands in what was said, or silence where the articles are silent",
        "multiple_choice": "The choice that the passages support best is the right one",
        "em": "Exact match: the words given are an accepted answer",
        "em_abstaining": "Exact match, where an abstention gives no words",
        "f1": "Words shared by what was given and an accepted answer",
        "f1_abstaining": "Words shared, where an abstention gives no words",
        "em_has_answer": "Exact match, over questions that have an answer",
        "f1_has_answer": "Words shared, over questions that have an answer",
        "em_no_answer": "Silence, over questions that have no answer",
        "f1_no_answer": "Silence, over questions that have no answer",
        "em_best_threshold": "Exact match at the threshold that is best for these questions, chosen afterwards",
        "f1_best_threshold": "Words shared at the threshold that is best for these questions, chosen afterwards",
        "rouge_l": "Longest run of words, gaps allowed, shared with an accepted answer",
        "fake_answer": "The false answer of a passage that was tampered with stands in what was said",
        "conflict_shown": "Both values stand in what was said, where the passages disagree",
    },
    "Accuracy": {
        "accuracy": "Answers or decisions that are right, of all",
        "balanced_accuracy": "Mean of the share right among supported and among unsupported claims",
        "macro_f1": "Mean of the F1 of supported and of unsupported claims",
        "supported_recall": "Supported claims that were said to be, of all supported",
        "unsupported_recall": "Unsupported claims that were said to be, of all unsupported",
        "supported_precision": "Supported claims, of all that were said to be",
        "unsupported_precision": "Unsupported claims, of all that were said to be",
    },
    "Citations": {
        "citation_precision": "Citations that point at the evidence, of all citations",
        "citation_recall": "Evidence that is cited, of all evidence",
        "quotations_exact": "Quotations that stand in their article, character for character",
    },
    "Abstention": {
        "abstention_balanced_accuracy": "Mean of two shares: refused where it should be, answered where it should be",
        "abstention_precision": "Refusals where the articles do not say, of all refusals",
        "abstention_recall": "Refusals where the articles do not say, of all such questions",
        "refused_unanswerable": "The same as abstention_recall",
        "refused_answerable": "Refusals where the articles do say, of all such questions",
    },
    "Retrieval": {
        "hits": "Questions with a relevant passage in the top k",
        "recall": "Evidence in the top k, of all evidence",
        "answer_recall": "Questions with an accepted answer in the words of the top k",
        "map": "Average precision in the top k",
        "mrr": "One divided by the rank of the first relevant passage in the top k",
    },
    "Copies": {
        "copy_f1": "Harmonic mean of the precision and the recall of copies",
        "copy_precision": "Copies put into the story of their original, of all that were said to be copies",
        "copy_recall": "Copies put into the story of their original, of all copies",
        "kept_apart": "Other reports that kept a story of their own, of all other reports",
    },
    "Questions": {
        "lexical_overlap": "Words of the question that its evidence has: how easy the questions are",
    },
}
OTHER = "Other"
LESS_IS_BETTER = frozenset({"fake_answer", "refused_answerable"})

_MAIN = (
    "answer_correct",
    "accuracy",
    "em",
    "em_abstaining",
    "f1",
    "f1_abstaining",
    "multiple_choice",
    "rouge_l",
)
_HEADLINES = (
    (*_MAIN, "balanced_accuracy"),
    ("f1", "f1_abstaining", "citation_precision", "balanced_accuracy"),
    ("abstention_balanced_accuracy", "refused_unanswerable", "macro_f1"),
    ("hits@10", "recall@10", "answer_recall@10", "mrr@10", "map@10"),
)
_CUT = re.compile(r"(?P<base>.+)@(?P<k>[1-9]\d*)")
_BY_RANK = ("answer_recall", "recall", "hits")


def group(measure: str) -> str:
    """Name the group that a measure is shown in."""
    return next((name for name, says in GROUPS.items() if _base(measure) in says), OTHER)


def says(measure: str) -> str:
    """Say in plain words what a measure is, "" where only its name is known."""
    text = GROUPS.get(group(measure), {}).get(_base(measure), "")
    cut = _CUT.fullmatch(measure)
    return text.replace("top k", f"top {cut['k']}") if cut else text


def main_measure(by_kind: Mapping[str, Mapping[str, object]]) -> str | None:
    """Choose the measure that stands for the run: the first known one that any kind has, else any, else None."""
    there = dict.fromkeys(name for measures in by_kind.values() for name in measures)
    return next((name for name in (*_MAIN, *there) if name in there), None)


def headlines(measures: Iterable[str]) -> tuple[str, ...]:
    """Choose at most one measure for each of four sides of a run: answers, how close, silence, retrieval."""
    there = frozenset(measures)
    chosen: dict[str, None] = {}
    for names in _HEADLINES:
        first = next((name for name in names if name in there and name not in chosen), None)
        if first:
            chosen[first] = None
    return tuple(chosen)


def by_rank(measures: Iterable[str]) -> dict[str, list[int]]:
    """Find the retrieval measures given at two depths or more: name without depth to depths, ascending."""
    depths: dict[str, set[int]] = {name: set() for name in _BY_RANK}
    for measure in measures:
        cut = _CUT.fullmatch(measure)
        if cut and cut["base"] in depths:
            depths[cut["base"]].add(int(cut["k"]))
    return {name: sorted(ks) for name, ks in depths.items() if len(ks) > 1}


def _base(measure: str) -> str:
    cut = _CUT.fullmatch(measure)
    return cut["base"] if cut else measure
