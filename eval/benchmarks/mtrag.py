"""MT-RAG and MT-RAG-UN: the last question of a conversation, asked with what was said before it and without.

Katsis et al., "mtRAG: A Multi-Turn Conversational Benchmark for Evaluating Retrieval-Augmented Generation Systems",
TACL 2025; Rosenthal et al., "MTRAG-UN: A Benchmark for Open Challenges in Multi-Turn RAG Conversations", ACL 2026.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eval.asking import ABSTAINED, asked
from eval.datafiles import files_in, records
from eval.errors import DatasetError
from eval.fields import Fields
from eval.item import Item
from eval.judging import Judgment, cites
from eval.measures.abstention import MEASURES as ABSTENTION
from eval.measures.abstention import abstention
from eval.measures.citation_precision import citation_precision
from eval.measures.citation_recall import citation_recall
from eval.measures.normalise import without_markers
from eval.measures.ranking import ranking_measures
from eval.measures.rouge_l import rouge_l
from eval.measures.tally import Scores, Tally, share
from eval.measures.token_f1 import token_f1
from eval.outcome import Outcome, not_found
from eval.pool import digest, open_records
from eval.question import Evidence, Turn, draw, unique
from eval.report import Report, report
from eval.runner import Options, run
from eval.settings import settings_of
from index.article import Article
from rag import Chain
from rag.result import Answer

DEPTH = 10  # passages retrieved for each question
_RANKING = ("recall@5", "recall@10", "hits@5", "hits@10", "mrr@10", "map@10")
MEASURES = (
    *_RANKING,
    *("rouge_l", "f1_abstaining", "citation_precision", "citation_recall"),
    *ABSTENTION,
)
_ROLES = {"user": "user", "agent": "assistant"}
_SAY = {"answerable": True, "partial": True, "unanswerable": False, "conversational": False}
Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """A gold passage of a task; `key` names it in the pool."""

    key: str
    document: str
    title: str | None
    text: str

    def record(self) -> dict[str, str | None]:
        """Give it as an article to index."""
        return {"id": self.key, "title": self.title, "text": self.text}


@dataclass(frozen=True, slots=True)
class Task:
    """A question, the messages before it, what a person would answer, and the passages that person had."""

    id: str
    question: str
    history: tuple[Message, ...]
    contexts: tuple[Context, ...]
    targets: tuple[str, ...]
    kind: str

    @property
    def answerable(self) -> bool | None:
        """Whether the contexts say; None where that is not the point, or no context is given that would say it.

        As the scoring script of the benchmark has it: to answer is right where they say it in part, and not to
        answer is right for small talk ("conversational"). An underspecified question wants a question back.
        """
        says = _SAY.get(self.kind)
        return None if says and not self.contexts else says

    def turn(self) -> Turn:
        """The question with the answer of a person, and its contexts for evidence."""
        evidence = tuple(Evidence(context.document, context.text) for context in self.contexts)
        return Turn(self.question, None if self.answerable is False else self.targets, evidence=evidence)


def load_mtrag(path: Path) -> list[Task]:
    """Read the tasks. Raises `DatasetError`."""
    tasks = [
        _task(item) for item in unique((item for file in files_in(path) for item in records(file)), "task_id")
    ]
    if not tasks:
        raise DatasetError(f"{path}: there are no tasks in it. Give the tasks of MT-RAG.")
    return tasks


def _task(item: Fields) -> Task:
    messages = [_message(part) for part in item.objects("input")]
    if not messages or messages[-1]["role"] != "user":
        raise item.error("input", "does not end with the user. Put the question last")
    history = messages[:-1]
    question = item.objects("input")[-1].question("text")
    kinds = item.texts("answerability")
    if not kinds:
        raise item.error("answerability", 'is empty. Write ["ANSWERABLE"] or ["UNANSWERABLE"]')
    task = Task(
        item.name("task_id"),
        question,
        tuple(history),
        tuple(dict.fromkeys(_context(part) for part in item.objects("contexts"))),
        tuple(target.text("text") for target in item.objects("targets", optional=True)),
        kinds[0].lower(),
    )
    if task.answerable and not task.targets:
        raise item.error("targets", 'is empty. Give an answer, or ["UNANSWERABLE"] for "answerability"')
    return task


def _message(part: Fields) -> Message:
    speaker = part.text("speaker")
    if speaker not in _ROLES:
        raise part.error("speaker", f'is "{speaker}". Write "user" or "agent"')
    return {"role": _ROLES[speaker], "content": part.text("text")}


def _context(part: Fields) -> Context:
    document, text = part.name("document_id"), part.text("text")
    return Context(digest(f"{document}\n{text}"), document, part.optional("title"), text)


def mtrag(data: Path, options: Options) -> Report:
    """Ask every task with its history and without it, over the contexts of all tasks, and measure both.

    The figures of the run are those with history; the kinds "with history" and "without history" are over the
    same tasks, those that have one. A context is found where a passage of it is; the first k passages count, not
    the first k contexts. Tasks without contexts bear on no measure of retrieval. The whole prose is compared with
    the answer of a person. It counts as right where it cites one of the contexts, which is lenient: they are long,
    and what was cited of them need not be the answer.
    """
    tasks = load_mtrag(data)
    pool_records = {context.key: context.record() for task in tasks for context in task.contexts}
    with open_records(pool_records.values(), options) as pool:
        settings = settings_of(files_in(data), options, pool.settings)
        articles = {article.key: article for article in pool.library.articles()}
        items = run(
            "mtrag",
            draw(tasks, options.limit, options.seed),
            partial(_ask, pool.chain, articles, options),
            options,
            settings.depends_on,
        )
    missing = not_found([(item.id, item.detail) for item in items])
    return report("mtrag", items, MEASURES, settings.finish(evidence_not_found=missing))


def _ask(chain: Chain, articles: Mapping[str, Article], options: Options, task: Task) -> Item:
    judgments = tuple(_judgment(context, articles) for context in task.contexts)
    outcome = _outcome(chain, options, task, task.history, judgments)
    alone = _outcome(chain, options, task, (), judgments) if task.history else outcome
    scores = _scores(task, outcome)
    told = outcome.to_dict()
    return Item(
        id=task.id,
        type=task.kind,
        question=task.question,
        said=_prose(outcome.answer) or ABSTAINED,
        accepted=told["accepted"],
        correct=None if task.answerable is None else outcome.correct,
        scores=scores,
        kinds={"with history": scores, "without history": _scores(task, alone)} if task.history else {},
        confidence=outcome.guess.confidence,
        guess_correct=None if task.answerable is None else outcome.guess_correct,
        detail={
            **{name: told[name] for name in ("answer", "gold", "retrieved", "trace")},
            "history": list(task.history),
            "guess": _prose(outcome.guess),
            "without_history": {
                "said": _prose(alone.answer) or ABSTAINED,
                "confidence": round(alone.guess.confidence, 4),
                "retrieved": [hit.passage.id for hit in alone.hits[:DEPTH]],
            },
        },
    )


def _judgment(context: Context, articles: Mapping[str, Article]) -> Judgment:
    """The whole article is the evidence; a context that is not in the pool has no place, and counts as missed."""
    article = articles.get(context.key)
    places = {article.id: ((0, len(article.text)),)} if article else {}
    return Judgment(Evidence(context.document, context.text), places)


def _outcome(
    chain: Chain, options: Options, task: Task, history: Sequence[Message], judgments: tuple[Judgment, ...]
) -> Outcome:
    both = asked(
        lambda below: chain.answer(task.question, history=history, mode=options.mode, abstain_below=below)
    )
    return Outcome(
        task.turn(),
        both.answer,
        both.guess,
        tuple(chain.retrieve(task.question, k=max(DEPTH, options.settings.found), history=history)),
        judgments,
        _cites_gold(both.answer, judgments) if task.answerable else both.answer.abstained,
        bool(task.answerable) and _cites_gold(both.guess, judgments),
        options.settings.read,
    )


def _cites_gold(answer: Answer, judgments: Sequence[Judgment]) -> bool:
    return any(cites(citation, judgment) for citation in answer.citations for judgment in judgments)


def _prose(answer: Answer) -> str:
    """The words of a long answer; "" for an abstention."""
    return "" if answer.abstained else without_markers(answer.text)


def _scores(task: Task, outcome: Outcome) -> Scores:
    answer, judgments = outcome.answer, outcome.judgments
    scores: dict[str, Tally] = {}
    if judgments:
        ranking = ranking_measures(_RANKING, len(judgments), outcome.found())
        scores |= {name: share(value) for name, value in ranking.items()}
    if task.answerable:
        scores["rouge_l"] = share(rouge_l(_prose(answer), task.targets))
        scores["f1_abstaining"] = share(token_f1(_prose(answer), task.targets))
        scores["citation_precision"] = citation_precision(answer, answerable=True, judgments=judgments)
        scores["citation_recall"] = citation_recall(answer, answerable=True, judgments=judgments)
    if task.answerable is not None:
        scores |= abstention(answer.abstained, task.answerable)
    return scores
