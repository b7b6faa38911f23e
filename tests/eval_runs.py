"""Small runs as they stand in JSON, made by hand: what the page of a run is tested with."""

from __future__ import annotations

from typing import Any

from eval.calibration import calibration
from eval.page.embed import LONGEST

HOSTILE = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'><!-- \u2028 ]]>"
EVIDENCE = "The ferry Alda ran aground on Monday."


def figure(value: float, n: int = 4) -> dict[str, float]:
    """A figure with an interval of a tenth to either side."""
    return {"value": value, "low": max(0.0, value - 0.1), "high": min(1.0, value + 0.1), "n": n}


def passage(number: int, text: str = "Rain fell.", *, relevant: bool | None = False) -> dict[str, Any]:
    """A passage that was found."""
    return {
        "passage_id": f"a-{number}",
        "article_id": "a",
        "title": f"Report {number}",
        "source": "Coast News",
        "published": "2015-01-02",
        "start": 0,
        "end": len(text),
        "score": 0.5,
        "relevant": relevant,
        "text": text,
    }


def outcome(question: str, *, correct: bool | None, abstained: bool = False) -> dict[str, Any]:
    """What a question and a turn of a conversation have in common."""
    citation = {
        "n": 1,
        "article_id": "a",
        "title": "Ferry aground",
        "source": "Coast News",
        "published": "2015-01-02",
        "url": None,
        "quote": EVIDENCE,
        "start": 0,
        "end": len(EVIDENCE),
        "passage_id": "a-0",
        "score": 0.4,
        "also_in": [],
    }
    near = {key: citation[key] for key in ("article_id", "title", "source", "published", "url", "score")}
    return {
        "question": question,
        "said": "(abstained)" if abstained else "on Monday",
        "accepted": "Monday",
        "correct": correct,
        "answer": {
            "text": "The articles do not say." if abstained else f"{EVIDENCE} [1]",
            "short": "" if abstained else "on Monday",
            "abstained": abstained,
            "notes": [],
            "resolved_dates": [
                {"text": "Monday", "start": "2015-01-05", "end": "2015-01-05", "counted_from": "2015-01-06"}
            ],
            "conflicts": [
                {
                    "about": "tonnes",
                    "values": [{"value": "80", "citations": [1]}, {"value": "90", "citations": []}],
                }
            ],
            "citations": [] if abstained else [citation],
            "nearest": [near] if abstained else [],
        },
        "gold": {
            "answers": ["Monday"],
            "all_of": [],
            "evidence": [{"article": "ferry.txt", "quote": EVIDENCE, "places": []}],
        },
        "retrieved": [passage(0, f"{EVIDENCE} Nobody was hurt.", relevant=True), passage(1)],
    }


def item(name: str, question: str, **changes: Any) -> dict[str, Any]:
    """A question of a run; `correct` and `abstained` say what came of it, other changes replace its keys."""
    said = {key: changes.pop(key) for key in ("correct", "abstained") if key in changes}
    return {
        "id": name,
        "type": "when",
        **outcome(question, **said),
        "scores": {"answer_correct": 1.0},
        "weights": {"answer_correct": 1.0},
        "kinds": {},
        "confidence": 0.4,
        "guess_correct": True,
        "overlap": 0.25,
        "turns": [],
        **changes,
    }


def run(**changes: Any) -> dict[str, Any]:
    """A run over four questions: one right, one wrong, one refused, one conversation."""
    turns = [outcome("Where did it run aground?", correct=True), outcome("And when?", correct=False)]
    items = [
        item("q-right", "When did the ferry Alda run aground?", correct=True),
        item(
            "q-wrong", "On which day was the Café storm?", correct=False, confidence=0.2, guess_correct=False
        ),
        item("q-silent", "When was the lighthouse sold?", correct=False, abstained=True, confidence=None),
        {**item("q-talk", "And when?", correct=False), "type": "conversation", "turns": turns},
    ]
    figures = {
        "answer_correct": figure(0.25),
        "hits@1": figure(0.5),
        "hits@10": figure(1.0),
        "odd_one": figure(0.3),
    }
    measured = calibration([0.4, 0.2, 0.4], [True, False, True])
    assert measured is not None
    return {
        "benchmark": "suite",
        "questions": len(items),
        "settings": {
            "version": "0.1.0",
            "commit": "0123456789abcdef",
            "started": "2024-03-08T14:02:11+01:00",
            "seconds": 125.2,
            "mode": "extractive",
            "embedder": "small-model",
            "threshold": 0.17,
            "limit": None,
            "articles": 1200,
            "machine": {"system": "Linux", "cores": 2},
            "notes": ["One article is empty."],
        },
        "measures": figures,
        "skipped": ["rouge_l", "citation_recall"],
        "by_kind": {"when": {"answer_correct": figure(1 / 3, 3)}, "conversation": {"hits@1": figure(0.5, 1)}},
        "calibration": measured.to_dict(),
        "items": items,
        **changes,
    }


def support_run() -> dict[str, Any]:
    """A run of the benchmark that judges claims: no answer, no passages, no calibration."""
    judged = {
        **item("pair-1", "The ferry ran aground.", correct=None),
        "conditions": {"second reading": {"said": "not supported", "correct": True}},
        "said": "supported",
        "answer": None,
        "retrieved": [],
        "guess_correct": None,
        "overlap": None,
        "gold": {"label": "not supported", "document": "d" * (LONGEST + 1)},
    }
    return run(
        benchmark="support",
        questions=1,
        measures={"accuracy": figure(0.5)},
        skipped=[],
        by_kind={},
        calibration=None,
        items=[judged],
    )
