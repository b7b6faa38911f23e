"""A run asks every turn with the answers before it, and its report says what came out, in the agreed shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from eval.benchmarks.suite import Message, ask_question
from eval.errors import DatasetError
from eval.item import Item
from eval.judging import by_name
from eval.outcome import not_found
from eval.question import Evidence, Question, Turn, draw
from eval.render import to_markdown, to_table
from eval.report import Report, report
from eval.runner import Options, Step, run
from eval.scoring import MEASURES
from index.article import Article, Hit, Passage
from rag.result import Answer, Citation, Source
from rag.settings import Settings

TEXT = "Three ships sank off Varro. Ann Bok led the rescue."
STORM = Article("storm0000000", "Storm", TEXT, key="storm.txt")
SINKING = Evidence("storm.txt", "Three ships sank")
RESCUE = Evidence("storm.txt", "Ann Bok led")


class FakeChain:
    """Answers from a list of (question, short, quote); what is not on it the articles do not say."""

    def __init__(self, *known: tuple[str, str, str]) -> None:
        self.known = {question: (short, quote) for question, short, quote in known}
        self.histories: list[Sequence[Message]] = []

    def answer(
        self, question: str, *, history: Sequence[Message], mode: str, abstain_below: float | None
    ) -> Answer:
        """Answer with what is known, after noting the history; what is not known cannot be guessed."""
        if abstain_below is None:
            self.histories.append(history)
        if question not in self.known:
            return Answer(question, question, "The articles do not say.", "", "other", True, 0.0, mode)
        short, quote = self.known[question]
        start = TEXT.index(quote)
        source = Source(STORM.id, STORM.title, None, None, None)
        citation = Citation(1, source, quote, start, start + len(quote), "p1", 1.0)
        return Answer(
            question, question, f"{quote}[1]", short, "who", False, 0.9, mode, citations=(citation,)
        )

    def retrieve(self, question: str, *, k: int, history: Sequence[Message]) -> list[Hit]:
        """Find both sentences, always in the same order."""
        assert question
        assert history is not None
        cut = TEXT.index("Ann")
        first = Passage("p1", STORM.id, TEXT[:cut], 0, cut, ())
        second = Passage("p2", STORM.id, TEXT[cut:], cut, len(TEXT), ())
        return [Hit(first, STORM, 0.9), Hit(second, STORM, 0.5)][:k]


def single(
    name: str, kind: str, question: str, answers: tuple[str, ...] | None, *evidence: Evidence
) -> Question:
    return Question(name, kind, (Turn(question, answers, evidence=evidence),))


QUESTIONS = (
    single("q1", "number", "How many ships sank?", ("three", "3"), SINKING),
    single("q2", "who", "Who led the rescue?", ("Ann Bok",), RESCUE),
    single("q3", "silent", "Who owned the ships?", None),
    Question(
        "q4",
        "talk",
        (
            Turn("How many ships sank?", ("three",), evidence=(SINKING,)),
            Turn("Who led the rescue?", ("Ann Bok",), evidence=(RESCUE,)),
        ),
        conversation=True,
    ),
)


pytestmark = pytest.mark.usefixtures("eval_cache")


def ask(chain: FakeChain) -> Callable[[Question], Item]:
    return partial(ask_question, chain, by_name([STORM]), {STORM.id: STORM}, Options())


def measured(*questions: Question, chain: FakeChain | None = None) -> Report:
    chain = chain or FakeChain(
        ("How many ships sank?", "Three", "Three ships sank off Varro."),
        ("Who led the rescue?", "", "Three ships sank off Varro."),  # cites the wrong sentence
    )
    items = run("suite", questions or QUESTIONS, ask(chain), Options(), {})
    return report("suite", items, MEASURES, {"articles": 1})


def test_the_figures_of_a_run_are_those_computed_by_hand() -> None:
    values = {name: (figure.value, figure.n) for name, figure in measured().measures.items()}
    assert values == {
        "answer_correct": (0.5, 4),  # q1 and q3; q4 fails with its second turn
        "em_abstaining": (pytest.approx(3 / 5), 4),  # of five turns q1, q3 and the first of q4
        "f1_abstaining": (pytest.approx(3 / 5), 4),
        "citation_precision": (0.5, 3),
        "citation_recall": (0.5, 3),
        "quotations_exact": (1.0, 3),
        "abstention_precision": (1.0, 1),
        "abstention_recall": (1.0, 1),
        "abstention_balanced_accuracy": (1.0, 4),
        "refused_unanswerable": (1.0, 1),
        "refused_answerable": (0.0, 3),
        "hits@1": (0.5, 3),
        "hits@5": (1.0, 3),
        "hits@10": (1.0, 3),
        "recall@5": (1.0, 3),
        "recall@10": (1.0, 3),
        "map@10": (0.75, 3),
        "mrr@10": (0.75, 3),
        "lexical_overlap": (pytest.approx(6 / 8), 3),  # "ships sank", "led" but not "rescue", and both again
    }


def test_a_turn_is_asked_after_the_answers_really_given_and_questions_do_not_mix() -> None:
    chain = FakeChain(("How many ships sank?", "Three", "Three ships sank"))
    run("suite", QUESTIONS, ask(chain), Options(), {})
    *singles, first, second = chain.histories
    assert [*singles, first] == [(), (), (), ()]
    assert second == (
        {"role": "user", "content": "How many ships sank?"},
        {"role": "assistant", "content": "Three ships sank[1]"},
    )


def test_progress_counts_up_to_all_questions() -> None:
    steps: list[Step] = []
    run("suite", QUESTIONS, ask(FakeChain()), Options(progress=steps.append), {})
    assert [(step.done, step.total) for step in steps] == [(done, 4) for done in range(5)]


def test_the_json_of_a_run_has_the_agreed_shape() -> None:
    value = json.loads(measured().to_json())
    assert set(value) == {
        *("benchmark", "questions", "settings", "measures", "skipped", "by_kind", "calibration", "items")
    }
    assert (value["benchmark"], value["questions"]) == ("suite", 4)
    for measures in (value["measures"], *value["by_kind"].values()):
        for figure in measures.values():
            assert set(figure) == {"value", "low", "high", "n"}
            assert figure["low"] <= figure["value"] <= figure["high"]
            assert figure["n"] > 0
    assert list(value["by_kind"]) == ["number", "who", "silent", "talk"]
    assert value["by_kind"]["who"]["answer_correct"]["value"] == 0.0
    assert "abstention_precision" not in value["by_kind"]["silent"]  # there silence is always right
    keys = {
        *("id", "type", "question", "said", "accepted", "answer", "gold", "correct", "retrieved", "scores"),
        *("weights", "kinds", "confidence", "guess_correct", "overlap", "turns", "trace"),
    }
    assert all(set(item) == keys for item in value["items"])
    first, talk = value["items"][0], value["items"][3]
    assert first["answer"]["citations"][0]["quote"] == "Three ships sank off Varro."
    assert first["gold"]["evidence"][0]["places"] == [{"article_id": STORM.id, "start": 0, "end": 16}]
    assert [hit["relevant"] for hit in first["retrieved"]] == [True, False]
    assert [turn["correct"] for turn in talk["turns"]] == [True, False]
    assert (talk["correct"], talk["question"]) == (False, "Who led the rescue?")


def test_every_measure_can_be_computed_again_from_the_items() -> None:
    value = measured().to_dict()
    for name, figure in value["measures"].items():
        if name == "abstention_balanced_accuracy":  # made of the two refusals
            continue
        items = [item for item in value["items"] if name in item["scores"]]
        part = sum(item["scores"][name] * item["weights"][name] for item in items)
        assert part / sum(item["weights"][name] for item in items) == pytest.approx(figure["value"], abs=1e-5)
        assert len(items) == figure["n"]


def test_a_measure_that_no_question_bears_on_is_left_out_and_named() -> None:
    value = measured(QUESTIONS[2]).to_dict()
    assert set(value["measures"]) == {
        "answer_correct",
        "em_abstaining",
        "f1_abstaining",
        "abstention_precision",
        "abstention_recall",
        "refused_unanswerable",
    }
    assert value["skipped"] == [
        "citation_precision",
        "citation_recall",
        "quotations_exact",
        "abstention_balanced_accuracy",
        "refused_answerable",
        "hits@1",
        "hits@5",
        "hits@10",
        "recall@5",
        "recall@10",
        "map@10",
        "mrr@10",
        "lexical_overlap",
    ]


def test_an_item_with_groups_only_has_no_exact_match() -> None:
    both = Question("q5", "multi", (Turn("How many ships sank?", (), (("three",), ("Varro",))),))
    result = measured(both)
    assert result.measures["answer_correct"].value == 1.0
    assert "em_abstaining" in result.skipped


def test_evidence_that_stands_nowhere_is_named_and_missed() -> None:
    lost = single("q6", "number", "How many ships sank?", ("three",), Evidence("lost.txt", "Three ships"))
    result = measured(lost)
    assert not_found([(item.id, item.detail) for item in result.items]) == ["q6: lost.txt"]
    assert result.measures["hits@10"].value == 0.0
    assert result.measures["citation_recall"].value == 0.0


def test_markdown_shows_figures_and_failures_and_escapes_what_it_shows() -> None:
    odd = single("q7", "who", "Who | <b>owned</b>\n it?", ("Ann",))
    text = to_markdown(measured(*QUESTIONS, odd))
    assert "| hits@1 | 50.0 |" in text
    assert "| q2 | who | Who led the rescue? | Three ships sank off Varro. | Ann Bok |" in text
    assert "| q7 | who | Who \\| &lt;b>owned&lt;/b> it? | (abstained) | Ann |" in text


def test_the_table_names_what_went_wrong_and_takes_no_markup_from_data() -> None:
    odd = single("q[/red]", "[bold]who", "Who owned it?", ("Ann",))
    console = Console(width=100)
    with console.capture() as shown:
        console.print(to_table(measured(*QUESTIONS, odd)))
    assert "Not right: q2, q4, q[/red]" in shown.get()
    assert "[bold]who" in shown.get()


def test_a_draw_is_repeatable_keeps_the_order_and_never_exceeds_the_set() -> None:
    drawn = [question.id for question in draw(QUESTIONS, 2, seed=1)]
    assert len(drawn) == 2
    assert drawn == sorted(drawn)
    assert drawn == [question.id for question in draw(QUESTIONS, 2, seed=1)]
    assert len({tuple(draw(QUESTIONS, 2, seed=seed)) for seed in range(10)}) > 1
    assert draw(QUESTIONS, 9, seed=0) == QUESTIONS
    with pytest.raises(DatasetError, match="--limit 0"):
        draw(QUESTIONS, 0, seed=0)


class InterruptedRunError(Exception):
    """Stands for Ctrl+C: a real one would end the test run."""


def test_an_interrupted_run_goes_on_where_it_was_and_a_finished_one_measures_anew(eval_cache: Path) -> None:
    def stop(step: Step) -> None:
        if step.done == 2:
            raise InterruptedRunError

    first, second = FakeChain(), FakeChain()
    with pytest.raises(InterruptedRunError):
        run("suite", QUESTIONS, ask(first), Options(progress=stop), {"corpus": "c"})
    (journal,) = (eval_cache / "eval" / "runs").iterdir()
    with journal.open("a", encoding="utf-8") as file:
        file.write('{"id": "q3", "ty')  # killed while it wrote
    steps: list[Step] = []
    items = run("suite", QUESTIONS, ask(second), Options(progress=steps.append), {"corpus": "c"})
    assert len(second.histories) == 3  # q3 and both turns of q4
    assert "2 of 4 were asked before" in steps[0].note
    assert [item.to_dict() for item in items] == [
        item.to_dict() for item in run("suite", QUESTIONS, ask(FakeChain()), Options(), {"corpus": "c"})
    ]
    assert not journal.exists()


def test_what_is_measured_is_kept_until_it_is_written_down(eval_cache: Path) -> None:
    chain, options = FakeChain(), Options(journals=[])
    run("suite", QUESTIONS, ask(chain), options, {})
    again = FakeChain()
    assert len(run("suite", QUESTIONS, ask(again), Options(journals=[]), {})) == 4
    assert again.histories == []
    options.forget()
    assert list((eval_cache / "eval" / "runs").iterdir()) == []


def test_what_was_asked_of_other_articles_is_asked_again() -> None:
    def stop(step: Step) -> None:
        if step.done == 2:
            raise InterruptedRunError

    chain = FakeChain()
    with pytest.raises(InterruptedRunError):
        run("suite", QUESTIONS, ask(FakeChain()), Options(progress=stop), {"corpus": "one"})
    run("suite", QUESTIONS, ask(chain), Options(), {"corpus": "two"})
    assert len(chain.histories) == 5


def test_what_was_asked_of_a_chain_with_other_settings_is_asked_again() -> None:
    def stop(step: Step) -> None:
        if step.done == 2:
            raise InterruptedRunError

    chains = FakeChain(), FakeChain()
    with pytest.raises(InterruptedRunError):
        run("suite", QUESTIONS, ask(FakeChain()), Options(progress=stop), {})
    run("suite", QUESTIONS, ask(chains[0]), Options(settings=Settings(rerank=False)), {})
    run("suite", QUESTIONS, ask(chains[1]), Options(), {})
    assert [len(chain.histories) for chain in chains] == [5, 3]  # all turns; those that were left


def test_a_run_without_questions_is_an_error() -> None:
    with pytest.raises(DatasetError, match="there are no questions to ask"):
        run("suite", (), ask(FakeChain()), Options(), {})
