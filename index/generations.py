"""Makes and opens the generations of a derived index.

A generation is a folder that is never written to once it is published. The writer makes the next one beside it:
a copy of the last with what changed, or all of it anew from the record. Readers go on with the one they have.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from index.entries import Entry, Index, IndexBrokenError, IndexKind, batches
from index.published import IndexState
from index.record import Record

_BATCH = 2000  # entries handed to an index at once
_KEPT = 2  # generations: the published one, and the one before for readers that still have it open


def folder_of(library: Path, kind: IndexKind, generation: str) -> Path:
    """Where a generation of an index is kept."""
    return library / kind.name / generation


def is_current(record: Record, kind: IndexKind) -> bool:
    """Whether the published generation holds just what the record holds."""
    state = record.index_state(kind.name)
    total, highest = record.passage_total()
    return (
        state is not None
        and state.through_seq >= highest
        and state.passages == total
        and not record.removed()
    )


def _entries(record: Record, fingerprint: str, after: int, through: int) -> Iterator[Entry]:
    while after < through:
        seqs, vectors = record.vectors(fingerprint, after=after, through=through, limit=_BATCH)
        if not seqs:
            return
        stored = record.passages(seqs)
        for seq, vector in zip(seqs, vectors, strict=True):
            if seq in stored:
                article, passage = stored[seq].article, stored[seq].passage
                yield Entry(
                    seq, passage.text, article.title, article.id, article.source, article.published, vector
                )
        after = seqs[-1]


def _fill(index: Index, entries: Iterator[Entry]) -> None:
    for batch in batches(entries, _BATCH):
        index.add(batch)


def _copy_forward(
    record: Record, kind: IndexKind, fingerprint: str, old: Path, made: Path, state: IndexState, through: int
) -> None:
    shutil.copytree(old, made)
    index = kind.open(made)
    try:
        removed = [seq for seq in record.removed() if seq <= state.through_seq]
        if removed:
            index.remove(removed)
        _fill(index, _entries(record, fingerprint, state.through_seq, through))
        if index.count() != record.passage_total()[0]:
            raise IndexBrokenError("the copy does not hold what the record holds")
    finally:
        index.close()


def _make_anew(record: Record, kind: IndexKind, fingerprint: str, made: Path, through: int) -> None:
    index = kind.create(made)
    try:
        _fill(index, _entries(record, fingerprint, 0, through))
        if index.count() != record.passage_total()[0]:
            raise IndexBrokenError("the new index does not hold what the record holds")
    finally:
        index.close()


def make_next(
    library: Path, record: Record, kind: IndexKind, fingerprint: str, *, anew: bool = False
) -> None:
    """Makes the next generation of an index and publishes it; only the holder of the writer's lock may.

    `anew` makes it from the record alone, whatever stands there. Raises IndexBrokenError when that fails.
    """
    home = library / kind.name
    home.mkdir(exist_ok=True)
    for rest in home.glob(".making-*"):  # of a writer that was killed
        shutil.rmtree(rest, ignore_errors=True)
    state = record.index_state(kind.name)
    total, through = record.passage_total()
    made = _new_folder(home)
    try:
        copied = False
        if state is not None and not anew and (home / state.generation).is_dir():
            try:
                _copy_forward(record, kind, fingerprint, home / state.generation, made, state, through)
                copied = True
            except (IndexBrokenError, OSError):  # damaged, or cannot be read: all of it anew
                shutil.rmtree(made, ignore_errors=True)
                made = _new_folder(home)  # Chroma remembers a path that it could not open
        if not copied:
            _make_anew(record, kind, fingerprint, made, through)
        # Never a name that was published before: a reader may have that one open, deleted or not.
        names = [path.name for path in home.iterdir()] + ([state.generation] if state else [])
        number = 1 + max(map(_number, names), default=0)
        generation = f"gen-{number:06d}"
        made.rename(home / generation)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    record.publish(kind.name, IndexState(generation, through, total))
    _drop_old(home)


def _new_folder(home: Path) -> Path:
    """The path of a folder that no other was made at before."""
    folder = Path(tempfile.mkdtemp(dir=home, prefix=".making-"))
    folder.rmdir()
    return folder


def _number(name: str) -> int:
    return int(name[4:]) if name.startswith("gen-") and name[4:].isdigit() else 0


def _drop_old(home: Path) -> None:
    generations = [path for path in home.iterdir() if _number(path.name)]
    for path in sorted(generations, key=lambda path: _number(path.name))[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)
