"""Words that say the opposite of each other."""

from __future__ import annotations

from collections.abc import Iterator

from rag.support.words import STOPWORDS, lemma, words

_PAIRS = (
    "accept reject, accepted declined, acquitted convicted, acquitted guilty, admitted denied, agreed refused, "
    "alive dead, allowed banned, allowed prohibited, approved rejected, ascended descended, asleep awake, "
    "backed opposed, banned legalised, beat lost, began ended, best worst, bought sold, built demolished, "
    "cheaper dearer, closed opened, closed reopened, confirmed denied, defeat victory, eased tightened, "
    "east west, eastern western, exported imported, failed succeeded, fell rose, fewer more, found lost, gained lost, "
    "gain loss, guilty innocent, hired fired, increased decreased, increased fell, increased cut, increased reduced, "
    "increase decrease, increase decline, included excluded, joined left, lawful unlawful, legal illegal, loss profit, "
    "lower higher, lowest highest, lowered raised, most fewest, north south, northern southern, open shut, "
    "passed rejected, praised criticised, raised cut, rise fall, rising falling, safe unsafe, shrank grew, "
    "slower faster, slowed accelerated, stronger weaker, strengthened weakened, supported opposed, "
    "survived died, survivors dead, upheld overturned, warmer colder, widened narrowed, win lose, won lost, "
    "winner loser, wet dry, younger older, youngest oldest"
)


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.split(", "):
        one, other = map(lemma, pair.split())
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITES = _opposites()


def opposed(claim: str, evidence: str) -> Iterator[tuple[str, str]]:
    """Words of a claim, none of them in the evidence, of which the evidence has the opposite and the claim has not."""
    ours = {lemma(word): word for word, _ in words(claim) if word.lower() not in STOPWORDS}
    theirs = {lemma(word): word for word, _ in words(evidence) if word.lower() not in STOPWORDS}
    for one in ours.keys() - theirs.keys():
        for other in _OPPOSITES.get(one, frozenset()) & theirs.keys():
            if other not in ours:
                yield ours[one], theirs[other]
