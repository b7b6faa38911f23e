"""All articles of a benchmark: of each size, end to end and for growth, and the questions about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.bench import corpus
from eval.bench.corpus import Piece
from eval.bench.fitting import Cut
from eval.bench.plan import END_TO_END, GROWTH, Options

_ADDED = 100  # passages, at least, that are added to a store that has grown
_INVENTED = 50_000  # passages of a whole library that neither articles nor sizes are given for
_SAMPLE = 100  # articles that show how Dateline cuts


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of each kind of measurement by their number of passages; what is added to a grown store."""

    sizes: Mapping[str, Mapping[int, Sequence[Piece]]]
    added: Sequence[Piece]
    left_out: int
    whole: Sequence[Piece] = ()
    """All of them, where the whole library is measured."""

    def largest(self, kind: str) -> Sequence[Piece]:
        """The articles of the largest size."""
        return max(self.sizes[kind].values(), key=len)

    def smallest(self, kind: str) -> Sequence[Piece]:
        """The articles of the smallest size, which all sizes have."""
        return min(self.sizes[kind].values(), key=len)

    def sample(self, kind: str) -> Sequence[Piece]:
        """The articles that the plain pipeline's way of cutting is fitted on."""
        return self.smallest(kind)[:_SAMPLE]

    def cut(self, kind: str) -> Cut:
        """How Dateline cuts the sample."""
        sample = self.sample(kind)
        words = sum(piece.passage_words for piece in sample)
        return Cut(
            words / sum(piece.passages for piece in sample),
            words / sum(len(piece.text.split()) for piece in sample),
        )

    def questions(self, kind: str, options: Options) -> tuple[str, ...]:
        """The questions that every size of a kind is asked."""
        return tuple(corpus.questions(self.smallest(kind), options.questions, options.seed))

    def questions_of_all(self, options: Options) -> tuple[str, ...]:
        """The questions that the whole library is asked."""
        return tuple(corpus.questions(self.whole, options.questions, options.seed))

    @property
    def count(self) -> int:
        """How many articles are measured end to end, at most."""
        return len(self.whole) if self.whole else len(self.largest(END_TO_END))


def gather(options: Options) -> Articles:
    """Read or invent every article. Raises `index.InputError` and `DatasetError` as `corpus.read` and `draw` do."""
    given = corpus.read(options.data) if options.data else None
    sizes = (*options.passages, *(options.growth if options.whole else ()))
    pieces = given.pieces if given else corpus.invent(options.seed, max(sizes, default=_INVENTED))
    drawn = corpus.draw(pieces, options.seed, options.passages)
    grown = corpus.invent(options.seed, max(options.growth)) if options.growth else []
    return Articles(
        {
            END_TO_END: drawn,
            GROWTH: {size: corpus.first(grown, size) for size in options.growth},
        },
        corpus.invent(options.seed, _ADDED, first=len(grown)) if grown else [],
        len(given.left_out) if given else 0,
        corpus.shuffled(pieces, options.seed) if options.whole else (),
    )
