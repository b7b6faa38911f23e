"""Examines a library: the record by itself, the indexes beside the record, and what a killed writer left."""

from __future__ import annotations

from index.doctor.articles import check_articles
from index.doctor.diagnosis import Check, Diagnosis, Finding
from index.doctor.indexes import check_index, check_leftovers
from index.doctor.record import Patient, check_file, check_sightings, check_stories, check_vectors
from index.indexes.search import homes
from index.library import Library
from index.lock import writer_lock
from index.record import Record
from index.record.database import RECORD_FILE
from index.record.wal import cut_off
from index.record.wal import mend as mend_log

_PATIENCE = 1.0  # seconds to wait for a writer


def examine(library: Library, *, mend: bool) -> Diagnosis:
    """Checks everything, and mends what is wrong where `mend` says so; without it nothing is changed.

    A derived index is made again from the record; only a passage whose vector is gone is embedded again. Raises
    LibraryLockedError while another process writes, LibraryNotFoundError, and LibraryDamagedError where the record
    cannot be read at all.
    """
    file = library.path / RECORD_FILE
    if not file.is_file():
        library.summary()  # raises where this is no library
        return Diagnosis((Check("record", "nothing yet"),))
    library.close()
    with writer_lock(library.path, wait=_PATIENCE):
        said = mend_log(file) if mend else cut_off(file)
        log = Check("log", "whole" if said is None else "cut", _log(said, mend))
        if (
            said and not mend
        ):  # to look further would be to open it, and SQLite then leaves out what does not fit
            return Diagnosis((log,))
        record = Record(file)
        try:
            return Diagnosis((log, *_examine(library, record, mend=mend)))
        finally:
            record.close()


def _log(said: str | None, mend: bool) -> tuple[Finding, ...]:
    return (Finding(said, "the record holds all that came before" if mend else ""),) if said else ()


def _examine(library: Library, record: Record, *, mend: bool) -> list[Check]:
    fingerprint = record.setting("fingerprint") or library.embedder.fingerprint
    patient = Patient(library.path, record, fingerprint, lambda: library.embedder, mend)
    checks = [check_file(patient)]
    if not all(finding.mended for finding in checks[0].findings):
        return checks  # what stands in a damaged file decides nothing
    checks += check_articles(patient)
    checks += [check_vectors(patient), check_stories(patient), check_sightings(patient)]
    places = homes(library.path, library.chroma)
    checks += [check_index(patient, home) for home in places]
    checks.append(check_leftovers(patient, places))
    if mend:
        record.settle()
    return checks
