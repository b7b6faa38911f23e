"""AttributionBench and QAGS: whether the check of citations tells what a reference bears out from what it does not.

Li, Yue, Liao and Sun, "AttributionBench: How Hard is Automatic Attribution Evaluation?", Findings of ACL 2024; Wang,
Cho and Lewis, "Asking and Answering Questions to Evaluate the Factual Consistency of Summaries", ACL 2020.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from eval.asking import retrieved
from eval.cited_whole import borne_out
from eval.datafiles import files_in, records
from eval.errors import DatasetError
from eval.fields import Fields
from eval.item import Item
from eval.measures.decision import MEASURES, decision
from eval.question import draw, unique
from eval.report import Report, report
from eval.runner import Options, run
from eval.settings import settings_of
from index.article import Article, Hit, Passage
from index.embedding import open_embedder
from index.sentences import split
from rag.support import SUPPORTED, Judge, aligned

_LABELS = {"attributable": True, "not attributable": False}
_VOTES = {"yes": 1, "no": -1}
_MARKS = re.compile(r"\s?\[\d{1,3}\]|^\s*\d{1,2}[.)]\s+|\*\*")
_SAY = {True: "supported", False: "not supported"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, what it rests on, and whether people found that it does; None where they were divided.

    `data_set` is "attributionbench" or "qags", `source` the data set within it, "" where there is none.
    """

    id: str
    claim: str
    references: tuple[str, ...]
    supported: bool | None
    data_set: str
    source: str = ""


def load_support(path: Path) -> list[Claim]:
    """Read the claims of a file, or of all files of a folder, in either format. Raises `DatasetError`."""
    found = (item for file in files_in(path) for item in records(file))
    named = (
        Fields(item.where, {"id": f"record-{number}", **item.values})  # QAGS has no ids
        for number, item in enumerate(found, start=1)
    )
    claims = [claim for item in unique(named, "id") for claim in _claims(item)]
    if not claims:
        raise DatasetError(f"{path}: there are no claims in it. Give files of AttributionBench or QAGS.")
    return claims


def _claims(item: Fields) -> Iterator[Claim]:
    """The one claim of a record of AttributionBench, or the sentences of one of QAGS."""
    name = item.name("id")
    if not item.has("summary_sentences"):
        label, source = item.text("attribution_label"), item.optional("src_dataset") or ""
        if label not in _LABELS:
            raise item.error("attribution_label", f'is "{label}". Write "attributable" or "not attributable"')
        yield Claim(name, item.text("claim"), _references(item), _LABELS[label], "attributionbench", source)
        return
    article = item.text("article")
    for number, part in enumerate(item.objects("summary_sentences"), start=1):
        yield Claim(f"{name}-{number}", part.text("sentence"), (article,), _majority(part), "qags")


def _references(item: Fields) -> tuple[str, ...]:
    """The references: a list, or a list written as text, as JSON or as Python writes it."""
    value = item.values.get("references")
    if isinstance(value, str):
        item = Fields(item.where, {"references": _list_in(value)}, item.prefix)
    return tuple(item.texts("references"))


def _list_in(text: str) -> Any:
    """The value that a text writes; the text itself where it writes none."""
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return text


def _majority(part: Fields) -> bool | None:
    """What most annotators said; None where as many said the one as the other."""
    votes = 0
    for response in part.objects("responses"):
        said = response.text("response")
        if said not in _VOTES:
            raise response.error("response", f'is "{said}". Write "yes" or "no"')
        votes += _VOTES[said]
    return votes > 0 if votes else None


def support(data: Path, options: Options) -> Report:
    """Put each claim to the check as it is shipped, with its references cited whole, and compare with the labels.

    Claims whose annotators were divided are left out; `settings` says how many ("ties"). For the calibration a claim
    is taken for supported, with its score as the confidence: the risk is then that of letting claims through.
    """
    claims = load_support(data)
    judged = [claim for claim in claims if claim.supported is not None]
    embedder = open_embedder(options.embedder)
    given = {
        "threshold": SUPPORTED,
        "embedder": embedder.name,
        "runtime": embedder.runtime,
        "ties": len(claims) - len(judged),
    }
    settings = settings_of(files_in(data), options, given)
    check = partial(_check, judge=aligned(embedder))
    items = run("support", draw(judged, options.limit, options.seed), check, options, settings.depends_on)
    return report("support", items, MEASURES, settings.finish())


def said(claim: str) -> str:
    """What a claim says: without citation marks, Markdown and its number in a list, as `rag.writer` reads a reply."""
    return _MARKS.sub("", claim).strip() or claim


def _check(claim: Claim, judge: Judge) -> Item:
    references = [_reference(f"{claim.id}-{number}", text) for number, text in enumerate(claim.references)]
    found = borne_out(said(claim.claim), references, judge)
    gold, scores = bool(claim.supported), decision(found.supported, bool(claim.supported))
    reasons = f": {'; '.join(found.reasons)}" if found.reasons else ""
    return Item(
        id=claim.id,
        type=claim.data_set,
        question=claim.claim,
        said=f"{_SAY[found.supported]} ({found.score:.2f}){reasons}",
        accepted=_SAY[gold],
        correct=found.supported == gold,
        scores=scores,
        kinds={f"{claim.data_set}: {claim.source}": scores} if claim.source else {},
        confidence=found.score,
        guess_correct=gold,
        detail={
            "gold": {"answers": [_SAY[gold]], "evidence": []},
            "retrieved": retrieved(references, [None] * len(references)),
        },
    )


def _reference(name: str, text: str) -> Hit:
    """A whole reference as one passage; it has no headline, source or date."""
    article = Article(id=name, title="", text=text)
    return Hit(Passage(f"{name}-0", name, text, 0, len(text), tuple(split(text))), article, 0.0)
