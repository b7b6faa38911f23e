"""What an article is beside what the library holds: the whole table of cases."""

from __future__ import annotations

from datetime import date

import pytest

from index.deciding import Verdict, decide
from index.record import Known

MAY, JUNE = date(2024, 5, 1), date(2024, 6, 1)


def known(digest: str = "old", reading: int = 2, day: date | None = MAY) -> Known:
    return Known(digest, reading, "where", "Title", 1, day)


@pytest.mark.parametrize(
    ("digest", "day", "by_url", "there", "versions", "only_here", "verdict"),
    [
        ("new", MAY, True, None, [], False, Verdict.NEW),
        ("old", MAY, True, known(), [], False, Verdict.SAME),
        ("old", MAY, False, known(), [], True, Verdict.SAME),
        ("old", MAY, False, known(reading=1), [], False, Verdict.AGAIN),
        ("older", JUNE, True, known(), ["older"], False, Verdict.SAME),
        ("new", JUNE, True, known(), [], False, Verdict.NEWER),
        ("new", MAY, True, known(), [], False, Verdict.NEWER),
        ("new", None, True, known(), [], False, Verdict.NEWER),
        ("new", MAY, True, known(day=None), [], False, Verdict.NEWER),
        ("new", MAY, True, known(day=JUNE), ["other"], True, Verdict.OLDER),
        ("new", MAY, False, known(day=JUNE), [], True, Verdict.CHANGED),
        ("new", JUNE, False, known(), [], False, Verdict.CLASH),
    ],
)
def test_what_an_article_is(
    digest: str,
    day: date | None,
    by_url: bool,
    there: Known | None,
    versions: list[str],
    only_here: bool,
    verdict: Verdict,
) -> None:
    found = decide(
        digest, day, reading=2, by_url=by_url, known=there, earlier_versions=versions, only_here=only_here
    )
    assert found is verdict
