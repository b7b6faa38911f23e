"""What the web chat shows: everything escaped, every quotation marked, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from index.article import Article
from rag.result import Answer, Nearest
from tests.fakes_web import (
    ARTICLES,
    BAD,
    BRIDGE,
    COUNT,
    FERRY,
    HOSTILE,
    NAMELESS,
    FakeChain,
    FakeLibrary,
    ferry_answer,
    source_of,
    summary_of,
)
from ui.web.answers import answer_html, conversation_html, turn_html
from ui.web.articles import (
    article_html,
    example_questions,
    front_page_html,
    holding,
    masthead_html,
    paragraphs,
)
from ui.web.markup import days, esc, safe_url
from ui.web.reading import CHANGED, NOT_HERE, Place, open_place, place
from ui.web.talk import UNEXPECTED, Conversation, Turn, first_citation, follow, history

ALLOWED = {
    *("article", "section", "header", "nav", "div", "p", "h1", "h2", "h3", "ul", "ol", "li"),
    *("span", "strong", "time", "mark", "a", "button"),
}


class _Parsed(HTMLParser):
    """The elements and the text of a piece of HTML, each closed in the order it was opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.marked = ""
        self.shown = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        self._open.append(tag)
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.shown += data
        self.marked += data if "mark" in self._open else ""

    def find(self, css_class):
        return [attrs for _, attrs in self.elements if css_class in (attrs.get("class") or "").split()]


def hostile_answer() -> Answer:
    *_, answer = FakeChain(pause=0).stream("hostile")
    assert isinstance(answer, Answer)
    return replace(answer, question=HOSTILE, standalone_question=HOSTILE + "?")


@pytest.mark.parametrize(
    "html",
    [
        turn_html(Turn(HOSTILE, answer=hostile_answer())),
        turn_html(Turn(HOSTILE, sentences=hostile_answer().sentences)),
        turn_html(Turn(HOSTILE, problem=HOSTILE)),
        conversation_html((), [HOSTILE]),
        article_html(BAD, (18, 60), HOSTILE),
        article_html(replace(BAD, authors=(HOSTILE,), url=f"https://x.example/{HOSTILE}")),
        front_page_html(ARTICLES),
        masthead_html(summary_of(ARTICLES)),
    ],
)
def test_untrusted_text_makes_no_element_and_no_attribute_of_its_own(html):
    parsed = _Parsed(html)
    assert {tag for tag, _ in parsed.elements} <= ALLOWED
    for _, attrs in parsed.elements:
        assert not [name for name in attrs if name.startswith("on") or name in {"src", "style", "srcdoc"}]
        assert not (attrs.get("href") or "").startswith("javascript")


def test_hostile_text_is_shown_letter_by_letter():
    parsed = _Parsed(turn_html(Turn(HOSTILE, answer=hostile_answer())))
    assert parsed.shown.count(HOSTILE) >= 6


def test_a_lone_surrogate_can_be_sent_to_a_page():
    assert esc("a\ud800b").encode("utf-8") == b"a?b"


def test_every_citation_is_a_button_that_names_its_place():
    answer = ferry_answer("?")
    chips = _Parsed(answer_html(answer)).find("chip")
    places = {(c["data-article"], int(c["data-start"]), int(c["data-end"])) for c in chips}
    assert places == {(c.article_id, c.start, c.end) for c in answer.citations}
    assert len(chips) == 3 + 2 + 3  # in the prose, at the differing values, in the list of sources


def test_the_sources_name_each_article_once_with_its_copies():
    parsed = _Parsed(answer_html(ferry_answer("?")))
    assert len(parsed.find("headline")) == 2
    assert "also in: Ommel Gazette" in parsed.shown


def test_differing_values_and_resolved_dates_are_told_with_their_dates():
    shown = " ".join(_Parsed(answer_html(ferry_answer("?"))).shown.split())
    assert shown.index("Radio Korsnes · 21 August 2017") < shown.index("Alderholm Courier · 18 August 2017")
    assert "“Wednesday” → 16 August 2017, counted from the report of 18 August 2017" in shown


def test_a_date_counted_from_no_cited_report_does_not_name_one():
    answer = ferry_answer("?")
    moved = replace(answer.resolved_dates[0], counted_from=date(2020, 1, 1))
    shown = _Parsed(answer_html(replace(answer, resolved_dates=(moved,)))).shown
    assert "counted from 1 January 2020" in shown


def test_an_abstention_is_plain_and_lists_what_is_near():
    near = (Nearest(source_of(BRIDGE), 0.2), Nearest(source_of(NAMELESS), 0.1))
    answer = Answer("q", "q", "The articles do not say.", "", "who", True, 0.0, "extractive", nearest=near)
    parsed = _Parsed(answer_html(answer))
    assert "The articles do not say." in parsed.shown
    assert [attrs["data-article"] for attrs in parsed.find("headline")] == [BRIDGE.id, NAMELESS.id]
    assert not parsed.find("chip")


def test_a_citation_not_known_yet_is_no_button():
    parsed = _Parsed(turn_html(Turn("q", sentences=ferry_answer("q").sentences)))
    assert {tag for tag, attrs in parsed.elements if "chip" in (attrs.get("class") or "")} == {"span"}


@pytest.mark.parametrize("article", [FERRY, COUNT, BRIDGE, BAD])
def test_the_mark_holds_exactly_the_quotation(article: Article):
    quote = (3, len(article.text) - 4)  # across paragraphs
    parsed = _Parsed(article_html(article, quote))
    assert "".join(parsed.marked.split()) == "".join(article.text[slice(*quote)].split())
    one = article.text.index(".", 5)
    assert _Parsed(article_html(article, (2, one))).marked == article.text[2:one]


def test_paragraphs_divide_at_blank_lines_or_else_at_line_ends():
    wrapped, lines = "one\ntwo\n \nthree\n", "one\ntwo\n"
    assert [wrapped[a:b].strip() for a, b in paragraphs(wrapped)] == ["one\ntwo", "three"]
    assert [lines[a:b].strip() for a, b in paragraphs(lines)] == ["one", "two"]
    assert list(paragraphs(" \n ")) == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//x.example",
        "file:///etc/passwd",
        "http://",
        "https://[",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url):
    assert safe_url(url) is None
    assert "<a " not in article_html(replace(FERRY, url=url))


def test_a_link_opens_apart_and_tells_nothing():
    (link,) = _Parsed(article_html(FERRY)).find("original")
    assert link["href"] == FERRY.url
    assert set(link["rel"].split()) >= {"noopener", "noreferrer"}


@pytest.mark.parametrize(
    "data",
    [
        None,
        "x",
        [],
        {},
        {"article": None},
        {"article": "../../etc/passwd"},
        {"article": FERRY.id.upper() + "0"},
        {"article": FERRY.id + "\n"},
        {"article": [FERRY.id]},
    ],
)
def test_what_names_no_article_opens_none(data):
    assert place(data) is None
    assert NOT_HERE in open_place(FakeLibrary(), place(data))


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (9, 3), ("1", "2"), (True, 2), (None, 4), (1.0, 2.0)])
def test_offsets_that_cannot_be_are_not_marked(span):
    assert place({"article": FERRY.id, "start": span[0], "end": span[1]}) == Place(FERRY.id)


def test_offsets_past_the_end_are_told_not_marked():
    html = open_place(FakeLibrary(), Place(FERRY.id, (10, 10**9)))
    assert "<mark>" not in html
    assert CHANGED in html


def test_an_unknown_article_and_a_broken_library_are_plain_messages():
    assert NOT_HERE in open_place(FakeLibrary(), Place("0" * 12))
    assert "is locked" in open_place(FakeLibrary(broken="The library is locked."), Place(FERRY.id))


def test_a_quotation_that_moved_since_the_answer_is_told_not_marked():
    turn = Turn("q", answer=ferry_answer("q"))
    citation = first_citation(turn)
    where = Place(citation.article_id, (citation.start, citation.end))
    assert "<mark>" in open_place(FakeLibrary(), where, (turn,))
    edited = FakeLibrary(held=(replace(FERRY, text="X" + FERRY.text),))
    assert CHANGED in open_place(edited, where, (turn,))


def test_the_library_is_summed_up_in_one_line():
    assert holding(summary_of([])) == "No articles yet"
    assert holding(summary_of([NAMELESS])) == "1 article"
    assert holding(summary_of(ARTICLES)) == "6 articles, 2 January 2015 – 21 August 2017"


def test_the_front_page_shows_each_story_once_and_the_newest_first():
    ids = [attrs["data-article"] for attrs in _Parsed(front_page_html(ARTICLES)).find("headline")]
    assert ids[0] == COUNT.id
    assert ids[-1] == NAMELESS.id
    assert len(ids) == len(ARTICLES) - 1


def test_example_questions_only_quote_headlines():
    questions = example_questions(ARTICLES)
    titles = [article.title for article in ARTICLES]
    assert questions
    assert all(question.split("“")[1].split("”")[0] in titles for question in questions)
    assert not any("script" in question for question in questions)  # too long to be a chip


@pytest.mark.parametrize(
    ("last", "shown"),
    [
        (date(2017, 7, 1), "1 July 2017"),
        (date(2017, 7, 31), "1–31 July 2017"),
        (date(2017, 8, 2), "1 July – 2 August 2017"),
        (date(2018, 1, 2), "1 July 2017 – 2 January 2018"),
    ],
)
def test_runs_of_days(last, shown):
    assert days(date(2017, 7, 1), last) == shown


def test_a_conversation_goes_on_in_plain_text():
    chain = FakeChain(pause=0)
    *_, first = follow(chain, "the ferry?", ())
    *_, _second = follow(chain, "and <b>why</b>?", (Turn("", problem="Type a question first."), first))
    assert chain.asked[1][1] == history((first,))
    assert [message["role"] for message in chain.asked[1][1]] == ["user", "assistant"]
    assert chain.asked[1][1][1]["content"] == first.answer.text


def test_sentences_come_one_by_one():
    states = list(follow(FakeChain(pause=0), "ferry", ()))
    assert [len(turn.sentences) for turn in states] == [0, 1, 2, 3, 3]
    assert [turn.busy for turn in states] == [True] * 4 + [False]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "Type a question"),
        ("x" * 10_000, "at most 2,000"),
        ("locked", "Another process"),
        ("crash", UNEXPECTED),
    ],
)
def test_every_error_ends_as_a_message(question, message):
    *_, turn = follow(FakeChain(pause=0), question, ())
    assert message in turn.problem
    html = turn_html(turn)
    assert "secret detail" not in html
    assert len(html) < 2_000


def test_one_question_is_answered_at_a_time():
    conversation, chain = Conversation(), FakeChain(pause=0)
    under_way = conversation.ask(chain, "ferry")
    next(under_way)
    assert list(conversation.ask(chain, "second")) == []
    assert [turn.busy for turn in under_way][-1] is False
    assert [turn.question for turn in conversation.turns] == ["ferry"]
    assert list(conversation.ask(chain, "second"))


def test_starting_over_leaves_the_answer_under_way_behind():
    conversation, chain = Conversation(), FakeChain(pause=0)
    under_way = conversation.ask(chain, "ferry")
    next(under_way)
    conversation.start_over()
    *_, turn = conversation.ask(chain, "bridge")
    assert list(under_way) == []
    assert conversation.turns == (turn,)


def test_a_page_that_goes_away_does_not_leave_the_conversation_busy():
    conversation = Conversation()
    under_way = conversation.ask(FakeChain(pause=0), "ferry")
    next(under_way)
    under_way.close()
    assert not conversation.turns[-1].busy


def test_an_empty_question_leaves_no_turn_behind():
    conversation, chain = Conversation(), FakeChain(pause=0)
    for question in ("", "", "ferry"):
        list(conversation.ask(chain, question))
    assert [turn.question for turn in conversation.turns] == ["ferry"]
