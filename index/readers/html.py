"""Reads HTML pages: the main text and what the page says about it, by trafilatura; nothing is ever fetched."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from index.decoding import decode_page
from index.readers.composing import from_page
from index.readers.html_metadata import article_text, is_article_url, said_by
from index.readers.raw import Item, Unreadable, metadata, published_from_url
from index.readers.source import ReadOptions, Source

_PLAINLY_MORE = 2  # times as long as what stands on the page a text in JSON-LD must be to be taken instead
_GUESSED = "page"  # where a fact was found that no markup states
_SITE = re.compile(r"\s+[-–—|·•:»]\s+")


def read(source: Source, _: ReadOptions) -> Iterator[Item]:
    """The article of an HTML page: its main text, without menus, comments, adverts and scripts."""
    import trafilatura  # slow to import, and not needed where nothing is read

    for name in ("trafilatura", "htmldate"):  # what they warn of is said in the article or the reason
        logging.getLogger(name).setLevel(logging.CRITICAL)
    page = decode_page(source.data())
    if not page.strip():
        yield Unreadable("it is empty")
        return
    tree = trafilatura.load_html(page.replace("\0", "\ufffd"))
    if tree is None:
        yield Unreadable("it is no HTML page")
        return
    given = said_by(tree)
    text = _main_text(tree)
    if not text:
        yield Unreadable(
            "no article was found on the page: its text may be put there by a script, or it is a list of links"
        )
        return
    _add_guesses(given, tree)
    yield from_page(text, given)


def _main_text(tree: Any) -> str:
    """The article on a page, a blank line between its paragraphs; "" where there is none.

    Rather too little than a menu or a teaser; tables only on a page that has its text in one. What JSON-LD repeats of
    the article counts where the page itself shows little of it.
    """
    from trafilatura import bare_extraction

    text = ""
    for precise in (True, False):
        found = bare_extraction(
            tree,
            favor_precision=precise,
            include_comments=False,
            include_tables=not precise,
            include_formatting=False,
            prune_xpath=".//template",
        )
        text = (found.text if found is not None and not isinstance(found, dict) else None) or ""
        if text.strip():
            break
    elsewhere = article_text(tree)
    if len(elsewhere) > _PLAINLY_MORE * len(text):
        return elsewhere
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip())


def _add_guesses(given: dict[str, Any], tree: Any) -> None:
    """Adds what trafilatura and htmldate make of the page itself where its markup does not say."""
    from htmldate import find_date
    from trafilatura import extract_metadata

    if given.get("title") and given.get("source") and given.get("published") and given.get("authors"):
        given["title"] = _without_site(given["title"], given["source"])
        return
    seen = extract_metadata(tree, extensive=False)
    url = given.get("url") or (seen.url if is_article_url(seen.url) else None)
    guesses = {
        "title": seen.title,
        "source": seen.sitename,
        "authors": (seen.author or "").split("; "),
        "url": url,
    }
    for field, value in metadata(guesses).items():
        _guess(given, field, value, _GUESSED)
    given["title"] = _without_site(given.get("title") or "", given.get("source"))
    if given.get("published"):
        return
    if url:
        _guess(given, "published", published_from_url(url), "URL")
    dates = {"published": seen.date}
    if not given.get("published"):
        dates["updated"] = find_date(tree, original_date=False, extensive_search=False)
    for field, value in metadata(dates).items():
        if field == "published" or (value and value != given.get("published")):
            _guess(given, field, value, _GUESSED)


def _guess(given: dict[str, Any], field: str, value: Any, where: str) -> None:
    if value and field not in {"item_id", "provenance"} and not given.get(field):
        given[field] = value
        given["provenance"][field] = where


def _without_site(title: str, source: str | None) -> str:
    """A headline without the name of the site that many pages put before or behind it."""
    parts = _SITE.split(title)
    kept = [part for part in (parts[:1] + parts[-1:]) if source and part.casefold() == source.casefold()]
    if len(parts) < 2 or not kept:
        return title
    if parts[-1] == kept[-1]:
        return title[: title.rindex(parts[-1])].rstrip(" -–—|·•:»")
    return title[len(parts[0]) :].lstrip(" -–—|·•:»")
