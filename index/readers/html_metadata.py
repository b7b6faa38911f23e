"""What a page says about its article in its markup: JSON-LD, meta tags, microdata, the canonical link."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from index.readers.raw import body, metadata

_MOST_OBJECTS = 1_000  # of JSON-LD on a page
_ARTICLES = ("article", "blogposting", "report")  # ends of the types that schema.org has for articles
_HOLDS_ARTICLES = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
# Meta tags that `metadata` does not know by name, and what they hold.
_ALSO = {
    "dc.date.issued": "published",
    "dc.date": "published",
    "dcterms.created": "published",
    "dcterms.date": "published",
    "parsely-pub-date": "published",
    "sailthru.date": "published",
    "citation_publication_date": "published",
    "og:article:published_time": "published",
    "og:updated_time": "updated",
    "dcterms.modified": "updated",
    "dc.date.modified": "updated",
    "parsely-author": "authors",
    "sailthru.author": "authors",
    "article:author": "authors",
    "citation_author": "authors",
    "application-name": "source",
    "parsely-title": "title",
    "sailthru.title": "title",
    "twitter:title": "title",
    "parsely-link": "url",
    "twitter:url": "url",
}


def said_by(tree: Any) -> dict[str, Any]:
    """The RawArticle fields that the markup of a page, an lxml tree, gives, with provenance; JSON-LD comes first."""
    found: dict[str, Any] = {"provenance": {}}
    linked_data = article_object(tree)
    _add(found, metadata(_without_references(linked_data), "JSON-LD"))
    tags = dict(_meta_tags(tree))
    _add(found, metadata(tags, "meta tag"))
    for tag, field in _ALSO.items():
        if tag in tags:
            _add(found, metadata({field: tags[tag]}), f'meta tag "{tag}"')
    _add(found, metadata(dict(_microdata(tree)), "microdata"))
    for field, (value, where) in _links(tree).items():
        if value:
            found[field] = value
            found["provenance"][field] = where
    if not is_article_url(found.get("url")):
        found.pop("url", None)
        found["provenance"].pop("url", None)
    if language := str(tree.get("lang") or ""):
        _add(found, metadata({"language": language}), 'attribute "lang"')
    return found


def article_text(tree: Any) -> str:
    """The text of the article that the JSON-LD of a page repeats, "" where it does not."""
    return body({"text": article_object(tree).get("articleBody")}) or ""


def is_article_url(url: str | None) -> bool:
    """Whether it is an address that one article may have: absolute, and not the front page of a site."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.netloc)
        and bool(parts.path.strip("/") or parts.query)
    )


def _add(found: dict[str, Any], more: Mapping[str, Any], where: str | None = None) -> None:
    """Takes over what was not found before, with where it was found."""
    for field, value in more.items():
        if field in {"item_id", "provenance"} or not value or found.get(field) or not _fits(field, value):
            continue
        found[field] = value
        found["provenance"][field] = where or more["provenance"][field]


def _fits(field: str, value: Any) -> bool:
    """Whether a value can be what it is said to be: pages put addresses of profiles where names belong."""
    if field == "authors":
        return not any("://" in name or "@" in name for name in value)
    return field != "source" or not ("://" in value or value.startswith("@"))


def article_object(tree: Any) -> dict[str, Any]:
    """The first article that the JSON-LD of a page describes, with what it refers to put in; empty where none is."""
    objects = list(_objects(tree))
    by_id = {one["@id"]: one for one in objects if isinstance(one.get("@id"), str) and len(one) > 1}
    for one in objects:
        if any(kind.lower().endswith(_ARTICLES) for kind in _types(one)):
            return {key: _resolved(value, by_id) for key, value in one.items()}
    return {}


def _types(value: Mapping[str, Any]) -> list[str]:
    kinds = value.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _resolved(value: Any, by_id: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, by_id) for item in value]
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value


def _without_references(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: inner for key, inner in value.items() if not key.startswith("@")}


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    """Every JSON-LD object of a page that may stand for the page itself, in order."""
    waiting: list[Any] = []
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            waiting.append(json.loads((script.text or "").strip().rstrip(";"), strict=False))
        except (ValueError, RecursionError):
            continue
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value
        elif isinstance(value, dict):
            yield value
            waiting[:0] = [value[key] for key in _HOLDS_ARTICLES if isinstance(value.get(key), list | dict)]


def _meta_tags(tree: Any) -> Iterator[tuple[str, str]]:
    """The meta tags of a page by name, in lower case; the first of a name comes last, so that it counts."""
    for tag in reversed(tree.findall(".//meta[@content]")):
        name, content = tag.get("property") or tag.get("name"), tag.get("content").strip()
        if name and content:
            yield name.strip().lower(), content


def _microdata(tree: Any) -> Iterator[tuple[str, str]]:
    """Properties of schema.org that stand in the page itself; the first of a name comes last, so that it counts."""
    wanted = {"datepublished", "datemodified", "headline"}
    for element in reversed(tree.findall(".//*[@itemprop]")):
        name = element.get("itemprop").lower()
        value = element.get("datetime") or element.get("content") or element.text_content()
        if name in wanted and value.strip():
            yield name, value.strip()


def _links(tree: Any) -> dict[str, tuple[str | None, str]]:
    """The address that the page says it has, which outranks what its other markup says."""
    for link in tree.iterfind(".//link[@rel='canonical']"):
        if is_article_url(link.get("href")):
            return {"url": (link.get("href").strip(), "canonical link")}
    return {}
