"""What a chain does on its way to an answer; each part can be turned off, which is how its worth is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The parts of the way from a question to an answer. The defaults are what is shipped."""

    found: int = 50
    """Passages that the search gives."""
    read: int = 16
    """Passages of them that the reader reads."""
    spelling: bool = True
    """Words that no article has are also searched as the nearest that one has."""
    ranking: bool = True
    """Passages are ranked by fitted weights over what both searches say; else by reciprocal rank alone."""
    dates: bool = True
    """Days that the question speaks of move passages of those days up."""
    recency: bool = True
    """Where the question asks for the latest, newer reports move up."""
    diversity: bool = True
    """No story takes all the places among the passages that are read."""
    headline: bool = True
    """The reader is given the headline above a passage."""
    rerank: bool = True
    """The reader's score decides over passages; else their rank does."""
    combine: bool = True
    """The same answer in several stories counts for more."""
    corrections: bool = True
    """A corrected report outranks the one it corrects."""
    disagreement: bool = True
    """Different values of different reports are set side by side."""
    premise: bool = True
    """What is no question, and what a question takes for granted, is checked against the articles."""
    pronouns: bool = True
    """A sentence that opens with a pronoun comes with the one that names its subject, or not at all."""
