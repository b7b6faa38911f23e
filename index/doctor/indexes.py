"""Checks of the derived indexes beside the record: the same passages, the same vectors, words that are found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.doctor.diagnosis import Check, Finding, count, some
from index.doctor.record import Patient
from index.filters import Filters
from index.indexes.entries import IndexAwayError, IndexBrokenError
from index.indexes.generations import folder_of, is_current
from index.indexes.homes import Home
from index.indexes.seal import broken_seal
from index.indexes.vectors import ChromaIndex
from index.indexes.words import TantivyIndex
from index.record import Record
from index.record.database import RECORD_FILE
from index.record.published import IndexState
from index.record.wal import log_file

_COMPARED = 2000  # vectors, spread over all
_NEAR = (
    0.01  # by which a value of a vector may differ: the record keeps float16, and Chroma scales to length 1
)
_SOUGHT = 50  # passages that are looked for by their own words
_AMONG = 20  # hits among which one should be
_MOST = 0.8  # of them: passages that share all their words can hide each other


def check_index(patient: Patient, home: Home[Any]) -> Check:
    """One index: that it opens, holds each passage of the record once and no other, and finds what it should."""
    record, total = patient.record, patient.record.passage_total()[0]
    state = record.index_state(home.name)
    name, looked_at = f"{home.called} index", count(state.passages if state else 0, "passage")
    if state is None and total == 0:
        return Check(name, looked_at)
    try:
        if state is not None and not is_current(record, home.name):
            return Check(name, looked_at, (_catch_up(patient, home),))
        wrong = _wrong(patient, home, state)
        if not wrong:
            return Check(name, looked_at)
        if patient.mend:
            home.make(record, patient.fingerprint, anew=True)
        return Check(name, looked_at, (Finding(wrong, _ANEW if patient.mend else ""),))
    except IndexAwayError as error:
        return Check(name, looked_at, (Finding(str(error)),))
    except (IndexBrokenError, OSError) as error:
        return Check(name, looked_at, (Finding(f"it could not be made again: {error}"),))


_ANEW = "made again from the record"


def _catch_up(patient: Patient, home: Home[Any]) -> Finding:
    """An index that is behind the record is no damage; it is brought up to it, and made anew where that fails."""
    what = f"it is behind the record, which holds {count(patient.record.passage_total()[0], 'passage')}"
    if not patient.mend:
        return Finding(what)
    try:
        home.make(patient.record, patient.fingerprint)
    except IndexBrokenError:
        wrong = "damaged"
    else:
        wrong = _wrong(patient, home, patient.record.index_state(home.name))
    if not wrong:
        return Finding(what, "brought up to it")
    home.make(patient.record, patient.fingerprint, anew=True)
    return Finding(what, _ANEW)


def _wrong(patient: Patient, home: Home[Any], state: IndexState | None) -> str:
    """What is wrong with a published index, "" where nothing is; raises IndexAwayError where that cannot be seen."""
    if state is None:
        return "it was never made"
    if damage := broken_seal(folder_of(patient.folder, home.name, state.generation), every_byte=True):
        return f"it is damaged: {damage}"
    try:
        with closing(home.open(state)) as index:
            held, kept = index.seqs(), set(patient.record.seqs())
            if twice := len(held) - len(set(held)):
                return f"it holds {count(twice, 'passage')} twice"
            if missing := len(kept - set(held)):
                return f"it lacks {count(missing, 'passage')} of the record"
            if strange := len(set(held) - kept):
                return f"it holds {count(strange, 'passage')} that the record does not"
            if isinstance(index, ChromaIndex):
                return _other_vectors(patient, index, _spread(sorted(kept), _COMPARED))
            if isinstance(index, TantivyIndex):
                return _unfound_words(patient.record, index, _spread(sorted(kept), _SOUGHT))
            return ""
    except IndexAwayError:
        raise
    except IndexBrokenError as error:
        return f"it cannot be used: {error}"


def _spread(numbers: Sequence[int], most: int) -> list[int]:
    """At most so many of the numbers, from first to last."""
    return [numbers[at * len(numbers) // most] for at in range(most)] if len(numbers) > most else [*numbers]


def _other_vectors(patient: Patient, index: ChromaIndex, seqs: Sequence[int]) -> str:
    kept = {
        int(seq): bytes(vector)
        for seq, vector in patient.record.rows_in(
            # CROSS keeps SQLite to this order of the tables: the other way round it goes through every vector
            "SELECT p.seq, v.vector FROM passages p CROSS JOIN vectors v "
            "WHERE v.key = p.vector_key AND v.fingerprint = ? AND p.seq IN ({})",
            seqs,
            before=(patient.fingerprint,),
        )
    }
    held = dict(zip(*index.vectors(seqs), strict=True))
    others = sum(seq not in held or not _is_near(held[seq], vector) for seq, vector in kept.items())
    return f"{count(others, 'vector')} of {len(kept):,} compared are not the record's" if others else ""


def _is_near(held: NDArray[np.float32], kept: bytes) -> bool:
    if len(kept) != 2 * len(held):
        return False
    return bool(np.allclose(held, np.frombuffer(kept, np.float16), atol=_NEAR))


def _unfound_words(record: Record, index: TantivyIndex, seqs: Sequence[int]) -> str:
    texts = _texts(record, seqs)
    found = 0
    for seq, text in texts.items():
        words = re.findall(r"\w+", text)
        hits = [hit for hit, _ in index.search(words, _AMONG, Filters())]
        found += not words or seq in hits or text in _texts(record, hits).values()
    if found >= _MOST * len(texts):
        return ""
    return (
        f"{count(len(texts) - found, 'passage')} of {len(texts)} looked for were not found by their own words"
    )


def _texts(record: Record, seqs: Sequence[int]) -> dict[int, str]:
    """The texts of the numbered passages."""
    texts = (record.passage_texts(after=seq - 1, through=seq, limit=1) for seq in seqs)
    return {one.seq: one.text for found in texts for one in found}


def check_leftovers(patient: Patient, homes: Sequence[Home[Any]]) -> Check:
    """Half-made and unpublished indexes of writers that were killed, and a log that was put aside."""
    left: list[Path] = []
    for home in homes:
        folder = patient.folder / home.name
        state = patient.record.index_state(home.name)
        published = state.generation if state else ""
        left += folder.glob(".making-*")
        generations = sorted(path for path in folder.glob("gen-*") if path.name != published)
        earlier = [path for path in generations if path.name < published]
        left += [path for path in generations if path not in earlier[-1:]]
    log = log_file(patient.folder / RECORD_FILE)
    left += log.parent.glob(f"{log.name}.*")
    if not left:
        return Check("leftovers", "none")

    def sweep() -> None:
        for path in left:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    what = f"of a writer that was stopped: {some([str(path.relative_to(patient.folder)) for path in left])}"
    return Check("leftovers", f"{len(left):,}", (patient.finding(what, "taken away", sweep),))
