"""A chain and a library for the web chat: real types of `rag` and `index`, invented articles, no models.

`python -m tests.fakes_web` serves the chat over them on a free port, prints its address and ends with its parent.
The server has a process of its own because Gradio leaves event loops and threads behind.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from index import Summary
from index.article import Article, article_id
from index.errors import InputError, LibraryError
from rag.errors import QuestionError
from rag.result import (
    Answer,
    Citation,
    Conflict,
    ConflictValue,
    Nearest,
    ResolvedDate,
    Sentence,
    Source,
)


def summary_of(articles: Sequence[Article]) -> Summary:
    """How many articles there are, how many have no date, and the days the others span."""
    dates = [article.published for article in articles if article.published]
    return Summary(
        len(articles), len(articles) - len(dates), min(dates, default=None), max(dates, default=None)
    )


HOSTILE = (
    '<script>window.hacked=1</script><img src=x onerror="window.hacked=2"> [click](javascript:alert(1)) '
    "`code` ${window.hacked=3} {{value}} $x^2$ @children **bold** </div> &amp; \"quoted\" 'single'"
)

RAN_AGROUND = "The ferry Sankt Elin ran aground off Korsnes on Wednesday with 212 people on board"
FEWER = "The number of people on the ferry that ran aground off Korsnes was 198, not 212"

FERRY_TEXT = (
    "PORT ALDERHOLM, 18 August — The ferry Sankt Elin ran aground off Korsnes on Wednesday with 212 people on "
    "board, the coast guard said.\n\nAll passengers were taken off by three lifeboats before midnight. “Nobody "
    "was hurt, and nobody panicked,” said Captain Ilse Brandt, who has sailed the route for nineteen years.\n\n"
    "The company, Norrland Lines, had replaced the ship’s radar in July. An inspection last month found no "
    "faults.\n\nThe harbour authority of Alderholm closed the southern channel until Sunday. Two cargo ships "
    "waited outside the breakwater overnight, and the fish auction opened three hours late.\n\nThe Sankt Elin, "
    "built in 1987, links the mainland to the islands of Korsnes and Ommel four times a day in summer. Islanders "
    "said shops had begun to run short of milk by Friday morning.\n\nThe transport minister, Pel Aukes, asked for "
    "a report within thirty days. Her office said the inquiry would look at the new radar first, and at the "
    "training of the crew that uses it."
)
COUNT_TEXT = (
    "The number of people on the ferry that ran aground off Korsnes was 198, not 212, Norrland Lines said on "
    "Monday.\n\nThe first figure had counted fourteen people who had bought tickets and stayed ashore."
)


def _article(
    key: str, title: str, text: str, source: str | None, published: date | None, **more: Any
) -> Article:
    return Article(
        id=article_id(key), title=title, text=text, source=source, published=published, key=key, **more
    )


FERRY = _article(
    "https://courier.example/ferry",
    "Ferry with 212 aboard runs aground off Korsnes",
    FERRY_TEXT,
    "Alderholm Courier",
    date(2017, 8, 18),
    url="https://courier.example/ferry",
    authors=("Maj Lindqvist",),
    story="s1",
)
FERRY_COPY = replace(
    FERRY, id=article_id("copy"), source="Ommel Gazette", url="https://ommel.example/1", key="copy"
)
COUNT = _article(
    "https://radio.example/198",
    "Norrland Lines corrects number aboard grounded ferry",
    COUNT_TEXT,
    "Radio Korsnes",
    date(2017, 8, 21),
    url="https://radio.example/198",
)
BRIDGE = _article(
    "bridge.txt",
    "Old bridge at Tarn to close for two years",
    "The bridge at Tarn will close on 1 October.\nWork is to last two years.",
    "Tarn Weekly",
    date(2016, 9, 3),
)
BAD = _article(
    "bad",
    f"Headline {HOSTILE}",
    f"First paragraph.\n\nThe quotation {HOSTILE} ends here.\n\nLast paragraph.",
    f"Source {HOSTILE}",
    date(2015, 1, 2),
    url="javascript:alert(document.domain)",
)
NAMELESS = _article("nameless.txt", "", "A report with no headline and no date.", None, None)
ARTICLES = (FERRY, FERRY_COPY, COUNT, BRIDGE, BAD, NAMELESS)


def source_of(article: Article) -> Source:
    return Source(article.id, article.title, article.source, article.published, article.url)


def cite(n: int, article: Article, quote: str, *also: Article) -> Citation:
    start = article.text.index(quote)
    copies = tuple(source_of(copy) for copy in also)
    return Citation(n, source_of(article), quote, start, start + len(quote), f"{article.id}-0", 0.9, copies)


@dataclass
class FakeLibrary:
    """The two methods of a library that the page calls."""

    held: tuple[Article, ...] = ARTICLES
    broken: str = ""

    def articles(self, limit: int | None = None) -> list[Article]:
        """All of them, or the first `limit`, or the error it was made with."""
        if self.broken:
            raise LibraryError(self.broken)
        return list(self.held)[:limit]

    def summary(self) -> Summary:
        """What is held, as the real library sums it up."""
        return summary_of(self.articles())

    def article(self, wanted: str) -> Article:
        """The article with this id."""
        for article in self.articles():
            if article.id == wanted:
                return article
        raise InputError(f"There is no article {wanted}.")


def answered(
    question: str, sentences: Sequence[Sentence], citations: Sequence[Citation], **more: Any
) -> Answer:
    text = " ".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in sentences)
    settings: dict[str, Any] = {"short": "", "kind": "what", "standalone_question": question, **more}
    return Answer(
        question=question,
        text=text,
        abstained=False,
        confidence=0.8,
        mode="extractive",
        sentences=tuple(sentences),
        citations=tuple(citations),
        **settings,
    )


def ferry_answer(question: str) -> Answer:
    ran = cite(
        1,
        FERRY,
        "The ferry Sankt Elin ran aground off Korsnes on Wednesday with 212 people on board",
        FERRY_COPY,
    )
    fewer = cite(2, COUNT, "The number of people on the ferry that ran aground off Korsnes was 198, not 212")
    hurt = cite(3, FERRY, "“Nobody was hurt, and nobody panicked,” said Captain Ilse Brandt", FERRY_COPY)
    return answered(
        question,
        [
            Sentence(FERRY.text[ran.start : ran.end] + ", the coast guard said.", (1,)),
            Sentence(fewer.quote + ", Norrland Lines said on Monday.", (2,)),
            Sentence("“Nobody was hurt, and nobody panicked,” said Captain Ilse Brandt.", (3,)),
        ],
        [ran, fewer, hurt],
        short="198, by the newest report",
        conflicts=(Conflict("people aboard", (ConflictValue("198", (2,)), ConflictValue("212", (1,)))),),
        resolved_dates=(ResolvedDate("Wednesday", date(2017, 8, 16), date(2017, 8, 16), date(2017, 8, 18)),),
        notes=("Dates in the question were counted from 21 August 2017, the newest article.",),
    )


@dataclass
class FakeChain:
    """Answers a few questions by heart, sentence by sentence with a pause."""

    library: FakeLibrary = field(default_factory=FakeLibrary)
    pause: float = 0.05
    asked: list[tuple[str, list[dict[str, str]]]] = field(default_factory=list)
    log: Path | None = None
    """A file that gets each question and its history as a JSON line."""

    def stream(self, question: str, *, history: Sequence[dict[str, str]] = ()) -> Iterator[Sentence | Answer]:
        """The sentences and the answer, or the error that the question names."""
        self.asked.append((question, list(history)))
        if self.log:
            with self.log.open("a") as lines:
                print(json.dumps([question, list(history)]), file=lines, flush=True)
        if not question.strip():
            raise QuestionError("Type a question first.")
        if len(question) > 2000:
            raise QuestionError("The question has 10,000 characters; at most 2,000 are read. Shorten it.")
        if "locked" in question:
            raise LibraryError("Another process is writing to the library. Try again when it is done.")
        if "crash" in question:
            raise ZeroDivisionError("secret detail")
        time.sleep(self.pause)
        answer = self._answer(question)
        for sentence in () if answer.abstained else answer.sentences:
            yield sentence
            time.sleep(self.pause)
        yield answer

    def _answer(self, question: str) -> Answer:
        if "ferry" in question:
            return ferry_answer(question)
        if "hostile" in question:
            quote = cite(1, BAD, f"The quotation {HOSTILE} ends here.", BAD)
            return answered(
                question, [Sentence(quote.quote, (1,))], [quote], short=HOSTILE, notes=(HOSTILE,),
                conflicts=(Conflict(HOSTILE, (ConflictValue(HOSTILE, (1,)),)),),
                resolved_dates=(ResolvedDate(HOSTILE, date(2015, 1, 1), date(2015, 1, 31), date(2015, 1, 2)),),
            )  # fmt: skip
        nearest = tuple(Nearest(source_of(article), 0.2) for article in (FERRY, BRIDGE, NAMELESS))
        text = "The articles do not say."
        return Answer(question, question, text, "", "what", True, 0.1, "extractive", nearest=nearest)


EXAMPLES = ("How many people were on the ferry?", HOSTILE)


def start_chat(log: Path) -> subprocess.Popen[str]:
    """A process that serves the chat; its first line is the address. Close its standard input to end it."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fakes_web", str(log)],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    from ui.web import serve

    threading.Thread(target=_end_with_parent, daemon=True).start()
    chain: Any = FakeChain(pause=0.15, log=Path(sys.argv[1]))
    serve(chain, port=0, examples=EXAMPLES, on_ready=lambda url: print(url, flush=True))
