"""Finding passages: fusion of the two rankings, one voice for the copies of a report, filters."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from index import Article, Filters, Hit, Library, Passage
from rag import Chain
from rag.query import understand
from rag.retrieval import diverse, fuse, near_days, newness, one_voice, retrieve
from rag.settings import Settings

TODAY = date(2025, 6, 10)


def test_reciprocal_rank_fusion_by_hand() -> None:
    # 7 is second and first: 1/62 + 1/61; 5 first and third: 1/61 + 1/63; 9 third: 1/63; 4 second: 1/62
    fused = fuse([[5, 7, 9], [7, 4, 5]])
    assert [item for item, _ in fused] == [7, 5, 4, 9]
    assert [score for _, score in fused] == pytest.approx(
        [0.0325224749, 0.0322664585, 0.0161290323, 0.0158730159], abs=1e-10
    )


def test_fusion_of_one_ranking_keeps_its_order() -> None:
    assert [item for item, _ in fuse([[3, 1, 2]])] == [3, 1, 2]
    assert [item for item, _ in fuse([[3, 1, 2], []])] == [3, 1, 2]


def test_fusion_of_nothing_is_nothing() -> None:
    assert fuse([]) == fuse([[], []]) == []


def test_ties_keep_the_order_of_appearance() -> None:
    assert [item for item, _ in fuse([[8, 2], [2, 8]])] == [8, 2]
    assert [item for item, _ in fuse([[2], [8]])] == [2, 8]


def hit(article_id: str, *sentences: str, story: str = "") -> Hit:
    """A hit whose passage is all of an article."""
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += f"{sentence} "
    article = Article(article_id, "A headline", text, story=story or article_id)
    return Hit(Passage(f"{article_id}-0", article_id, text, 0, len(text), tuple(spans)), article, 1.0)


def test_a_copy_that_only_repeats_is_left_out() -> None:
    first, copy = hit("a", "It sank.", "Two died.", story="s"), hit("b", "TWO  died.", "It sank.", story="s")
    assert one_voice([first, copy]) == [first]


def test_the_report_that_speaks_first_says_what_a_better_passage_of_its_copy_says() -> None:
    first, copy = hit("a", "It sank.", story="s"), hit("b", "Two died.", story="s")
    later = replace(hit("a", "Two died.", story="s"), passage=replace(copy.passage, id="a-1", article_id="a"))
    assert one_voice([first, copy, later]) == [first, later]


def test_other_quotation_marks_make_no_other_sentence() -> None:
    first, copy = hit("a", "“It sank,” he said.", story="s"), hit("b", '"It sank," he said.', story="s")
    assert one_voice([first, copy]) == [first]


def test_a_copy_that_adds_a_sentence_stays() -> None:
    first, copy = hit("a", "It sank.", story="s"), hit("b", "It sank.", "Boil your water.", story="s")
    assert one_voice([first, copy]) == [first, copy]


def test_the_same_words_in_another_story_stay() -> None:
    first, other = hit("a", "Nobody was hurt."), hit("b", "Nobody was hurt.")
    assert one_voice([first, other]) == [first, other]


def test_an_article_may_repeat_itself() -> None:
    first = hit("a", "It sank.")
    again = replace(first, passage=replace(first.passage, id="a-1"))
    assert one_voice([first, again]) == [first, again]


def scored(*given: tuple[str, float]) -> list[Hit]:
    """Hits of stories, with scores."""
    return [
        replace(hit(f"{story}{at}", "It.", story=story), score=score)
        for at, (story, score) in enumerate(given)
    ]


def test_a_story_gives_way_where_it_has_places_already() -> None:
    hits = scored(("s", 3.0), ("s", 2.5), ("s", 2.0), ("t", 1.8), ("u", 0.2))
    chosen = diverse(hits, 4, 0.5)
    assert [(one.article.story, one.score) for one in chosen] == [
        ("s", 3.0),
        ("s", 2.0),
        ("t", 1.8),
        ("s", 1.0),
    ]


def test_the_first_places_of_a_story_may_be_free() -> None:
    hits = scored(("s", 3.0), ("s", 2.5), ("s", 2.0), ("t", 1.8), ("s", 1.5))
    chosen = diverse(hits, 5, 0.5, free=2)
    assert [(one.article.story, one.score) for one in chosen] == [
        ("s", 3.0), ("s", 2.5), ("s", 2.0), ("t", 1.8), ("s", 1.0)
    ]  # fmt: skip


def test_without_a_cost_the_order_stays() -> None:
    hits = scored(("s", 3.0), ("s", 2.5), ("t", 2.5), ("u", 2.5))
    assert diverse(hits, 9, 0.0) == hits
    assert diverse(hits, 2, 0.0) == hits[:2]
    assert diverse([], 3, 1.0) == []


def test_near_days_by_hand() -> None:
    day = (date(2024, 3, 5), date(2024, 3, 5))
    assert near_days(date(2024, 3, 5), [day]) == near_days(date(2024, 3, 8), [day]) == 1.0
    assert near_days(date(2024, 2, 27), [day]) == pytest.approx(math.exp(-1))
    assert near_days(date(2024, 3, 15), [day]) == pytest.approx(math.exp(-1))
    assert near_days(date(2024, 4, 30), [day, (date(2024, 4, 1), date(2024, 4, 30))]) == 1.0
    assert near_days(None, [day]) == near_days(date(2024, 3, 5), []) == 0.0


def test_newness_is_the_share_of_the_best_that_are_older() -> None:
    hits = [
        replace(one, article=replace(one.article, published=day))
        for one, day in zip(
            scored(("a", 3.0), ("b", 2.0), ("c", 1.0)),
            (date(2024, 3, 5), date(2024, 3, 8), None),
            strict=True,
        )
    ]
    assert newness(hits) == [0.0, 0.5, 0.0]
    assert newness([]) == []


def search(library: Library, question: str, filters: Filters | None = None, k: int = 20) -> list[Hit]:
    return retrieve(library, understand(question, (), filters or Filters(), None, TODAY), k)


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("What was the balloon over Haldrisk carrying?", "balloon.txt"),
        ("how tall will the dam in the vorn gorge be", "dam_dispute.md"),
        ("Who pays for the school lunches?", "school_meals.md"),
        ("Hollinbrand Brothers", "hospital_opens.txt"),
        ("148 kilometres an hour", "storm"),
    ],
)
def test_the_article_that_answers_comes_first(samples_library: Library, question: str, article: str) -> None:
    assert article in search(samples_library, question)[0].article.origin


def test_three_copies_speak_once_and_are_named(samples_library: Library) -> None:
    hits = search(
        samples_library, "How many homes lost power when Storm Brannoc crossed the north of Velmora?", k=50
    )
    storm = [found for found in hits if "storm_" in found.article.origin]
    wire = [found for found in storm if "storm_wire" in found.article.origin]
    assert storm[0] == wire[0]
    assert sorted(copy.source or "" for copy in wire[0].also_in) == [
        "Haldrisk Evening Post",
        "Port Sarn Herald",
    ]
    assert not any("copy_post" in found.article.origin for found in storm)
    # Of the edited copy only the passage with the sentence it adds is left.
    (edited,) = (found for found in storm if "copy_herald" in found.article.origin)
    assert "boil their drinking water" in edited.passage.text


def test_what_only_one_copy_says_is_found_in_it(samples_library: Library) -> None:
    hits = search(samples_library, "Should households in Ostrel boil their drinking water?")
    assert "boil their drinking water" in hits[0].passage.text
    assert hits[0].article.source == "Port Sarn Herald"


def test_hits_come_best_first_and_at_most_k(samples_library: Library) -> None:
    hits = search(samples_library, "How many people died in the ferry?", k=7)
    assert len(hits) == 7
    assert [found.score for found in hits] == sorted((found.score for found in hits), reverse=True)
    assert len({found.passage.id for found in hits}) == 7


def test_a_passage_is_the_text_of_its_article(samples_library: Library) -> None:
    for found in search(samples_library, "What happened in Cambodia?"):
        passage = found.passage
        assert found.article.text[passage.start : passage.end] == passage.text


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since=date(2025, 1, 1)),
        Filters(until=date(2017, 12, 31)),
        Filters(date(2024, 3, 5), date(2024, 3, 5)),
        Filters(sources=("VELMORA wire",)),
        Filters(date(2024, 1, 1), None, ("velmora wire", "The Sarn Courier")),
    ],
)
def test_filters_hold(samples_library: Library, filters: Filters) -> None:
    hits = search(samples_library, "What did the minister say about the people in Velmora?", filters, k=50)
    assert hits
    for found in hits:
        published = found.article.published
        if filters.since or filters.until:
            assert published is not None
            assert (filters.since or date.min) <= published <= (filters.until or date.max)
        if filters.sources:
            assert (found.article.source or "").casefold() in {name.casefold() for name in filters.sources}


def test_a_filter_nothing_passes_finds_nothing(samples_library: Library) -> None:
    assert search(samples_library, "Who won?", Filters(since=date(2031, 1, 1))) == []
    assert search(samples_library, "Who won?", Filters(sources=("No Such Paper",))) == []


def test_words_without_meaning_and_without_matches_still_give_the_nearest(samples_library: Library) -> None:
    assert search(samples_library, "???")
    assert search(samples_library, "xqzzv")


def test_a_follow_up_finds_what_the_question_before_it_was_about(samples_library: Library) -> None:
    history = [
        {"role": "user", "content": "What was the balloon over Haldrisk carrying?"},
        {"role": "assistant", "content": "A camera, a thermometer and 200 sunflower seeds. [1]"},
    ]
    chain = Chain.open(samples_library)
    assert "balloon" in chain.retrieve("Where did it come down?", history=history, k=3)[0].article.origin
    assert len(chain.retrieve("Where did it come down?", history=history, k=3)) == 3


def test_a_question_about_a_day_finds_the_reports_of_that_day(samples_library: Library) -> None:
    hits = search(samples_library, "What happened in Velmora on 5 March 2024?", k=5)
    assert any(found.article.published in {date(2024, 3, 5), date(2024, 3, 6)} for found in hits[:2])


def test_reports_since_a_day_are_the_only_ones_found(samples_library: Library) -> None:
    hits = search(samples_library, "What do the reports since January 2025 say about Velmora?", k=50)
    assert hits
    assert all(found.article.published and found.article.published >= date(2025, 1, 1) for found in hits)


def test_each_report_brings_other_stories_forward(samples_library: Library) -> None:
    asked = understand("What does each report say about the Tamsay Star?", (), Filters(), None, TODAY)
    plain = replace(asked, each_report=False)
    each, usual = (
        {found.article.story for found in retrieve(samples_library, one, 6)} for one in (asked, plain)
    )
    assert len(each) > len(usual)


def test_a_misspelt_question_finds_what_the_right_one_does_unless_that_is_off(
    samples_library: Library,
) -> None:
    asked = understand("haldrsk ballon airprt", (), Filters(), None, TODAY)
    assert "balloon" in retrieve(samples_library, asked, 1)[0].article.origin
    words = [*asked.keywords, *asked.context]
    assert samples_library.search_words(words, 5) == []


def test_without_ranking_the_order_is_that_of_reciprocal_rank(samples_library: Library) -> None:
    asked = understand("How tall will the dam in the Vorn gorge be?", (), Filters(), None, TODAY)
    hits = retrieve(samples_library, asked, 20, Settings(ranking=False))
    assert hits[0].score <= 2 / 61
    assert [found.score for found in hits] == sorted((found.score for found in hits), reverse=True)
