"""Makes the generations of a derived index that is kept in a folder.

A generation is a folder that is never written to once it is published. The writer makes the next one beside it:
a copy of the last with what changed, or all of it anew from the record. Readers go on with the one they have.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from index.indexes.entries import Entry, Index, IndexBrokenError, IndexKind
from index.indexes.seal import SEAL_FILE, seal
from index.record.published import IndexState
from index.record.record import Record

_BATCH = 2000  # passages read from the record at once
_KEPT = 2  # generations: the published one, and the one before for readers that are about to open it


def folder_of(library: Path, name: str, generation: str) -> Path:
    """Where a generation of an index is kept."""
    return library / name / generation


def is_current(record: Record, name: str) -> bool:
    """Whether a published index holds just what the record holds."""
    state = record.index_state(name)
    total, highest = record.passage_total()
    return (
        state is not None
        and state.through_seq >= highest
        and state.passages == total
        and not record.removed(after=state.removed_through)
    )


def entries(
    record: Record, fingerprint: str, *, vectors: bool, after: int = 0, through: int
) -> Iterator[Entry]:
    """The passages after `after` up to `through`, some thousands in memory at once."""
    nothing = np.zeros(0, np.float32)
    while texts := record.passage_texts(after=after, through=through, limit=_BATCH):
        last = texts[-1].seq
        found = (
            dict(zip(*record.vectors(fingerprint, after=after, through=last), strict=True)) if vectors else {}
        )
        for one in texts:
            if vectors and one.seq not in found:  # embedded by another model: the count will tell
                continue
            day = date.fromisoformat(one.published) if one.published else None
            vector = found.get(one.seq, nothing)
            yield Entry(one.seq, one.text, one.title, one.article_id, one.source, day, vector)
        after = last


def check_count(index: Index, expected: int) -> None:
    """Raises IndexBrokenError where an index does not hold as many passages as it should."""
    held = index.count()
    if held != expected:
        raise IndexBrokenError(f"it holds {held} passages, not {expected}")


def make_next(
    library: Path,
    record: Record,
    kind: IndexKind[Any],
    fingerprint: str,
    *,
    anew: bool = False,
    removals: bool = True,
) -> None:
    """Makes the next generation of an index and publishes it; only the holder of the writer's lock may.

    `anew` makes it from the record alone, whatever stands there. Without `removals`, passages that were removed are
    left in for the next time, and only what is new is added: quick at any size. With them, no earlier generation is
    kept where something was removed, and nothing of it is in the new one. Raises IndexBrokenError when it cannot be
    made.
    """
    home = library / kind.name
    home.mkdir(exist_ok=True)
    for rest in home.glob(".making-*"):  # of a writer that was killed
        shutil.rmtree(rest, ignore_errors=True)
    old = record.index_state(kind.name)
    total, through = record.passage_total()
    new = whole = IndexState("", through, total, record.log_position()[1])
    gone = record.removed(after=old.removed_through) if old else []
    if old and gone and not removals:
        held = sum(seq <= old.through_seq for seq in gone)
        new = replace(whole, passages=total + held, removed_through=old.removed_through)
    goes_on = old is not None and not anew and not (gone and removals and kind.keeps_removed)
    made = _new_folder(home)
    try:
        if old and goes_on:
            try:
                _copy_forward(library, record, kind, fingerprint, made, old, new)
            except (IndexBrokenError, OSError):  # damaged, or cannot be read: all of it anew
                shutil.rmtree(made, ignore_errors=True)
                made, goes_on = _new_folder(home), False  # Chroma remembers a path that it could not open
        if not goes_on:
            new = whole
            with closing(kind.create(made)) as index:
                index.add(entries(record, fingerprint, vectors=kind.takes_vectors, through=through))
                check_count(index, total)
        # Never a name that was published before: a reader may have that one open, deleted or not.
        names = [path.name for path in home.iterdir()] + ([old.generation] if old else [])
        number = 1 + max(map(_number, names), default=0)
        generation = f"gen-{number:06d}"
        (made / SEAL_FILE).unlink(missing_ok=True)  # of the generation it was copied from
        if new.passages >= kind.sealed_from:
            seal(made)
        made.rename(home / generation)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    record.publish(kind.name, replace(new, generation=generation))
    _drop_old(home, keep=1 if gone and removals else _KEPT)


def _copy_forward(
    library: Path,
    record: Record,
    kind: IndexKind[Any],
    fingerprint: str,
    made: Path,
    old: IndexState,
    new: IndexState,
) -> None:
    kind.copy(folder_of(library, kind.name, old.generation), made)
    with closing(kind.open(made)) as index:
        if gone := record.removed(after=old.removed_through, through=new.removed_through):
            index.remove(gone)
        vectors, after = kind.takes_vectors, old.through_seq
        index.add(entries(record, fingerprint, vectors=vectors, after=after, through=new.through_seq))
        check_count(index, new.passages)


def _new_folder(home: Path) -> Path:
    """The path of a folder that no other was made at before."""
    folder = Path(tempfile.mkdtemp(dir=home, prefix=".making-"))
    folder.rmdir()
    return folder


def _number(name: str) -> int:
    return int(name[4:]) if name.startswith("gen-") and name[4:].isdigit() else 0


def _drop_old(home: Path, *, keep: int) -> None:
    generations = [path for path in home.iterdir() if _number(path.name)]
    for path in sorted(generations, key=lambda path: _number(path.name))[:-keep]:
        shutil.rmtree(path, ignore_errors=True)
