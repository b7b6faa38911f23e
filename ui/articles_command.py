"""`dateline articles`: lists, shows and removes the articles of a library."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table

from index import Article
from index.dates import TimeExpression
from ui.console import out, print_json, say, show, shown
from ui.opening import open_library


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Adds `articles` and what it can do to the command line."""
    parser = subparsers.add_parser(
        "articles",
        help="list, show or remove the articles of a library",
        description="Lists, shows or removes the articles of a library.",
    )
    parser.set_defaults(run=_run_help, show_help=parser.print_help)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    listing = actions.add_parser("list", help="every article, newest first")
    listing.add_argument("--json", action="store_true", help="print an array of objects")
    listing.set_defaults(run=_run_list)
    show = actions.add_parser("show", help="one article with its text")
    show.add_argument("id", metavar="ID", help="the article's id, as 'articles list' shows it")
    show.add_argument("--json", action="store_true", help="print one object")
    show.add_argument("--version", type=int, metavar="N", help="an earlier version of it")
    show.set_defaults(run=_run_show)
    remove = actions.add_parser("remove", help="remove articles for good")
    remove.add_argument("ids", metavar="ID", nargs="+", help="the articles' ids")
    remove.add_argument("--json", action="store_true", help="print an array of what was removed")
    remove.set_defaults(run=_run_remove)
    return parser


def _run_help(args: argparse.Namespace) -> int:
    args.show_help()
    return 2


def as_json(article: Article, passages: int) -> dict[str, Any]:
    """An article as JSON values, without its text."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": _iso(article.published),
        "url": article.url,
        "authors": list(article.authors),
        "place": article.place,
        "words": article.words,
        "passages": passages,
        "story": article.story,
        "origin": article.origin,
        "updated": _iso(article.updated),
        "language": article.language,
        "version": article.version,
        "raw_hash": article.raw_hash,
        "provenance": dict(article.provenance),
    }


def _time_as_json(time: TimeExpression) -> dict[str, Any]:
    return {
        "text": time.text,
        "start": time.start,
        "end": time.end,
        "first": time.first.isoformat(),
        "last": time.last.isoformat(),
        "relative": time.relative,
    }


def _run_list(args: argparse.Namespace) -> int:
    with open_library(args) as library:
        articles, counts = library.articles(), library.passage_counts()
    if args.json:
        print_json([as_json(article, counts.get(article.id, 0)) for article in articles])
        return 0
    if not articles:
        say(f"The library {library.path} is empty. Add articles with 'dateline index FOLDER'.")
        return 0
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("id", "published", "source", "title"):
        table.add_column(name, no_wrap=name in {"id", "published"})
    table.add_column("words", justify="right")
    for article in articles:
        published = article.published.isoformat() if article.published else "–"
        title = " ".join(article.title.split())
        table.add_row(article.id, published, shown(article.source or "–"), shown(title), f"{article.words:,}")
    out().print(table)
    return 0


def _run_show(args: argparse.Namespace) -> int:
    with open_library(args) as library:
        article = library.article(args.id, version=args.version)
        current = library.article(args.id)
        passages = library.passage_counts().get(article.id, 0) if article == current else 0
        copies = library.copies(current)
        versions = [one for one in [*library.versions(article.id), current] if one.version != article.version]
        times = library.times(article.id) if article == current else []
    if args.json:
        others = [
            {"version": one.version, "published": _iso(one.published), "updated": _iso(one.updated)}
            for one in versions
        ]
        print_json(
            {
                **as_json(article, passages),
                "copies": [copy.id for copy in copies],
                "versions": others,
                "times": [_time_as_json(time) for time in times],
                "text": article.text,
            }
        )
        return 0
    console = out()
    show(console, article.title, "bold")
    published = article.published.isoformat() if article.published else "no date"
    updated = f", updated {article.updated.isoformat()}" if article.updated else ""
    byline = f", by {', '.join(article.authors)}" if article.authors else ""
    show(console, f"{article.source or 'unknown source'}, {published}{updated}{byline}")
    if article.url:
        show(console, article.url)
    if article.provenance:
        facts = "; ".join(f"{name} from {where}" for name, where in article.provenance.items())
        show(console, facts, "dim")
    if article != current:
        show(console, f"version {article.version}; the newest is {current.version}")
    for one in versions:
        if one != current:
            when = _iso(one.updated or one.published) or "no date"
            show(console, f"earlier version {one.version}: {when} (--version {one.version})")
    for copy in copies:
        show(console, f"also in: {copy.source or copy.title} ({copy.id})")
    show(console, f"\n{article.text}")
    return 0


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _run_remove(args: argparse.Namespace) -> int:
    with open_library(args) as library:
        wanted = [
            library.article(article_id) for article_id in dict.fromkeys(args.ids)
        ]  # all known, or none goes
        counts = library.passage_counts()
        files = {article.id: library.files(article.id) for article in wanted}
        library.remove_articles([article.id for article in wanted])
        if not args.json:
            for article in wanted:
                say(f"Removed {article.id}: {article.title}")
                for file in files[article.id]:
                    if Path(file).exists():
                        say(
                            f"  It still stands in {file}: the next 'dateline index' of that file takes it in again."
                        )
        for note in library.drain_notes():
            say(note)
    if args.json:
        print_json([as_json(article, counts.get(article.id, 0)) for article in wanted])
    return 0
