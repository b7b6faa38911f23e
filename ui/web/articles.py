"""The reading side as HTML: the front page of the library, and one article with a quotation marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index import Article, Summary
from rag.result import Source
from ui.web.markup import UNTITLED, byline, days, esc, opener, safe_url

FRONT_PAGE = 8
LOOKED_AT = 60
"""Articles the front page is made from: enough for eight stories, some in many copies."""
EXAMPLES = 4
LONGEST_EXAMPLE = 90
"""A headline longer than this makes no example question: it would not fit a chip."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")


def holding(summary: Summary) -> str:
    """One line on what the library holds: how many articles, and the dates they span."""
    if not summary.articles:
        return "No articles yet"
    count = "1 article" if summary.articles == 1 else f"{summary.articles:,} articles"
    return f"{count}, {days(summary.oldest, summary.newest)}" if summary.oldest and summary.newest else count


def masthead_html(summary: Summary) -> str:
    """The name of the paper and what it holds."""
    return f'<header class="masthead"><h1>Dateline</h1><p>{esc(holding(summary))}</p></header>'


def newest(articles: Sequence[Article]) -> list[Article]:
    """The articles newest first, one for each story, the undated last."""
    stories: dict[str, Article] = {}
    for article in sorted(articles, key=lambda a: (a.published or date.min, a.id), reverse=True):
        stories.setdefault(article.story or article.id, article)
    return list(stories.values())


def front_page_html(articles: Sequence[Article]) -> str:
    """What the reading side shows before an article is opened."""
    if not articles:
        return message_html("No articles yet", "Add some with: dateline index FOLDER")
    rows = "".join(
        f"<li>{opener(_source(article), _title(article), css='headline')}"
        f'<span class="byline">{byline(article.source, article.published)}</span></li>'
        for article in newest(articles)[:FRONT_PAGE]
    )
    return f'<section class="front"><h2>Latest in the library</h2><ol>{rows}</ol></section>'


def example_questions(articles: Sequence[Article]) -> tuple[str, ...]:
    """Questions that claim nothing: each asks what is reported under a headline of the library."""
    titles = dict.fromkeys(article.title.strip() for article in newest(articles))
    fitting = [title for title in titles if title and len(title) <= LONGEST_EXAMPLE]
    return tuple(f"What is reported under “{title}”?" for title in fitting[:EXAMPLES])


def article_html(article: Article, quote: tuple[int, int] | None = None, note: str = "") -> str:
    """One article in full; the span `quote` of its text stands in <mark>, `note` above the text."""
    url = safe_url(article.url)
    link = ""
    if url:
        link = (
            f'<a class="original" href="{esc(url)}" target="_blank" rel="noopener noreferrer nofollow">'
            f"{esc(url)}</a>"
        )
    elif article.url:
        link = f'<span class="original">{esc(article.url)}</span>'
    by = f'<p class="authors" dir="auto">{esc(", ".join(article.authors))}</p>' if article.authors else ""
    place = f' data-start="{quote[0]}" data-end="{quote[1]}"' if quote else ""
    noted = f'<p class="note">{esc(note)}</p>' if note else ""
    return (
        f'<article class="story" data-shown="{esc(article.id)}"{place}>'
        '<nav><button type="button" class="back" data-back>Back to the answer</button>'
        '<button type="button" class="fold" data-front>Latest in the library</button></nav>'
        f'<p class="kicker">{byline(article.source, article.published)}</p>'
        f"<h2>{_title(article)}</h2>{by}{link}{noted}"
        f'<div class="text">{"".join(_paragraphs(article.text, quote))}</div></article>'
    )


def message_html(heading: str, text: str) -> str:
    """A plain message in the place of an article."""
    return (
        f'<section class="front message" role="status"><h2>{esc(heading)}</h2><p>{esc(text)}</p>'
        '<p><button type="button" class="fold" data-front>Latest in the library</button></p></section>'
    )


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs: divided by blank lines or, where there are none, by line ends."""
    divider = _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE_END
    start = 0
    for gap in divider.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _paragraphs(text: str, quote: tuple[int, int] | None) -> Iterator[str]:
    for start, end in paragraphs(text):
        first, last = (max(start, quote[0]), min(end, quote[1])) if quote else (end, end)
        if first < last:
            inner = f"{esc(text[start:first])}<mark>{esc(text[first:last])}</mark>{esc(text[last:end])}"
        else:
            inner = esc(text[start:end])
        yield f'<p dir="auto">{inner}</p>'


def _title(article: Article) -> str:
    return f'<span dir="auto">{esc(article.title or UNTITLED)}</span>'


def _source(article: Article) -> Source:
    return Source(article.id, article.title, article.source, article.published, article.url)
