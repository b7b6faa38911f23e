"""The page of a run: well-formed, self-contained, safe with hostile text, and nothing of the run left out."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest

from eval.page import to_html
from eval.page.embed import LONGEST, PASSAGES
from eval.page.glossary import by_rank, headlines, main_measure
from tests.eval_runs import EVIDENCE, HOSTILE, figure, item, passage, run, support_run

VOID = {"meta", "br", "img", "input", "link", "hr", "wbr"}


class _Page(HTMLParser):
    """Reads a page strictly: each element that is opened is closed, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[list[str]] = []  # tag, and its own text so far
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append([tag, ""])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        opened, text = self.open.pop()
        assert opened == tag
        self.texts.setdefault(tag, []).append(text)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][1] += data

    def values(self, attribute: str) -> list[str | None]:
        return [value for _, name, value in self.attributes if name == attribute]

    def data(self) -> dict[str, Any]:
        """What the page's script reads."""
        data: dict[str, Any] = json.loads(self.texts["script"][0])
        return data


def test_the_page_is_well_formed_and_no_two_parts_share_an_id() -> None:
    page = _Page(to_html(run()))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = {str(value)[1:] for value in page.values("href")}
    assert targets <= set(ids)
    assert page.tags["svg"] == 4


def test_the_page_loads_nothing_and_runs_only_its_own_script() -> None:
    html = to_html(run())
    page = _Page(html)
    for name in ("src", "srcset", "data", "action", "poster", "xlink:href", "background", "formaction"):
        assert page.values(name) == []
    assert all(str(value).startswith("#") for value in page.values("href"))
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    assert "url(" not in html.replace("url(#", "")
    assert "@import" not in html
    assert "://" not in html
    digest = base64.b64encode(hashlib.sha256(page.texts["script"][1].encode()).digest()).decode()
    policy = next(str(value) for value in page.values("content") if "default-src" in str(value))
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_hostile_text_stays_text_wherever_it_stands() -> None:
    hostile = item(HOSTILE, HOSTILE, correct=False)
    hostile |= {"type": HOSTILE, "said": HOSTILE, "accepted": HOSTILE, "retrieved": [passage(0, HOSTILE)]}
    figures = {HOSTILE: figure(0.5)}
    html = to_html(
        run(
            benchmark=HOSTILE,
            settings={HOSTILE: HOSTILE, "mode": HOSTILE, "notes": [HOSTILE]},
            measures=figures,
            skipped=[HOSTILE],
            by_kind={HOSTILE: figures},
            items=[hostile],
        )
    )
    page = _Page(html)
    assert page.tags["script"] == 2
    assert page.tags["img"] == 0
    assert "\u2028" not in page.texts["script"][0]
    (told,) = page.data()["items"]
    assert (told["id"], told["question"], told["said"], told["accepted"]) == (HOSTILE,) * 4
    assert page.data()["passages"][0]["text"] == HOSTILE


def test_every_question_is_there_with_all_that_came_of_it() -> None:
    given = run()
    data = _Page(to_html(given)).data()
    assert [one["id"] for one in data["items"]] == ["q-right", "q-wrong", "q-silent", "q-talk"]
    for told, one in zip(data["items"], given["items"], strict=True):
        for key in "type question said accepted correct confidence guess_correct overlap scores".split():
            assert told[key] == one[key]
        assert told["answer"]["text"] == one["answer"]["text"]
        assert [quoted["quote"] for quoted in told["answer"]["citations"]] == [
            quoted["quote"] for quoted in one["answer"]["citations"]
        ]
        assert told["gold"]["evidence"] == [{"article": "ferry.txt", "quote": EVIDENCE}]
    talk = data["items"][3]
    assert [(turn["question"], turn["correct"]) for turn in talk["turns"]] == [
        ("Where did it run aground?", True),
        ("And when?", False),
    ]
    assert data["items"][2]["answer"]["nearest"][0]["title"] == "Ferry aground"


def test_a_passage_found_for_many_questions_is_written_once_and_long_lists_and_texts_are_cut() -> None:
    many = [passage(number, "x" * (LONGEST + 500)) for number in range(PASSAGES + 5)]
    items = [item(name, "When?", correct=True, retrieved=many) for name in ("first", "second")]
    data = _Page(to_html(run(items=items))).data()
    assert len(data["passages"]) == PASSAGES
    assert [[place for place, *_ in one["retrieved"]] for one in data["items"]] == [list(range(PASSAGES))] * 2
    assert data["items"][0]["found"] == PASSAGES + 5
    assert data["passages"][0]["text"] == "x" * LONGEST + " …"


def test_figures_settings_and_what_was_left_out_are_told() -> None:
    texts = _Page(to_html(run())).texts
    assert {"25.0", "15.0–35.0", "4", "33"} <= set(texts["td"])
    facts = ["8 March 2024, 13:02 UTC", "version 0.1.0 (0123456)", "1,200 articles", "2 min 5 s"]
    assert set(facts) <= set(texts["span"])
    assert "One article is empty." in texts["p"]
    assert "Left out, as no question bears on them: rouge_l, citation_recall." in texts["p"]
    assert {"machine", "system", "cores"} <= set(texts["dt"])
    assert {"Answers", "Retrieval", "Other"} <= set(texts["th"])


def test_without_confidence_or_kinds_there_are_no_plots_of_them() -> None:
    page = _Page(to_html(support_run()))
    assert page.tags["svg"] == 0
    (judged,) = page.data()["items"]
    assert judged["answer"] is None
    assert judged["correct"] is None
    assert judged["retrieved"] == []
    assert judged["more"] == {"conditions": {"second reading": {"said": "not supported", "correct": True}}}
    assert judged["gold"]["label"] == "not supported"
    assert judged["gold"]["document"] == "d" * LONGEST + " …"


@pytest.mark.parametrize("kind", ["noise $x^{0.4", "出来事 😀", "a" * 300, 'say "#x" & <b>', "two\nlines"])
def test_any_name_of_a_kind_can_be_drawn(kind: str) -> None:
    page = _Page(to_html(run(by_kind={kind: {"answer_correct": figure(0.5)}})))
    assert page.tags["svg"] == 4
    assert page.tags["b"] == len(run()["measures"])  # those of the bars, none of a name


def test_a_page_of_a_run_is_the_same_each_time() -> None:
    assert to_html(run()) == to_html(run())


def test_the_first_known_measure_stands_for_the_run() -> None:
    assert main_measure({"a": {"f1": 1, "em": 1}, "b": {"hits@10": 1}}) == "em"
    assert main_measure({"a": {"em_abstaining": 1, "accuracy": 1}}) == "accuracy"
    assert main_measure({"a": {"hits@10": 1}, "b": {"answer_correct": 1}}) == "answer_correct"
    assert main_measure({"a": {"hits@10": 1}}) == "hits@10"
    assert main_measure({"a": {}}) is None


def test_headlines_take_one_measure_from_each_side() -> None:
    assert headlines(["hits@10", "mrr@10", "f1_abstaining", "em_abstaining", "refused_unanswerable"]) == (
        "em_abstaining",
        "f1_abstaining",
        "refused_unanswerable",
        "hits@10",
    )


def test_a_curve_needs_two_depths() -> None:
    names = "hits@10 hits@1 hits@5 recall@5 answer_recall@1 answer_recall@50 mrr@1 mrr@10".split()
    assert by_rank(names) == {"answer_recall": [1, 50], "hits": [1, 5, 10]}
