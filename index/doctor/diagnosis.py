"""What `doctor` says of a library: which checks were made, what each found, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was wrong, as a sentence with where it is, and how it was mended: "" where it was not."""

    what: str
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, what it looked at ("1,204 passages"), and what it found."""

    name: str
    looked_at: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All checks of one library, in the order they were made."""

    checks: tuple[Check, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was wrong."""
        return tuple(finding for check in self.checks for finding in check.findings)

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong now: nothing was, or all of it was mended."""
        return all(finding.mended for finding in self.findings)


def count(number: int, what: str) -> str:
    """A number with what it counts: "1 passage", "1,204 passages", "2 copies"."""
    if number == 1:
        return f"1 {what}"
    return f"{number:,} {what[:-1]}ies" if what.endswith("y") else f"{number:,} {what}s"


def some(names: list[str]) -> str:
    """Up to three names, and how many more there are."""
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
