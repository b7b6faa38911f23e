"""What a kill did: judged by what readers had seen, what was there after it, and what an undisturbed run comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Held = tuple[int, int, str]
"""An article as it can be read: its version, how many passages it has, a digest of its text."""
State = dict[str, Held]
"""What a library holds, by article id."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a kill did; all counts are 0 where it did nothing.

    `lost` articles had been seen and were not there after it, or not in the version that had been seen, or were not
    there once the run had been made again; of `twice` there was more than there should be: articles, passages of an
    article, or passages that a search gives twice. `unlike` articles are then not as after an undisturbed run, for
    whatever reason; `unsettled` were taken in once more by a run that had nothing to do.
    """

    lost: int = 0
    twice: int = 0
    unlike: int = 0
    unsettled: int = 0


def acknowledged(before: State, seen: Iterable[State]) -> State:
    """What readers had seen last of each article, when the process was killed."""
    held = dict(before)
    for some in seen:
        held.update(some)
    return held


def judge(known: State, after: State, end: State, expected: State, *, repeated: int, again: int) -> Verdict:
    """The verdict on a kill.

    `known` was acknowledged before it, `after` stood in the library after it, `end` once the run had been made again;
    `expected` is what an undisturbed run comes to. `repeated` passages were found twice, `again` articles taken in by a
    run that had nothing to do.
    """
    either = {
        article: [held for held in (known.get(article), expected.get(article)) if held]
        for article in {**known, **expected}
    }
    lost = {one for one, held in either.items() if one in known and not _is_there(after.get(one), held)}
    lost -= {
        one for one in lost if one not in after and one not in expected
    }  # it vanished, and was taken out
    lost |= expected.keys() - end.keys()
    more = _beyond(after, {one: max(held[1] for held in states) for one, states in either.items()})
    more |= _beyond(end, {one: held[1] for one, held in expected.items()})
    unlike = {one for one in {**end, **expected} if end.get(one) != expected.get(one)}
    return Verdict(len(lost), len(more) + repeated, len(unlike), again)


def _is_there(found: Held | None, wanted: Iterable[Held]) -> bool:
    """Whether an article is there in one of the states, with all its passages."""
    return found is not None and any(
        (found[0], found[2]) == (held[0], held[2]) and found[1] >= held[1] for held in wanted
    )


def _beyond(state: State, most: Mapping[str, int]) -> set[str]:
    """The articles that should not be there, or that have more passages than they should."""
    return {article for article, held in state.items() if held[1] > most.get(article, -1)}


def state_from_json(value: Mapping[str, Sequence[Any]]) -> State:
    """Read what a process said that a library holds."""
    return {article: (int(held[0]), int(held[1]), str(held[2])) for article, held in value.items()}
