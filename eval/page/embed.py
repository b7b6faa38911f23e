"""The questions of a run as JSON for the page's script: each passage once, and nothing that a browser could run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

PASSAGES = 10  # passages of a question that are kept, best first
LONGEST = 1200  # characters kept of a passage or a gold text, so that 3,000 questions stay one page

_WHOLE = ("id", "type", "question", "said", "accepted", "correct", "confidence", "guess_correct", "overlap")
_TURN = ("question", "said", "accepted", "correct")
_SHOWN = frozenset((*_WHOLE, "answer", "gold", "retrieved", "turns", "kinds", "scores", "weights"))
_ANSWER = ("text", "short", "abstained", "notes")
_CITATION = ("n", "title", "source", "published", "quote")
_DATE = ("text", "start", "end")
_PASSAGE = ("title", "source", "published")


def script_json(items: Sequence[Mapping[str, Any]]) -> str:
    """Write `{"items": [...], "passages": [...]}`, safe inside a script element.

    A passage found for many questions is written once: an item's `retrieved` holds, for each of its passages,
    [place in `passages`, score, relevant]. What else a benchmark keeps of an item is its `more`. Without "<"
    nothing can end the element or open a comment in it; U+2028 and U+2029 end a line in older scripts.
    """
    passages: dict[str, int] = {}
    shown = [_item(item, passages) for item in items]
    value = {"items": shown, "passages": [json.loads(passage) for passage in passages]}
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for mark in "<\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _item(item: Mapping[str, Any], passages: dict[str, int]) -> dict[str, Any]:
    return {
        **_some(item, _WHOLE),
        **_outcome(item, passages),
        "kinds": list(item.get("kinds") or {}),
        "scores": item.get("scores") or {},
        "weights": item.get("weights") or {},
        "more": _clipped({key: value for key, value in item.items() if key not in _SHOWN}),
        "turns": [{**_some(turn, _TURN), **_outcome(turn, passages)} for turn in item.get("turns") or ()],
    }


def _outcome(item: Mapping[str, Any], passages: dict[str, int]) -> dict[str, Any]:
    """What a question and a turn have in common: the answer, what is right, and what was found."""
    retrieved = item.get("retrieved") or []
    return {
        "answer": _answer(item.get("answer")),
        "gold": _clipped(_without_places(item.get("gold") or {})),
        "retrieved": [
            [_place(hit, passages), hit.get("score"), hit.get("relevant")] for hit in retrieved[:PASSAGES]
        ],
        "found": len(retrieved),
    }


def _answer(answer: Mapping[str, Any] | str | None) -> dict[str, Any] | None:
    if not isinstance(answer, Mapping):
        return None
    return {
        **_some(answer, _ANSWER),
        "citations": [_some(citation, _CITATION) for citation in answer.get("citations") or ()],
        "resolved_dates": [_some(one, _DATE) for one in answer.get("resolved_dates") or ()],
        "conflicts": answer.get("conflicts") or [],
        "nearest": [_some(near, _PASSAGE) for near in answer.get("nearest") or ()],
    }


def _place(hit: Mapping[str, Any], passages: dict[str, int]) -> int:
    shown = {**_some(hit, _PASSAGE), "text": _clip(hit.get("text") or "")}
    return passages.setdefault(json.dumps(shown), len(passages))


def _without_places(gold: Mapping[str, Any]) -> dict[str, Any]:
    evidence = [_some(piece, ("article", "quote")) for piece in gold.get("evidence") or ()]
    return {**gold, "evidence": evidence}


def _some(value: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: value.get(key) for key in keys}


def _clipped(value: Any) -> Any:
    if isinstance(value, str):
        return _clip(value)
    if isinstance(value, Mapping):
        return {key: _clipped(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clipped(one) for one in value]
    return value


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + " …"
