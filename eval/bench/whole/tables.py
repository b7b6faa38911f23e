"""The figures of a whole library as tables of words, for the terminal, for Markdown and for the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.bench.labels import LABELS, digits, times, written
from eval.bench.ratios import Spread
from eval.bench.whole.figures import Indexed, Kills, Reopened, Searched, Synced, Whole
from eval.bench.whole.plan import UNTOUCHED

_INDEXING = (
    "articles_per_second",
    "passages_per_second",
    "embedding_share",
    "index_seconds",
    "peak_memory_mb",
    "store_mb",
)
_KILLS = (
    ("lost", "lost something that a reader had seen"),
    ("twice", "had something twice"),
    ("unusable", "did not open or answer"),
    ("unlike", "differed, brought up to date, from an undisturbed run"),
    ("unsettled", "took something in that was in"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of words: its title, what it is of, a heading for each column but the first, and rows with a name."""

    title: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(whole: Whole) -> Iterator[Table]:
    """Every figure."""
    yield _indexing(whole.indexing)
    yield _sync(whole.sync)
    yield _search(whole.search, whole.passages)
    yield _reopened(whole.reopened)
    if whole.kills.each:
        yield _kills(whole.kills)


def _indexing(sizes: Sequence[Indexed]) -> Table:
    rows = [(LABELS[name].name, *(written(name, one.figures[name]) for one in sizes)) for name in _INDEXING]
    return Table(
        "Indexing",
        "Dateline alone; a new process and an empty library for each size, packages and model in its memory",
        tuple(f"{one.articles:,} articles" for one in sizes),
        (("Passages", *(f"{one.passages:,}" for one in sizes)), *rows),
    )


def _sync(found: Sequence[Synced]) -> Table:
    return Table(
        "Unchanged articles again",
        "from the start of a process to its end; medians (least–most)",
        ("articles", "time"),
        tuple(
            (
                f"{one.packing[0].upper()}{one.packing[1:]}, "
                f"{'not touched' if one.state == UNTOUCHED else 'new time, same bytes'}",
                f"{one.unchanged:,}",
                with_ends(one.seconds, "s"),
            )
            for one in found
        ),
    )


def _search(found: Sequence[Searched], passages: int) -> Table:
    return Table(
        "Retrieval",
        f"vectors and words over {passages:,} passages, warm, the question's embedding included; the filter of each "
        "kind that lets the most passages through; times, of searching everything",
        ("passages", "median", "times", "95th percentile", "times"),
        tuple(
            (
                f"{one.name[0].upper()}{one.name[1:]}{_asked(one)}",
                f"{one.asked['passages']:,}",
                *(
                    cell
                    for part in ("p50", "p95")
                    for cell in (
                        with_ends(one.ms[part], "ms"),
                        times(one.ratio[part].value) if one.ratio else "",
                    )
                ),
            )
            for one in found
        ),
    )


def _asked(one: Searched) -> str:
    """What a filter asks for, in brackets: a day, a month, a source."""
    since, until = one.asked["since"], one.asked["until"]
    day = since if since == until else since[:7]
    what = ", ".join(filter(None, (one.asked["source"], day)))
    return f" ({what})" if what else ""


def _reopened(found: Sequence[Reopened]) -> Table:
    def seconds(name: str) -> tuple[str, ...]:
        return tuple(with_ends(one.seconds[name], "s") for one in found)

    rows = (
        ("First passages, from opening it", *seconds("retrieved_seconds")),
        ("First answer, from opening it", *seconds("answered_seconds")),
        ("First answer, from the start of the process", *seconds("process_seconds")),
        (
            "Answered before the indexes were there again",
            *(f"{one.before_rebuilt} of {one.seconds['answered_seconds'].rounds}" for one in found),
        ),
        (
            "Retrieval meanwhile, median",
            *(f"{digits(one.meanwhile_ms['p50'])} ms" if one.meanwhile_ms else "–" for one in found),
        ),
        (
            "Indexes there again, from opening it",
            *("–" if one.rebuilt_seconds is None else f"{digits(one.rebuilt_seconds)} s" for one in found),
        ),
    )
    return Table(
        "Opened without its indexes",
        f"{found[0].passages:,} passages; medians (least–most)",
        tuple(f"indexes {one.indexes}" for one in found),
        rows,
    )


def _kills(kills: Kills) -> Table:
    struck = len(kills.struck)
    answered = kills.answered
    rows = [(words[0].upper() + words[1:], f"{kills.count(harm)} of {struck}") for harm, words in _KILLS]
    if answered:
        rows.append(("First answer after it", with_ends(answered, "s")))
    return Table(
        "Killed while it indexed",
        f"{struck} times SIGKILL, at random moments of bringing a library up to date with new, changed and vanished "
        "articles; random vectors stand in the model's place, so that kills fall on the stores",
        ("kills",),
        tuple(rows),
    )


def with_ends(value: Spread, unit: str) -> str:
    """The median, and in brackets the least and the most where there are several rounds."""
    ends = f" ({digits(value.low)}–{digits(value.high)})" if value.rounds > 1 else ""
    return f"{digits(value.value)} {unit}{ends}"
