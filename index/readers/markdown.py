"""Reads Markdown: YAML front matter, if there is any, then the text as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from index.decoding import decode
from index.readers.composing import from_text, overlaid, plain
from index.readers.raw import Item, RawArticle, Unreadable, metadata
from index.readers.source import ReadOptions, Source

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<yaml>(?:.*?\n)??)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_LONGEST = 50_000  # characters of front matter; a longer "one" stands between two rules in a text


def read(source: Source, _: ReadOptions) -> Iterator[Item]:
    """The article of a Markdown file; what the front matter says outranks what the first lines say."""
    text = plain(decode(source.data()))
    match = _FRONT_MATTER.match(text)
    if match is None or len(match["yaml"]) > _LONGEST:
        yield from_text(text)
        return
    try:
        fields = yaml.safe_load(match["yaml"])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = " ".join(str(error).split())
        yield Unreadable(f"its front matter is not valid YAML: {problem}")
        return
    if fields is not None and not isinstance(fields, dict):  # a text between two rules
        yield from_text(text)
        return
    article = from_text(text[match.end() :])
    if isinstance(article, RawArticle) and fields:
        article = overlaid(article, metadata(fields, "front matter"))
    yield article
