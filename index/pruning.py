"""Finds the articles of a library that no file holds any more, and takes them out where that is asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from index.files import SourceFile, real_path
from index.record import Record
from index.record.sightings import GONE, Sighting


@dataclass(frozen=True, slots=True)
class Vanished:
    """Sightings that are no longer true, the articles that were seen nowhere else, and folders not to be believed.

    An `empty` folder holds no file at all though articles were read from it: more likely a disk that is not there.
    """

    sightings: tuple[Sighting, ...]
    articles: tuple[str, ...]
    empty: tuple[str, ...]


def find_vanished(
    record: Record, paths: Sequence[str | PathLike[str]], files: Sequence[SourceFile]
) -> Vanished:
    """What vanished from the given paths, where `files` are all that were found under them.

    What stands in a folder that cannot be opened has not vanished, nor what was read from elsewhere.
    """
    given = [real_path(Path(path).expanduser()) for path in paths]
    present = {real_path(file.path) for file in files}
    closed = [real_path(file.path) for file in files if file.path.is_dir()]
    empty: list[str] = []
    believed: list[str] = []
    for path in given:
        bare = Path(path).is_dir() and not any(is_under(file, [path]) for file in present)
        (empty if bare and record.files_seen([path]) else believed).append(path)
    missing = [
        file for file in record.files_seen(believed) if file not in present and not is_under(file, closed)
    ]
    gone = [item for file in missing for item in record.sightings_in(file)]
    for file in record.files_seen(believed):
        if file in present:
            gone += [item for item in record.sightings_in(file) if item.digest == GONE]
    pairs = {(item.file, item.article_id) for item in gone}
    articles = sorted({item.article_id for item in gone})
    elsewhere = {
        item.article_id for item in record.sightings_of(articles) if (item.file, item.article_id) not in pairs
    }
    return Vanished(tuple(gone), tuple(one for one in articles if one not in elsewhere), tuple(empty))


def prune(record: Record, vanished: Vanished) -> None:
    """Takes out what vanished: the articles that were seen nowhere else, and the sightings of the others."""
    for article in vanished.articles:
        record.remove(article)
    record.forget_sightings([(item.file, item.article_id) for item in vanished.sightings])


def is_under(path: str, folders: Sequence[str]) -> bool:
    """Whether a real path is one of the folders or stands somewhere in them."""
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)
