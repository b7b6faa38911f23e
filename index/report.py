"""What an index run tells: how far it is, and in the end what it did."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from index.files import Failure


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an index run is: bytes read of all, articles and passages so far, and the file that is being read."""

    bytes_done: int
    bytes_total: int
    articles: int
    passages: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an index run did.

    `read` articles stood in the files; each is new, changed, unchanged or superseded (an older version of one that is
    in, kept to be read); `copies` of the new and changed ones repeat another article; `passages` were added;
    `embedded` of them needed a vector that was not there yet. `vanished` articles are in the library and no longer in
    the files; `removed` ones were, and were taken out. `remarks` say how files were read.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    superseded: int = 0
    copies: int = 0
    vanished: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def with_notes(self, notes: tuple[str, ...]) -> IndexReport:
        """The report with sentences on what else happened: a model replaced, an index that could not be made."""
        return replace(self, notes=(*self.notes, *notes))


@dataclass(slots=True)
class Tally:
    """The report while it grows."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    superseded: int = 0
    copies: int = 0
    vanished: int = 0
    removed: int = 0
    passages: int = 0
    embedded: int = 0
    failed: list[Failure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def report(self, seconds: float) -> IndexReport:
        """The finished report."""
        kept = {each.name: getattr(self, each.name) for each in fields(self)}
        lists = {name: tuple(value) for name, value in kept.items() if isinstance(value, list)}
        return IndexReport(**{**kept, **lists}, seconds=seconds)
