"""The conversation as HTML: pure functions from questions and answers to text that is safe to show."""

from __future__ import annotations

from collections.abc import Sequence

from rag.result import Answer, Citation, Conflict, Nearest, ResolvedDate, Sentence, Source
from ui.web.markup import UNTITLED, byline, day, days, esc, opener
from ui.web.talk import Turn

SHOWN_QUESTION = 400
"""Characters shown of a question that was refused for its length."""


def conversation_html(turns: Sequence[Turn], examples: Sequence[str]) -> str:
    """The whole conversation; before the first question, an invitation with examples."""
    body = "".join(turn_html(turn) for turn in turns) if turns else welcome_html(examples)
    return f'<div class="talk" role="log" aria-live="polite" aria-label="Conversation">{body}</div>'


def welcome_html(examples: Sequence[str]) -> str:
    """What stands there before the first question."""
    chips = "".join(
        f'<li><button type="button" class="example" data-example="{n}">{esc(text)}</button></li>'
        for n, text in enumerate(examples)
    )
    listed = f'<h3>For example</h3><ul class="examples">{chips}</ul>' if chips else ""
    return (
        '<section class="welcome"><h2>Ask the articles.</h2>'
        "<p>Every sentence of an answer carries the quotation it rests on. "
        f"What the articles do not say, you are told they do not say.</p>{listed}</section>"
    )


def turn_html(turn: Turn) -> str:
    """One question with its answer, as far as there is one."""
    shown = turn.question
    if turn.problem and len(shown) > SHOWN_QUESTION:
        shown = shown[:SHOWN_QUESTION].rstrip() + " …"
    asked = f'<h2 class="question" dir="auto">{esc(shown)}</h2>' if shown.strip() else ""
    if turn.answer is not None:
        body = answer_html(turn.answer)
    else:
        body = f'<p class="told">{_sentences(turn.sentences, {})}</p>' if turn.sentences else ""
        if turn.problem:
            body += f'<p class="problem" role="alert">{esc(turn.problem)}</p>'
        else:
            body += '<p class="waiting">Reading the articles<span aria-hidden="true">…</span></p>'
    return f'<article class="turn{" busy" if turn.busy else ""}">{asked}<div class="answer">{body}</div></article>'


def answer_html(answer: Answer) -> str:
    """A finished answer: short answer, prose with chips, what differs, what was resolved, the sources."""
    by_number = {citation.n: citation for citation in answer.citations}
    parts = []
    if answer.short:
        parts.append(f'<p class="short" dir="auto">{esc(answer.short)}</p>')
    told = _sentences(answer.sentences, by_number) if answer.sentences else esc(answer.text)
    parts.append(f'<p class="{"told silent" if answer.abstained else "told"}" dir="auto">{told}</p>')
    parts.extend(_conflict(conflict, by_number) for conflict in answer.conflicts)
    parts.append(_asides(answer))
    parts.append(_sources(answer.citations))
    if answer.abstained:
        parts.append(_nearest(answer.nearest))
    return "".join(parts)


def _sentences(sentences: Sequence[Sentence], by_number: dict[int, Citation]) -> str:
    return " ".join(_sentence(sentence, by_number) for sentence in sentences)


def _sentence(sentence: Sentence, by_number: dict[int, Citation]) -> str:
    # The last word and its chips stay on one line, so that no line begins with a chip.
    start, gap, last = sentence.text.rpartition(" ")
    tail = f'<span class="tail">{esc(last)}{_chips(sentence.citations, by_number)}</span>'
    return f'<span class="sentence">{esc(start + gap)}{tail}</span>'


def _chips(numbers: Sequence[int], by_number: dict[int, Citation]) -> str:
    return "".join(
        _chip(by_number[n]) if n in by_number else f'<span class="chip pending">{n}</span>' for n in numbers
    )


def _chip(citation: Citation) -> str:
    source = citation.source
    said = ", ".join(
        [source.title or UNTITLED]
        + ([source.source] if source.source else [])
        + ([day(source.published)] if source.published else [])
    )
    label = f'<span class="unseen">Citation </span>{citation.n}<span class="unseen">: {esc(said)}</span>'
    return opener(source, label, css="chip", span=(citation.start, citation.end))


def _conflict(conflict: Conflict, by_number: dict[int, Citation]) -> str:
    rows = []
    for value in conflict.values:
        cited = [by_number[n] for n in value.citations if n in by_number]
        given = byline(cited[0].source.source, cited[0].source.published) if cited else ""
        rows.append(
            f'<li><strong dir="auto">{esc(value.value)}</strong>{_chips(value.citations, by_number)} '
            f'<span class="given">{given}</span></li>'
        )
    about = f": {esc(conflict.about)}" if conflict.about else ""
    return f'<section class="conflict"><h3>The reports differ{about}</h3><ul>{"".join(rows)}</ul></section>'


def _asides(answer: Answer) -> str:
    reported = {citation.source.published for citation in answer.citations}
    lines = [_resolved(item, from_report=item.counted_from in reported) for item in answer.resolved_dates]
    lines.extend(esc(note) for note in answer.notes)
    if answer.standalone_question and answer.standalone_question.strip() != answer.question.strip():
        lines.append(f"Searched as: {esc(answer.standalone_question)}")
    if answer.mode == "llm" and not answer.abstained:
        lines.append("Worded by a language model; each sentence was checked against its quotation.")
    items = "".join(f'<li dir="auto">{line}</li>' for line in lines)
    return f'<ul class="asides">{items}</ul>' if items else ""


def _resolved(item: ResolvedDate, *, from_report: bool) -> str:
    base = "the report of " if from_report else ""
    return (
        f"“{esc(item.text)}” <span aria-hidden='true'>→</span> {days(item.start, item.end)}, "
        f"counted from {base}{day(item.counted_from)}"
    )


def _sources(citations: Sequence[Citation]) -> str:
    """Each cited article once, with the numbers of its citations."""
    articles: dict[str, list[Citation]] = {}
    for citation in citations:
        articles.setdefault(citation.article_id, []).append(citation)
    rows = []
    for cited in articles.values():
        numbers = "".join(_chip(citation) for citation in cited)
        copies = {copy.article_id: copy for citation in cited for copy in citation.also_in}
        also = ", ".join(_copy(copy) for copy in copies.values())
        also = f'<span class="also">also in: {also}</span>' if also else ""
        first = cited[0]
        rows.append(
            f'<li><span class="numbers">{numbers}</span><span class="entry">'
            f"{_headline(first.source, span=(first.start, first.end))}{also}</span></li>"
        )
    return f'<ul class="sources" aria-label="Sources">{"".join(rows)}</ul>' if rows else ""


def _copy(copy: Source) -> str:
    return opener(copy, esc(copy.source or copy.title or UNTITLED), css="copy")


def _nearest(nearest: Sequence[Nearest]) -> str:
    rows = "".join(f'<li><span class="entry">{_headline(near.source)}</span></li>' for near in nearest)
    return f'<h3 class="nearest">The nearest articles</h3><ul class="sources">{rows}</ul>' if rows else ""


def _headline(source: Source, span: tuple[int, int] | None = None) -> str:
    title = f'<span dir="auto">{esc(source.title or UNTITLED)}</span>'
    return (
        f"{opener(source, title, css='headline', span=span)} "
        f'<span class="byline">{byline(source.source, source.published)}</span>'
    )
