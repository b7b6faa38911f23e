"""The record: one SQLite database that holds everything; the other stores are made from it.

Tables (`schema`), the connection with its transactions (`database`) and its log (`wal`); what of the indexes is
published (`published`), which files were read (`sightings`), and the articles themselves (`record`, with `rows`).
"""

from index.record.record import Kept, Known, Record, StoredPassage, Summary

__all__ = ["Kept", "Known", "Record", "StoredPassage", "Summary"]
