"""What of each derived index is published: the part of the record that says which generation readers open."""

from __future__ import annotations

from dataclasses import dataclass

from index.database import Database


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which generation of a derived index is published, and what it holds."""

    generation: str
    through_seq: int
    passages: int


class Published(Database):
    """The published generations, and the passages removed since they were made."""

    def index_state(self, name: str) -> IndexState | None:
        """What is published of a derived index, None where nothing is."""
        rows = self.rows("SELECT generation, through_seq, passages FROM indexes WHERE name = ?", (name,))
        return IndexState(str(rows[0][0]), int(rows[0][1]), int(rows[0][2])) if rows else None

    def publish(self, name: str, state: IndexState) -> None:
        """Makes a generation of a derived index the one that readers open."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO indexes VALUES (?, ?, ?, ?)",
                (name, state.generation, state.through_seq, state.passages),
            )

    def removed(self) -> list[int]:
        """The numbers of passages that were removed and that a derived index may still hold."""
        return [int(row[0]) for row in self.rows("SELECT seq FROM removed ORDER BY seq")]

    def forget_removed(self) -> None:
        """To be called once every derived index was made again: none holds a removed passage any more."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM removed")
