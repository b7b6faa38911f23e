"""Misspelt words of a question: a word that no article has is searched as the nearest that one has.

A word that a passage or headline has is never touched, nor is an ordinary English word: the embedder knows it as one
token, and finds what means the same. So a name, or a word that is no word, gives way to one that differs by a letter,
a long word by two (Damerau's four slips: Damerau 1964).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index import Library
from rag.query import Query

_SHORTEST, _LONG = 4, 7
"""Letters of a stem from which it is looked at, and from which it may differ by two."""
_READ = 20
"""Passages in which a word is looked up as it is written out, for the index has only its stem."""
_WORD = re.compile(r"[^\W\d_]+")


def spelled(query: Query, library: Library) -> Query:
    """The query with its misspelt words as the library spells them; `spelled` says which. Done twice, it is as once."""
    found = corrections([*query.keywords, *query.context], library)
    if not found:
        return query
    return replace(
        query,
        standalone=_WORD.sub(lambda match: found.get(match.group(), match.group()), query.standalone),
        keywords=tuple(found.get(word, word) for word in query.keywords),
        context=tuple(found.get(word, word) for word in query.context),
        spelled=(*query.spelled, *found.items()),
    )


def corrections(words: Sequence[str], library: Library) -> dict[str, str]:
    """The misspelt ones of the words, each with the word that the library has for it."""
    plain = [word for word in dict.fromkeys(words) if _WORD.fullmatch(word)]
    stems = {word: found[0] for word in plain if len(found := library.vocabulary.stems(word)) == 1}
    _, counts = library.vocabulary.counts(list(stems.values()))
    corrected = {}
    for word, stem in stems.items():
        if counts.get(stem) != 0 or len(stem) < _SHORTEST or _is_english(word, stem, library):
            continue
        most = 2 if len(stem) >= _LONG else 1
        near = nearest(stem, dict(library.vocabulary.starting(stem[0])), most)
        form = _written_out(near, word, library) if near else ""
        if form and slips(form.lower(), word.lower()) <= most:
            corrected[word] = form
    return corrected


def _is_english(word: str, stem: str, library: Library) -> bool:
    """Whether the embedder knows a word, or its stem, as one token."""
    return any(len(found.offsets) == 1 for found in library.embedder.tokens([word, stem]))


def nearest(word: str, known: Mapping[str, int], most: int) -> str:
    """The word of `known` (word → how often it occurs) within `most` slips of a word, "" where there is none.

    The nearest counts; of those one that has a letter more, for letters are most often left out (Pollock and Zamora
    1984); of those the most frequent, of those the first in the alphabet.
    """
    close = (
        (slips(word, other), not _left_out(word, other), -count, other)
        for other, count in known.items()
        if abs(len(other) - len(word)) <= most and _may_be(word, other, most)
    )
    best = min((one for one in close if one[0] <= most), default=None)
    return best[3] if best else ""


def _left_out(word: str, other: str) -> bool:
    """Whether a word is another with letters left out."""
    rest = iter(other)
    return all(letter in rest for letter in word)


def _may_be(word: str, other: str, most: int) -> bool:
    """Whether two words share so many letters that so few slips could part them: quick, and never wrongly no."""
    letters = set(word)
    return len(letters - set(other)) <= most and len(set(other) - letters) <= most


def slips(one: str, other: str) -> int:
    """The edits from one word to another: a letter more, less, another, or two changed over (optimal alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _written_out(stem: str, word: str, library: Library) -> str:
    """A stem as articles write it out: the form nearest to the misspelt word, then the most frequent; "" for none."""
    forms = library.vocabulary.written_out(stem, _READ)
    return min(forms, key=lambda form: (slips(form.lower(), word.lower()), -forms[form], form), default="")
