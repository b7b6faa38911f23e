"""Puts a benchmark into words: rows of figures, how they were made; a table on the terminal, Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from eval.bench.labels import LABELS, digits, times, written
from eval.bench.pipeline import DATELINE, PLAIN
from eval.bench.report import Report, Size
from eval.bench.whole.tables import Table as Words
from eval.bench.whole.tables import tables

TITLE, TITLE_ALONE = "Dateline beside a plain LlamaIndex pipeline", "Dateline over a whole library"
_BUSY = 0.5  # of the cores: above, other work may have disturbed a run


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in words: of Dateline, of the plain pipeline, times better, least to most; "" where there is none."""

    figure: str
    dateline: str
    plain: str
    times: str
    spread: str
    worse: bool

    @property
    def name(self) -> str:
        """What people call the figure."""
        return LABELS[self.figure].name


def rows(size: Size) -> list[Row]:
    """Every figure of a size, in the order in which they are shown."""
    dateline, plain, ratios = size.medians(DATELINE), size.medians(PLAIN), size.ratios
    made = []
    for name in LABELS:
        if name not in dateline:
            continue
        ratio = ratios.get(name)
        made.append(
            Row(
                name,
                written(name, dateline[name]),
                written(name, plain.get(name)),
                times(ratio.value) if ratio else "",
                f"{digits(ratio.low)}–{times(ratio.high)}" if ratio and ratio.rounds > 1 else "",
                ratio is not None and ratio.value < 1,
            )
        )
    return made


def caption(size: Size) -> str:
    """What a size holds: the articles, and the passages that either pipeline makes of them."""
    dateline, plain = size.medians(DATELINE), size.medians(PLAIN)
    return (
        f"{dateline['articles']:,.0f} articles; {dateline['passages']:,.0f} passages in Dateline, "
        f"{plain['passages']:,.0f} in the plain pipeline"
    )


def titled(report: Report) -> Iterator[tuple[str, Size]]:
    """Every size with its heading."""
    for size in report.sizes:
        yield f"{size.passages:,} passages", size
    for size in report.growth:
        yield f"{size.passages:,} passages, without embedding", size


def title(report: Report) -> str:
    """What a report is called."""
    return TITLE if report.sizes or report.growth else TITLE_ALONE


def whole_tables(report: Report) -> list[Words]:
    """The tables of the whole library; none where it was not measured."""
    return list(tables(report.whole)) if report.whole else []


def to_table(report: Report) -> Group:
    """The figures of every size for the terminal."""
    parts: list[Table | Text] = []
    for heading, size in titled(report):
        table = Table(box=box.SIMPLE_HEAD, title=f"{heading} ({caption(size)})", title_justify="left")
        for column in ("", "Dateline", "plain", "times better", "least–most"):
            table.add_column(column, justify="right" if column else "left")
        for row in rows(size):
            table.add_row(row.name, row.dateline, row.plain, row.times, row.spread)
        parts.append(table)
    for words in whole_tables(report):
        table = Table(box=box.SIMPLE_HEAD, title=f"{words.title} ({words.caption})", title_justify="left")
        for column in ("", *words.headings):
            table.add_column(column, justify="right" if column else "left")
        for cells in words.rows:
            table.add_row(*cells)
        parts.append(table)
    parts += [Text(warning, style="yellow") for warning in warnings(report)]
    return Group(*parts)


def to_markdown(report: Report) -> str:
    """The figures of every size and how they were made."""
    lines = [f"# {title(report)}", "", *(f"- {line}" for line in (*warnings(report), *conditions(report)))]
    for heading, size in titled(report):
        lines += ["", f"## {heading[0].upper()}{heading[1:]}", "", f"{caption(size)}.", ""]
        lines += [
            "|  | Dateline | plain | times better | least–most |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        for row in rows(size):
            lines.append(f"| {row.name} | {row.dateline} | {row.plain} | {row.times} | {row.spread} |")
    for words in whole_tables(report):
        lines += ["", f"## {words.title}", "", f"{words.caption[0].upper()}{words.caption[1:]}.", ""]
        lines += [_line(("", *words.headings)), _line(("---", *("---:" for _ in words.headings)))]
        lines += map(_line, words.rows)
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    """A row of a Markdown table; a bar in a cell, which a source may be named with, does not end it."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def conditions(report: Report) -> list[str]:
    """How the figures were made: versions, machine, articles, rounds, what favours whom."""
    settings = report.settings
    machine = settings["machine"]
    compared = bool(report.sizes or report.growth)
    rounds = settings["rounds"]
    packages = ", ".join(f"{name} {number}" for name, number in settings["packages"].items())
    runtimes = f"{settings['runtime'][DATELINE]} in Dateline"
    if compared:
        runtimes += f" and {settings['runtime'][PLAIN]} in the plain pipeline"
    return [
        f"Dateline {settings['version'] or '(not installed)'}, commit {settings['commit'] or 'unknown'}, "
        f"{settings['started'][:10]}; {settings['model']}, {runtimes}.",
        f"{machine['processor'] or 'Unknown processor'}, {machine['cores'] or '?'} cores, "
        f"{machine['memory_gb'] or '?'} GB of memory; {machine['system']}, Python {machine['python']}.",
        f"{packages}.",
        f"{'Invented articles' if settings['data'] is None else settings['data']}, seed {settings['seed']}; "
        f"{'one round' if rounds == 1 else f'medians of {rounds} rounds'}"
        f"{' end to end, the pipelines in turn' if compared else ''}; "
        f"{settings['questions']} questions, {settings['passages_read']} passages found for each.",
        *(_cut(settings["splitter"]) if settings["splitter"] else ()),
        "Memory is the peak of the indexing process, model and packages included. A cold answer begins with the start "
        "of a process; files may be in the system's cache. Loading is not part of indexing.",
        *settings["notes"],
    ]


def _cut(splitter: Mapping[str, int]) -> Iterator[str]:
    """How the plain pipeline cuts."""
    yield (
        f"The plain pipeline cuts at {splitter['chunk_size']} tokens with {splitter['chunk_overlap']} of overlap, "
        "chosen so that its passages have as many words as Dateline's and repeat as many."
    )


def warnings(report: Report) -> list[str]:
    """What may have disturbed the figures."""
    load, cores = report.settings["load_average"], report.settings["machine"]["cores"] or 1
    if load <= _BUSY * cores:
        return []
    return [f"The machine was busy when the run began (load {load} on {cores} cores): times may be wrong."]
