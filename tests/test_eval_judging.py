"""Citations and passages are judged by article and span, and copies by their words."""

from __future__ import annotations

import pytest

from eval.judging import Judgment, by_name, cites, judge, locate, retrieves
from eval.measures.citation_precision import citation_precision
from eval.measures.citation_recall import citation_recall
from eval.measures.quotations_exact import quotations_exact
from eval.measures.tally import NOTHING, Tally
from eval.question import Evidence, Turn
from index.article import Article, Hit, Passage
from rag.result import Answer, Citation, Source

TEXT = "A storm came. Three ships\nsank off Varro. Nobody was hurt. Three ships sank off Varro."
STORM = Article("storm0000000", "Storm", TEXT, key="2024/storm.txt", origin="in/2024/storm.txt")
COPY = Article(
    "copy00000000", "Storm again", "Three ships sank off Varro, it said.", key="http://x.example/c"
)
SINKING = Evidence("storm.txt", "Three ships sank")


def cite(article: Article, quote: str, *copies: Article) -> Citation:
    start = article.text.index(quote)
    also = tuple(Source(copy.id, copy.title, None, None, None) for copy in copies)
    source = Source(article.id, article.title, None, None, None)
    return Citation(1, source, quote, start, start + len(quote), "p1", 1.0, also)


def found(article: Article, quote: str, *copies: Article) -> Hit:
    start = article.text.index(quote)
    passage = Passage("p1", article.id, quote, start, start + len(quote), ())
    return Hit(passage, article, 1.0, also_in=copies)


def judged(*evidence: Evidence, articles: tuple[Article, ...] = (STORM, COPY)) -> tuple[Judgment, ...]:
    return judge(evidence, by_name(articles))


def answer(*citations: Citation, abstained: bool = False) -> Answer:
    return Answer("Q?", "Q?", "Text.", "", "who", abstained, 0.5, "extractive", citations=citations)


TURN = Turn("Q?", ("three",), evidence=(SINKING,))


def test_a_quote_is_located_wherever_it_stands_and_however_it_is_broken() -> None:
    assert locate(TEXT, "Three  ships sank") == ((14, 30), (59, 75))
    assert locate(TEXT, "Four ships") == ()


@pytest.mark.parametrize("name", ["storm0000000", "storm.txt", "2024/storm.txt", "in/2024/storm.txt"])
def test_evidence_names_an_article_by_id_file_or_path(name: str) -> None:
    (judgment,) = judged(Evidence(name, "A storm came."))
    assert judgment.places == {"storm0000000": ((0, 13),)}


def test_evidence_may_name_a_file_of_many_articles() -> None:
    one = Article("one000000000", "", "One ship.", key="7", origin="in/feed.jsonl, line 1")
    two = Article("two000000000", "", "Two ships.", key="8", origin="in/feed.jsonl, line 2")
    (judgment,) = judged(Evidence("feed.jsonl", "Two ships"), articles=(one, two))
    assert judgment.places == {"two000000000": ((0, 9),)}


def test_a_citation_is_right_when_its_span_overlaps_the_evidence() -> None:
    (judgment,) = judged(SINKING)
    assert cites(cite(STORM, "sank off Varro."), judgment)
    assert not cites(cite(STORM, " off Varro."), judgment)  # begins where the evidence ends
    assert not cites(cite(STORM, "A storm came."), judgment)


def test_another_article_is_right_only_as_a_copy_that_holds_the_words() -> None:
    (judgment,) = judged(SINKING)
    assert not cites(cite(COPY, COPY.text), judgment)
    assert cites(cite(COPY, COPY.text, STORM), judgment)
    assert not cites(cite(COPY, "it said.", STORM), judgment)


def test_a_passage_is_relevant_by_overlap_or_as_a_copy() -> None:
    (judgment,) = judged(SINKING)
    assert retrieves(found(STORM, "sank off Varro. Nobody"), judgment)
    assert not retrieves(found(STORM, "Nobody was hurt."), judgment)
    assert retrieves(found(COPY, COPY.text, STORM), judgment)
    assert not retrieves(found(COPY, COPY.text), judgment)


def test_a_judged_article_that_is_not_in_the_library_is_a_miss() -> None:
    judgments = judged(SINKING, articles=(COPY,))
    assert not retrieves(found(COPY, COPY.text, STORM), judgments[0])
    assert citation_recall(answer(cite(COPY, COPY.text)), TURN.answerable, judgments) == Tally(0, 1)


def test_citation_precision_and_recall() -> None:
    judgments = judged(SINKING, Evidence("storm.txt", "Nobody was hurt."))
    cited = answer(cite(STORM, "sank off"), cite(STORM, "A storm came."), cite(STORM, "Three ships\nsank"))
    assert citation_precision(cited, TURN.answerable, judgments) == Tally(2, 3)
    assert citation_recall(cited, TURN.answerable, judgments) == Tally(1, 2)


def test_an_abstention_is_not_imprecise_but_covers_nothing() -> None:
    judgments = judged(SINKING)
    assert citation_precision(answer(abstained=True), TURN.answerable, judgments) == NOTHING
    assert citation_recall(answer(abstained=True), TURN.answerable, judgments) == Tally(0, 1)


def test_without_evidence_or_answer_citations_are_not_judged() -> None:
    cited = answer(cite(STORM, "A storm came."))
    assert citation_precision(cited, True, ()) == NOTHING
    assert citation_precision(cited, False, judged(SINKING)) == NOTHING
    assert citation_recall(cited, False, judged(SINKING)) == NOTHING


def test_quotations_are_compared_character_by_character() -> None:
    right, other = cite(STORM, "Three ships\nsank"), cite(COPY, "Three")
    wrong = Citation(2, right.source, "Three ships sank", right.start, right.end, "p1", 1.0)
    assert quotations_exact(answer(right, wrong, other), {STORM.id: STORM}) == Tally(1, 3)
