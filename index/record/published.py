"""What of each derived index is published, and what the record tells an index that catches up with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.record.database import Database

_LAST = 2**62  # above every number that is given out


@dataclass(frozen=True, slots=True)
class IndexState:
    """What is published of a derived index: where it is, and how far it has come.

    `through_seq` is the highest passage number it has taken in, `removed_through` the last row of the log of removals
    that it has taken out, `passages` how many it holds.
    """

    generation: str
    through_seq: int
    passages: int
    removed_through: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """What filters go by: a passage's number, its article's date as an integer (0: none), and its source, folded."""

    seq: int
    day: int
    source: str


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage as an index of words takes it; `source` and `published` are the article's, None where unknown."""

    seq: int
    text: str
    title: str
    article_id: str
    source: str | None
    published: str | None


class Published(Database):
    """The published indexes, and the log of the passages that were removed.

    The log numbers removals one after the other and never anew, so every index knows by one number which of them it
    has yet to take out.
    """

    def index_state(self, name: str) -> IndexState | None:
        """What is published of a derived index, None where nothing is."""
        return self.index_states().get(name)

    def index_states(self) -> dict[str, IndexState]:
        """What is published of every derived index, by name."""
        rows = self.rows("SELECT name, generation, through_seq, passages, removed_through FROM indexes")
        return {
            str(name): IndexState(str(generation), int(through), int(passages), int(removed))
            for name, generation, through, passages, removed in rows
        }

    def publish(self, name: str, state: IndexState) -> None:
        """Makes a state of a derived index the one that readers use."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO indexes (name, generation, through_seq, passages, removed_through) "
                "VALUES (?, ?, ?, ?, ?)",
                (name, state.generation, state.through_seq, state.passages, state.removed_through),
            )

    def withdraw(self, name: str) -> None:
        """Forgets a derived index: it is made anew when it is next used."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM indexes WHERE name = ?", (name,))

    def log_position(self) -> tuple[int, int]:
        """The highest number ever given to a passage, and to a removal: what changes whenever a passage does."""
        given = dict(self.rows("SELECT name, seq FROM sqlite_sequence"))
        return int(given.get("passages", 0)), int(given.get("removed", 0))

    def removed(self, *, after: int = 0, through: int = _LAST) -> list[int]:
        """The passages taken out by the removals after `after` up to `through`, in the order of their numbers."""
        rows = self.rows("SELECT seq FROM removed WHERE n > ? AND n <= ? ORDER BY seq", (after, through))
        return [int(row[0]) for row in rows]

    def forget_removed(self) -> None:
        """Drops what every index that is published has taken out from the log."""
        with self.transaction() as connection:
            connection.execute(
                "DELETE FROM removed WHERE n <= (SELECT COALESCE(MIN(removed_through), ?) FROM indexes)",
                (_LAST,),
            )

    def numbers(self, *, after: int = 0, limit: int = -1) -> list[int]:
        """The numbers of the passages after `after`, or the first `limit` of them, in order."""
        rows = self.rows("SELECT seq FROM passages WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit))
        return [int(row[0]) for row in rows]

    def labels(self, *, after: int = 0) -> Iterator[Label]:
        """What filters go by, of the passages after `after`, in the order of their numbers."""
        rows = self.rows("SELECT seq, article_id FROM passages WHERE seq > ? ORDER BY seq", (after,))
        ids = list(dict.fromkeys(str(row[1]) for row in rows))
        known = {
            str(article): (int(str(day).replace("-", "")) if day else 0, str(source or "").casefold())
            for article, day, source in self.rows_in(
                "SELECT id, published, source FROM articles WHERE id IN ({})", ids
            )
        }
        for seq, article in rows:
            if label := known.get(str(article)):  # else removed between the two queries
                yield Label(int(seq), *label)

    def passage_texts(self, *, after: int, through: int, limit: int) -> list[PassageText]:
        """The next `limit` passages after `after` up to `through` with their texts, in the order of their numbers."""
        rows = self.rows(
            'SELECT seq, article_id, start, "end" FROM passages WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
            (after, through, limit),
        )
        ids = list(dict.fromkeys(str(row[1]) for row in rows))
        articles = {
            str(row[0]): row[1:]
            for row in self.rows_in(
                "SELECT id, title, text, source, published FROM articles WHERE id IN ({})", ids
            )
        }
        found = []
        for seq, article, start, end in rows:
            if article in articles:  # else removed between the two queries
                title, text, source, published = articles[article]
                passage = text[int(start) : int(end)]
                found.append(PassageText(int(seq), passage, title, str(article), source, published))
        return found
