"""`dateline doctor`: checks a library's stores against each other and mends what it can."""

from __future__ import annotations

import argparse
from typing import Any

from rich import box
from rich.table import Table

from index import Library
from index.doctor.diagnosis import Check, Diagnosis
from ui.console import out, print_json, say, shown
from ui.opening import open_library

_DESCRIPTION = """\
Checks the library: the record's file, every article's passages, their vectors, the stories, and that both indexes
hold what the record holds. What is wrong is mended: an index is made again from the record, and only a text whose
vector is gone is embedded again. With --check nothing is changed.

exit status:
  0 all is well, or all of it was mended     1 something is wrong and was not mended
  2 bad usage, or no library is there        3 another process writes to the library, or it cannot be used
"""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Adds `doctor` to the command line."""
    parser = subparsers.add_parser(
        "doctor",
        help="check the library and mend it",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--check", action="store_true", help="only look, change nothing")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Examines the library and gives the exit status: 1 where something is wrong still, else 0."""
    from index.doctor import examine

    with open_library(args) as library:
        diagnosis = examine(library, mend=not args.check)
        if args.json:
            print_json({"library": str(library.path), **as_json(diagnosis)})
        else:
            _print(diagnosis, library, mended=not args.check)
        for note in library.drain_notes():
            say(note)
    return 0 if diagnosis.healthy else 1


def as_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """A diagnosis as JSON values; `mended` of a finding is null where it was not."""
    return {
        "healthy": diagnosis.healthy,
        "checks": [
            {
                "name": check.name,
                "looked_at": check.looked_at,
                "findings": [
                    {"what": finding.what, "mended": finding.mended or None} for finding in check.findings
                ],
            }
            for check in diagnosis.checks
        ],
    }


def _print(diagnosis: Diagnosis, library: Library, *, mended: bool) -> None:
    table = Table(box=box.SIMPLE_HEAD, title=shown(f"Library {library.path}"), title_justify="left")
    for name in ("check", "looked at", "found", *(["mended"] if mended else [])):
        table.add_column(name, no_wrap=name in {"check", "looked at"})
    for check in diagnosis.checks:
        for row in _rows(check):
            table.add_row(*map(shown, row if mended else row[:-1]))
    out().print(table)
    say(_verdict(diagnosis, mended=mended))


def _rows(check: Check) -> list[tuple[str, str, str, str]]:
    if not check.findings:
        return [(check.name, check.looked_at, "all well", "")]
    return [
        (
            "" if number else check.name,
            "" if number else check.looked_at,
            finding.what,
            finding.mended or "no",
        )
        for number, finding in enumerate(check.findings)
    ]


def _verdict(diagnosis: Diagnosis, *, mended: bool) -> str:
    if not diagnosis.findings:
        return "All is well."
    if diagnosis.healthy:
        return "All of it was mended."
    if not mended:
        return "Nothing was changed; 'dateline doctor' without --check mends what it can."
    return (
        "Not all of it could be mended. Where the record file itself is damaged, restore a copy of the library folder, "
        "or move it away and index the articles again."
    )
