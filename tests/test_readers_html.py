"""HTML pages: the article and nothing else of them, and what their markup says about it."""

from __future__ import annotations

import socket
from datetime import date
from pathlib import Path

import pytest

from index.decoding import decode_page
from index.readers.html_metadata import is_article_url
from tests.made_files import Made, Reading, json_ld, page_of

FIRE = Made(
    "Fire halts ferry to Port Sarn",
    (
        "The ferry service between Velmora and Port Sarn was halted on Tuesday after a fire in its engine room.",
        "All 214 passengers were taken off the ship by fishing boats, said a spokeswoman for the coast guard.",
        "It was the third fire in two years, and the operator put the costs of the repairs at 1.2 million crowns.",
    ),
)


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


def test_the_text_is_the_article_and_nothing_around_it(reading: Reading) -> None:
    comments = '<section id="comments"><h2>Comments</h2><p>First! I was on that ship and it was terrible.</p></section>'
    found = reading.article("a.html", page_of(FIRE, extra=comments))
    assert found.text == FIRE.text
    assert found.title == FIRE.title


def test_no_script_style_or_template_gets_into_the_text(reading: Reading) -> None:
    hostile = (
        "<script>alert('script one')</script><style>.x{content:'style two'}</style>"
        "<template><p>template three is a long paragraph of words that nobody is meant to read here.</p></template>"
        "<noscript>noscript four</noscript><img src=x onerror=\"alert('five')\"><iframe srcdoc='six'></iframe>"
        "<svg><script>seven</script></svg><a href=\"javascript:alert('eight')\">more</a>"
    )
    page = page_of(FIRE).replace("</p>", f"</p>{hostile}", 1)
    found = reading.article("a.html", page)
    for word in "script style template noscript alert five six seven eight javascript".split():
        assert word not in found.text, word
    assert all(paragraph in found.text for paragraph in FIRE.paragraphs)


def test_json_ld_says_who_wrote_it_when_and_where(reading: Reading) -> None:
    head = json_ld(
        FIRE,
        dateModified="2024-03-14T08:00:00Z",
        author=[{"name": "Ada Brenn"}, {"name": "Joss Kettlin"}],
        contentLocation={"@type": "Place", "name": "Port Sarn"},
        inLanguage="en-GB",
    )
    found = reading.article("a.html", page_of(FIRE, head=head))
    assert (found.source, found.authors, found.place) == (
        "Velmora Wire",
        ("Ada Brenn", "Joss Kettlin"),
        "Port Sarn",
    )
    assert (found.published, found.updated) == (
        date(2024, 3, 12),
        date(2024, 3, 14),
    )  # the day in the zone it states
    assert (found.url, found.language) == (FIRE.url, "en")
    assert found.provenance == {
        "title": 'JSON-LD "headline"',
        "source": 'JSON-LD "publisher"',
        "authors": 'JSON-LD "author"',
        "place": 'JSON-LD "contentLocation"',
        "published": 'JSON-LD "datePublished"',
        "updated": 'JSON-LD "dateModified"',
        "url": 'JSON-LD "url"',
        "language": 'JSON-LD "inLanguage"',
    }


def test_json_ld_in_a_graph_is_put_together(reading: Reading) -> None:
    head = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
      {"@type": "WebSite", "@id": "#site", "name": "Not the source"},
      {"@type": "Organization", "@id": "#org", "name": "The Sarn Courier"},
      {"@type": ["Article", "NewsArticle"], "headline": "From the graph", "publisher": {"@id": "#org"},
       "author": {"@id": "#ada"}, "datePublished": "2024-03-12"},
      {"@type": "Person", "@id": "#ada", "name": "Ada Brenn"}]};</script>"""
    found = reading.article("a.html", page_of(FIRE, head=head))
    assert (found.title, found.source, found.authors) == (
        "From the graph",
        "The Sarn Courier",
        ("Ada Brenn",),
    )


@pytest.mark.parametrize(
    ("head", "field", "value", "where"),
    [
        (
            '<meta property="article:published_time" content="2024-03-12T23:00:00+01:00">',
            "published",
            date(2024, 3, 12),
            'meta tag "article:published_time"',
        ),
        (
            '<meta property="article:modified_time" content="2024-03-13">',
            "updated",
            date(2024, 3, 13),
            'meta tag "article:modified_time"',
        ),
        (
            '<meta name="DC.date.issued" content="2024-03-12">',
            "published",
            date(2024, 3, 12),
            'meta tag "dc.date.issued"',
        ),
        (
            '<meta name="parsely-pub-date" content="2024-03-12T10:00:00Z">',
            "published",
            date(2024, 3, 12),
            'meta tag "parsely-pub-date"',
        ),
        (
            '<meta property="og:updated_time" content="2024-03-13">',
            "updated",
            date(2024, 3, 13),
            'meta tag "og:updated_time"',
        ),
        (
            '<meta property="og:site_name" content="The Sarn Courier">',
            "source",
            "The Sarn Courier",
            'meta tag "og:site_name"',
        ),
        (
            '<meta name="author" content="Ada Brenn and Joss Kettlin">',
            "authors",
            ("Ada Brenn", "Joss Kettlin"),
            'meta tag "author"',
        ),
        (
            '<meta property="og:title" content="Said by Open Graph">',
            "title",
            "Said by Open Graph",
            'meta tag "og:title"',
        ),
        (
            '<link rel="canonical" href="https://news.example/a/b">',
            "url",
            "https://news.example/a/b",
            "canonical link",
        ),
        (
            '<meta property="og:url" content="https://news.example/a/c">',
            "url",
            "https://news.example/a/c",
            'meta tag "og:url"',
        ),
    ],
)
def test_meta_tags_say_it_where_json_ld_does_not(
    reading: Reading, head: str, field: str, value: object, where: str
) -> None:
    found = reading.article("a.html", page_of(FIRE, head=head))
    assert getattr(found, field) == value
    assert found.provenance[field] == where


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ('<link rel="canonical" href="https://news.example/">', "url"),
        ('<link rel="canonical" href="/relative/path">', "url"),
        ('<meta name="author" content="https://social.example/profile">', "authors"),
        ('<meta name="date" content="soon">', "published"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "20</script>',
            "published",
        ),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", "published"),
        (
            '<script type="application/ld+json">{"@type": 5, "author": [[[]]], "publisher": 3}</script>',
            "published",
        ),
    ],
)
def test_what_is_not_plainly_said_is_not_taken(reading: Reading, head: str, field: str) -> None:
    found = reading.article("a.html", page_of(FIRE, head=head))
    assert not getattr(found, field)
    assert field not in found.provenance
    assert found.text == FIRE.text


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://news.example/a", True),
        ("https://news.example/?id=7", True),
        ("https://news.example/", False),
        ("https://news.example", False),
        ("/a", False),
        ("file:///etc/passwd", False),
        ("http://[broken/a", False),
        (None, False),
    ],
)
def test_the_front_page_of_a_site_is_no_address_of_an_article(url: str | None, is_one: bool) -> None:
    assert is_article_url(url) is is_one


def test_a_date_on_the_page_counts_where_markup_and_address_have_none(reading: Reading) -> None:
    in_url = '<link rel="canonical" href="https://news.example/2024/03/12/fire">'
    found = reading.article("a.html", page_of(FIRE, head=in_url))
    assert (found.published, found.provenance["published"]) == (date(2024, 3, 12), "URL")
    stamped = page_of(FIRE).replace("</h1>", '</h1><time datetime="2024-03-11">yesterday</time>')
    found = reading.article("a.html", stamped)
    assert (found.published, found.provenance["published"]) == (date(2024, 3, 11), "page")
    assert reading.article("a.html", page_of(FIRE)).published is None


def test_a_headline_is_given_without_the_name_of_the_site(reading: Reading) -> None:
    head = (
        '<meta property="og:title" content="Fire - halts - ferry | Velmora Wire">'
        '<meta property="og:site_name" content="Velmora Wire">'
    )
    assert reading.article("a.html", page_of(FIRE, head=head)).title == "Fire - halts - ferry"


def test_a_standfirst_stays_in_the_text(reading: Reading) -> None:
    page = page_of(FIRE, head=json_ld(FIRE)).replace(
        "</h1>", "</h1><p>Passengers tell of an hour of fear and smoke</p>"
    )
    assert reading.article("a.html", page).text.startswith("Passengers tell of an hour of fear and smoke\n\n")


def test_an_article_that_only_json_ld_repeats_is_read(reading: Reading) -> None:
    page = (
        f"<html><head>{json_ld(FIRE, articleBody=FIRE.text)}</head>"
        "<body><div id='app'></div><p>Please turn on JavaScript.</p></body></html>"
    )
    assert reading.article("a.html", page).text == FIRE.text


def test_a_page_laid_out_in_tables_is_read(reading: Reading) -> None:
    cells = "".join(f"<p>{paragraph}</p>" for paragraph in FIRE.paragraphs)
    page = f"<html><body><table><tr><td>Home</td><td>{cells}</td></tr></table></body></html>"
    text = reading.article("a.html", page).text
    assert all(paragraph in text for paragraph in FIRE.paragraphs)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("<html><body></body></html>", "no article was found"),
        ("<html><body><script>write('all of it')</script></body></html>", "no article was found"),
        (b"<html>\0\0\0</html>", "binary"),
        (b"\x89PNG\r\n", "PNG"),
    ],
)
def test_a_page_without_an_article_says_why(reading: Reading, page: bytes | str, reason: str) -> None:
    assert reason in reading.failure("a.html", page)


def test_tags_nested_without_end_do_not_stop_the_rest(reading: Reading) -> None:
    page = "<html><body>" + "<div>" * 100_000 + "deep" + "</div>" * 100_000 + "</body></html>"
    assert len(reading.file("a.html", page)) == 1


def test_a_page_is_read_without_the_network(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    head = '<link rel="canonical" href="https://news.example/a"><base href="https://news.example/">'
    assert "no article" in reading.reason("b.html", "<html><body> </body></html>")
    assert reading.article("a.html", page_of(FIRE, head=head)).text == FIRE.text


CZECH = "Město Brno: žluťoučký kůň"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (f'<meta charset="iso-8859-2"><p>{CZECH}'.encode("iso-8859-2"), CZECH),
        (
            f'<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">{CZECH}'.encode(
                "cp1250"
            ),
            CZECH,
        ),
        (f'<?xml version="1.0" encoding="iso-8859-2"?>{CZECH}'.encode("iso-8859-2"), CZECH),
        ("<meta charset=iso-8859-1>“quoted” – £5".encode("cp1252"), "“quoted” – £5"),  # as browsers do
        ("<meta charset=iso-8859-1>“quoted” – £5".encode(), "“quoted” – £5"),  # UTF-8 is told by itself
        ("<meta charset=utf-8>caf\xe9".encode("cp1252"), "café"),
        ("<meta charset=no-such-thing>café".encode("cp1252"), "café"),
        ("<meta charset=zip>café".encode(), "café"),
        ("<meta charset=unicode_escape>caf\\u0065 é".encode("cp1252"), "caf\\u0065 é"),
        ("\ufeff<meta charset=iso-8859-2>café".encode("utf-16"), "café"),
        ("<meta charset=shift_jis>日本".encode("shift_jis"), "日本"),
    ],
)
def test_a_page_is_decoded_as_it_says(data: bytes, text: str) -> None:
    assert decode_page(data).endswith(text)
