"""Quotations exact: whether a quotation is what stands at its offsets."""

from __future__ import annotations

from collections.abc import Mapping

from eval.measures.tally import Tally
from index.article import Article
from rag.result import Answer


def quotations_exact(answer: Answer, articles: Mapping[str, Article]) -> Tally:
    """Citations with `quote == article.text[start:end]`, of all citations; 1 is what Dateline promises.

    Our own measure: string comparison, no model. A cited article that is not in the library is not exact.
    """
    exact = 0
    for citation in answer.citations:
        article = articles.get(citation.article_id)
        exact += article is not None and article.text[citation.start : citation.end] == citation.quote
    return Tally(exact, len(answer.citations))
