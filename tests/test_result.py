"""What an answer looks like as JSON: the contract of `Answer.to_dict()`."""

from __future__ import annotations

import json
from datetime import date

import pytest

from rag import Answer, Citation, Sentence
from rag.result import Conflict, ConflictValue, Nearest, ResolvedDate, Source

KEYS = [
    "question",
    "standalone_question",
    "text",
    "short",
    "kind",
    "abstained",
    "confidence",
    "mode",
    "notes",
    "sentences",
    "citations",
    "nearest",
    "conflicts",
    "resolved_dates",
    "filters",
    "timings_ms",
]
UNKNOWN = Source("a" * 12, "A headline", None, None, None)
KNOWN = Source("b" * 12, "Another", "The Paper", date(2017, 8, 18), "https://example.org/1")


def test_the_least_answer_has_every_key() -> None:
    shown = Answer("q", "q", "t", "", "what", True, 0.0, "extractive").to_dict()
    assert list(shown) == KEYS
    assert [shown[key] for key in KEYS[8:]] == [[], [], [], [], [], [], {}, {}]


def test_all_of_it_as_json() -> None:
    answer = Answer(
        question="Who?",
        standalone_question="Where? Who?",
        text="She. [1]",
        short="She",
        kind="who",
        abstained=False,
        confidence=0.123456,
        mode="extractive",
        notes=("A note.",),
        sentences=(Sentence("She.", (1,)),),
        citations=(Citation(1, UNKNOWN, "She.", 3, 7, "p-1", 0.98765, (KNOWN,)),),
        nearest=(Nearest(KNOWN, 0.45678),),
        conflicts=(Conflict("Who?", (ConflictValue("She", (1,)), ConflictValue("He", (2,)))),),
        resolved_dates=(ResolvedDate("last week", date(2017, 8, 7), date(2017, 8, 13), date(2017, 8, 18)),),
        filters={"until": "2017-08-18"},
        timings_ms={"total": 12.3456},
    )
    unknown = {"article_id": "a" * 12, "title": "A headline", "source": None, "published": None, "url": None}
    known = {
        "article_id": "b" * 12,
        "title": "Another",
        "source": "The Paper",
        "published": "2017-08-18",
        "url": "https://example.org/1",
    }
    shown = answer.to_dict()
    assert (
        json.loads(json.dumps(shown))
        == shown
        == {
            "question": "Who?",
            "standalone_question": "Where? Who?",
            "text": "She. [1]",
            "short": "She",
            "kind": "who",
            "abstained": False,
            "confidence": 0.1235,
            "mode": "extractive",
            "notes": ["A note."],
            "sentences": [{"text": "She.", "citations": [1]}],
            "citations": [
                {
                    "n": 1,
                    **unknown,
                    "quote": "She.",
                    "start": 3,
                    "end": 7,
                    "passage_id": "p-1",
                    "score": 0.9877,
                    "also_in": [known],
                }
            ],
            "nearest": [{**known, "score": 0.4568}],
            "conflicts": [
                {
                    "about": "Who?",
                    "values": [{"value": "She", "citations": [1]}, {"value": "He", "citations": [2]}],
                }
            ],
            "resolved_dates": [
                {
                    "text": "last week",
                    "start": "2017-08-07",
                    "end": "2017-08-13",
                    "counted_from": "2017-08-18",
                }
            ],
            "filters": {"until": "2017-08-18"},
            "timings_ms": {"total": 12.3},
        }
    )


def test_an_answer_does_not_change() -> None:
    answer = Answer("q", "q", "t", "", "what", True, 0.0, "extractive")
    with pytest.raises(AttributeError):
        answer.text = "other"  # type: ignore[misc]  # that is the point
