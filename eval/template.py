"""A template of a suite: sentences of a library that hold a fact, each waiting for a question and its answers."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from eval.errors import DatasetError
from index import Article, Library
from index.sentences import split
from rag.support.dates import blank, days
from rag.support.names import names
from rag.support.numbers import numbers

SHORTEST, LONGEST = 8, 45  # words of a sentence
_PRONOUNS = (
    "he she it they we i you his her its their our my your this that these those there such both neither"
)
_OPENS_WITH_PRONOUN = re.compile(rf"\W*(?:{_PRONOUNS.replace(' ', '|')})\b", re.IGNORECASE)
_Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A sentence of an article with something to ask for: a "number", a "date" or a "name"."""

    article: Article
    sentence: str
    kind: str

    def evidence(self) -> _Json:
        return {"article": self.article.id, "quote": self.sentence}


def template(library: Library, count: int, seed: int) -> str:
    """Draw `count` sentences with a fact and give a template of questions on them, JSON Lines; fewer where there are.

    They are spread over the articles, one of each story before a second one of any. Beside each stand the headline
    ("about") and the evidence, ready; what is left to do by hand:

    - write "question" so that the sentence answers it, as somebody would ask who has not seen it, and list in
      "answers" every wording that is right; change "type" to what suits, for figures are given by type;
    - the last line but one is for a question that is close to an article but answered by none: its "answers" stay
      null. The last is a conversation, whose second question may go on from the first. Copy them for more;
    - delete the lines you do not want. A line left as it is is refused by `eval.question.load_questions`, which
      names it.

    Raises `DatasetError` where no article has such a sentence, `index.LibraryError` where there is no library.
    """
    draw = random.Random(seed)
    articles = _one_a_story(library.articles())
    draw.shuffle(articles)
    facts = list(islice(_spread(articles, draw), count))
    if not facts:
        raise DatasetError(
            f"{library.path}: no sentence with a number, a date or a name is in its {len(articles)} articles. "
            "Add articles with 'dateline index FOLDER'."
        )
    items = [{"type": fact.kind, "about": fact.article.title, **_turn(fact)} for fact in facts]
    further = articles[count % len(articles) :] + articles[: count % len(articles)]
    items += [_unanswerable(further[0]), _conversation(further, draw)]
    lines = [json.dumps({"id": f"q{n}", **item}, ensure_ascii=False) for n, item in enumerate(items, start=1)]
    return "\n".join(lines) + "\n"


def _turn(fact: _Fact) -> _Json:
    return {"question": "", "answers": [], "evidence": [fact.evidence()]}


def _unanswerable(article: Article) -> _Json:
    return {
        "type": "unanswerable",
        "about": article.title,
        "question": "",
        "answers": None,
        "evidence": [],
    }


def _conversation(articles: Sequence[Article], draw: random.Random) -> _Json:
    """Two turns on the first article that has two facts, or on the one fact there is."""
    found: list[_Fact] = []
    for article in articles:
        here = list(islice(_facts(article, draw), 2))
        if len(here) > len(found):
            found = here
        if len(found) == 2:
            break
    turns = [_turn(fact) for fact in (found[0], found[-1])]
    return {"type": "conversation", "about": found[0].article.title, "turns": turns}


def _one_a_story(articles: Sequence[Article]) -> list[Article]:
    """One article of each story, in an order that is the same on every machine."""
    stories: dict[str, Article] = {}
    for article in sorted(articles, key=lambda article: article.id):
        stories.setdefault(article.story or article.id, article)
    return list(stories.values())


def _spread(articles: Sequence[Article], draw: random.Random) -> Iterator[_Fact]:
    """One fact of each article in turn, then a second one of each; an article is read only when its turn comes."""
    left = [_facts(article, draw) for article in articles]
    seen: set[str] = set()
    while left:
        going_on = []
        for facts in left:
            fact = next((fact for fact in facts if fact.sentence not in seen), None)
            if fact is not None:
                seen.add(fact.sentence)
                going_on.append(facts)
                yield fact
        left = going_on


def _facts(article: Article, draw: random.Random) -> Iterator[_Fact]:
    """The sentences of an article that hold a fact and can stand alone, in random order."""
    sentences = [" ".join(article.text[start:end].split()) for start, end in split(article.text)]
    draw.shuffle(sentences)
    for sentence in sentences:
        if SHORTEST <= len(sentence.split()) <= LONGEST and not _OPENS_WITH_PRONOUN.match(sentence):
            kinds = _kinds(sentence)
            if kinds:
                yield _Fact(article, sentence, draw.choice(kinds))


def _kinds(sentence: str) -> list[str]:
    """What can be asked for; a capital at the head of a sentence makes no name, "first" or "one of the" no number."""
    dated = days(sentence)
    counted = [
        one for one in numbers(blank(sentence, dated)) if one.unit not in {"vague", "th"} and not one.pronoun
    ]
    named = [name for name in names(sentence) if not name.initial]
    found = {"date": dated, "number": counted, "name": named}
    return [kind for kind, facts in found.items() if facts]
