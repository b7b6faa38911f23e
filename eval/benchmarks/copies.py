"""Copies: whether an edited report finds the story of its original, and another report keeps to its own.

The articles are anyone's; edits are made from them to order (`eval.edits`). What the articles of the data themselves
have in common nobody has judged: of those held out as "another report" some may be copies, and of the pairs on one
event some are (`eval.same_event`), so read the ones that were said to be before you believe the precision and
"kept apart", which are the lowest they can be.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.edits import ANOTHER, KINDS, Kind, Means
from eval.errors import DatasetError
from eval.item import Item
from eval.measures.same_story import MEASURES, same_story
from eval.measures.tally import share
from eval.question import draw
from eval.report import Report, report
from eval.runner import Options, run
from eval.same_event import Pair, pairs
from eval.settings import settings_of
from index.article import Article
from index.copies import COPIED, find_story, signature
from index.files import SourceFile, find_files
from index.preparing import cleaned
from index.reading import ReadArticle, read_file
from index.record import Kept, Record

_LEAST_WORDS = 300  # of an article that is edited: a tenth of it is still enough to be told by
_HELD_OUT = 0.2  # share of the articles that are not in the record: other reports, and words for new leads
_EACH = 200  # articles that are edited for a kind and a strength
_NEW = "edited"  # no id of an article: those are hexadecimal


@dataclass(frozen=True, slots=True)
class Case:
    """One article to be put into a story: made of an original, mostly one in the record, and another that is not."""

    id: str
    kind: Kind
    strength: float
    original: Article
    other: Article


@dataclass(frozen=True, slots=True)
class Stock:
    """The articles of a run: those in the record, long enough to be edited, and those held out."""

    originals: tuple[Article, ...]
    held_out: tuple[Article, ...]


def load_articles(files: Sequence[SourceFile], options: Options) -> list[Article]:
    """Read the articles of all files, as an index run does; what is no article is passed over.

    An article that says the same, character for character, as an earlier one is left out.
    """
    found: dict[str, Article] = {}
    for done, file in enumerate(files):
        options.tell("Reading", done, len(files))
        for item in read_file(file):
            article = cleaned(item) if isinstance(item, ReadArticle) else None
            if article:
                found.setdefault(article.text, article)
    return list({article.id: article for article in found.values()}.values())


def divide(articles: Sequence[Article], seed: int) -> Stock:
    """Hold a fifth of the articles out, drawn from those that are long enough to be edited."""
    long = [article for article in articles if article.words >= _LEAST_WORDS]
    places = set(random.Random(seed).sample(range(len(long)), round(len(long) * _HELD_OUT)))
    kept = tuple(article for place, article in enumerate(long) if place not in places)
    return Stock(kept, tuple(long[place] for place in sorted(places)))


def cases(stock: Stock, seed: int) -> Iterator[Case]:
    """Each edit at each strength of 200 originals, drawn for it alone; then each article held out, as it is."""
    for kind in KINDS:
        for strength in kind.strengths:
            chance = random.Random(f"{seed} {kind.name} {strength}")
            count = min(_EACH, len(stock.originals))
            for original in chance.sample(stock.originals, count):
                name = f"{kind.name} {strength:.0%} {original.id}".replace(" ", "-")
                yield Case(name, kind, strength, original, chance.choice(stock.held_out))
    for article in stock.held_out:
        yield Case(f"another-report-{article.id}", ANOTHER, 0.0, article, article)


def copies(data: Path, options: Options) -> Report:
    """Put articles into a record, one after the other as an index run does, and then each edited one to the test.

    `settings` has what that took: `milliseconds` of processor time an article. Raises `DatasetError`, and
    `index.InputError` for data that are not there.
    """
    files = find_files([data])
    settings = settings_of([file.path for file in files], options, {"threshold": COPIED})
    articles = load_articles(files, options)
    stock = divide(articles, options.seed)
    if not stock.held_out or not stock.originals:
        raise DatasetError(
            f"{data}: {len(stock.originals) + len(stock.held_out)} articles of {_LEAST_WORDS} words or more are not "
            "enough. Give a file or a folder of at least five."
        )
    held_out = {article.id for article in stock.held_out}
    kept = [article for article in articles if article.id not in held_out]
    record = Record(None)
    begun = time.process_time()
    stories = dict(_put(record, kept, options))
    milliseconds = round(1000 * (time.process_time() - begun) / len(kept), 2)
    titles = {article.id: article.title for article in kept}

    def ask(case: Case | Pair) -> Item:
        return _apart(case, stories) if isinstance(case, Pair) else _item(record, case, stories, titles)

    every: list[Case | Pair] = [*cases(stock, options.seed), *pairs(data, kept)]
    drawn = draw(tuple(every), options.limit, options.seed)
    items = run("copies", drawn, ask, options, {**settings.depends_on, "seed": options.seed})
    more = {"articles": len(kept), "held_out": len(held_out), "milliseconds": milliseconds}
    return report("copies", items, MEASURES, settings.finish(**more))


def _put(record: Record, articles: Sequence[Article], options: Options) -> Iterator[tuple[str, str]]:
    """Keep the articles, and give each one's id with its story."""
    for done, article in enumerate(articles):
        options.tell("Indexing", done, len(articles))
        marks = signature(article.text)
        story = find_story(record, article.text, marks, article.id, article.published)
        kept = Kept(article, (), (), marks.blob, marks.bands, article.id, 1, article.origin)
        record.put(kept, story=story)
        yield article.id, story or article.id


def _item(record: Record, case: Case, stories: Mapping[str, str], titles: Mapping[str, str]) -> Item:
    kind, original = case.kind, case.original
    text = kind.edit(original.text, Means(case.strength, random.Random(case.id), case.other.text))
    said = find_story(record, text, signature(text), _NEW, original.published)
    gold = stories[original.id] if kind.copy else None
    scores = same_story(said, gold)
    label = kind.label.format(round(100 * case.strength))
    return Item(
        id=case.id,
        type=kind.name,
        question=f"{original.title}: {label}" if label else original.title,
        said=f"a copy of: {titles[said]}" if said else "no copy",
        accepted=f"a copy of: {titles[gold]}" if gold else "no copy",
        correct=said == gold,
        scores=scores,
        kinds={f"{kind.name}: {label}": scores} if label else {},
        detail={"gold": {"answers": [gold] if gold else None, "evidence": []}},
    )


def _apart(pair: Pair, stories: Mapping[str, str]) -> Item:
    """Whether two reports on one event have a story each: of precision it says nothing, for some are one report."""
    joined = stories[pair.one.id] == stories[pair.other.id]
    return Item(
        id=pair.id,
        type="same event",
        question=f"{pair.one.title} | {pair.other.title}",
        said="one story" if joined else "two stories",
        accepted="two stories",
        correct=not joined,
        scores={"kept_apart": share(not joined)},
        detail={"gold": {"answers": None, "evidence": []}},
    )
