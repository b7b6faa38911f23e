"""Finds copies of a report: an article most of whose words stand in another one, in runs, shares its story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from index.record import Record
from index.signature import Signature, containment, signature, words

__all__ = ["Signature", "find_story", "same_report", "signature"]

COPIED = 0.75
"""Share of the shorter article's words that a copy has from the other one."""
COPIED_LATER = 0.95
"""The same where the two were published more than a week apart: what comes back each year is written from the old
report, and is another one."""
_WEEK = 7  # days
_LEAST_WORDS = 30  # that are copied: less may be boilerplate
_EXCERPT = 1 / 3  # length by that of the longer one, below which a copy must begin where the other begins
_BEGIN = 100  # words
_RUN = 4  # words that stand in both: the shortest run that counts
_GAP = 4  # words between two runs that may have been changed: a name, a figure
_CHANGED = 0.15  # share of the figures in the copied words that the other article may not have
_MOST_CHANGED = 1  # figures that are always let pass
_MOST_OF_BAND = (
    100  # articles that are looked at for one band: it may be of boilerplate that stands everywhere
)
_MOST_COMPARED = 16  # articles whose signatures are compared
_MOST_READ = 8  # articles whose texts are
_LIKELY = 0.15  # estimated containment below which the texts are not compared


def find_story(
    record: Record, text: str, signature: Signature, article_id: str, published: date | None = None
) -> str | None:
    """The story of the article in the record that this one is a copy of; None where it is no copy.

    Only articles that share a band are looked at, at most 100 for a band, and the texts of at most eight are read.
    """
    likely = _likely(record, signature, _candidates(record, signature, article_id))
    own = words(text) if likely else []
    for other_id in likely[:_MOST_READ]:
        other = record.article(other_id)
        if other and same_report(own, words(other.text), days=_days(published, other.published)):
            return other.story
    return None


def same_report(one: Sequence[str], other: Sequence[str], *, days: int = 0) -> bool:
    """Whether one text is a copy of the other: cut, with a new lead, in another order, with names changed.

    The texts are given as `index.signature.words` makes them; `days` is how far apart they were published. Reports
    are cut from their end: a short text that stands in the midst of a long one is an item of a round-up or the words
    under its pictures.
    """
    if one == other:  # however short, such as an item of a feed that stands in two files
        return len(one) > _RUN
    shorter, longer = sorted((one, other), key=len)
    places = _runs(longer)
    copied = _copied(shorter, places)
    count = sum(end - start for start, end in copied)
    share = COPIED if days <= _WEEK else COPIED_LATER
    if count < _LEAST_WORDS or count < share * len(shorter):
        return False
    begin = places[tuple(shorter[copied[0][0] : copied[0][0] + _RUN])]
    if len(shorter) < _EXCERPT * len(longer) and begin > _BEGIN:
        return False
    return _same_figures([word for start, end in copied for word in shorter[start:end]], longer)


def _candidates(record: Record, signature: Signature, besides: str) -> list[str]:
    """The ids of the articles that share bands, the likeliest first.

    A band counts the less the more articles have it: boilerplate is no hint.
    """
    weights: dict[str, float] = {}
    for band in signature.bands:
        found = [
            str(row[0])
            for row in record.rows(
                "SELECT article_id FROM bands WHERE hash = ? ORDER BY article_id LIMIT ?",
                (band, _MOST_OF_BAND),
            )
            if row[0] != besides
        ]
        for other in found:
            weights[other] = weights.get(other, 0.0) + 1 / len(found)
    return sorted(weights, key=lambda other: (-weights[other], other))[:_MOST_COMPARED]


def _likely(record: Record, signature: Signature, candidates: Sequence[str]) -> list[str]:
    """Those whose signatures say that much of the one may stand in the other, the likeliest first."""
    shares = {
        str(other): containment(signature.blob, blob)
        for other, blob in record.rows_in("SELECT id, signature FROM articles WHERE id IN ({})", candidates)
    }
    likely = [other for other in candidates if shares.get(other, 0.0) >= _LIKELY]
    return sorted(likely, key=lambda other: -shares[other])


def _runs(of: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Each run of four words with the place where it first stands."""
    runs: dict[tuple[str, ...], int] = {}
    for place, run in enumerate(zip(*(of[ahead:] for ahead in range(_RUN)), strict=False)):
        runs.setdefault(run, place)
    return runs


def _copied(shorter: Sequence[str], places: Mapping[tuple[str, ...], int]) -> list[tuple[int, int]]:
    """The spans of words that stand in the text whose runs are given, over small gaps."""
    spans: list[tuple[int, int]] = []
    for start, run in enumerate(zip(*(shorter[ahead:] for ahead in range(_RUN)), strict=False)):
        if run in places:
            if spans and start - spans[-1][1] <= _GAP:
                spans[-1] = (spans[-1][0], start + _RUN)
            else:
                spans.append((start, start + _RUN))
    return spans


def _same_figures(copied: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the other text has the figures too.

    Where it has not, the two are reports of one form on different days: results, markets, a toll that has risen.
    """
    figures = Counter(word for word in copied if word[0].isdigit())
    changed = figures - Counter(word for word in other if word[0].isdigit())
    return changed.total() <= max(_MOST_CHANGED, _CHANGED * figures.total())


def _days(one: date | None, other: date | None) -> int:
    """The days between two dates, 0 where one is not known."""
    return abs((one - other).days) if one and other else 0
