"""What follows from the measurements of `dateline bench`: ratios and their spread by hand, tables, the page."""

from __future__ import annotations

import json
import math
import re
from itertools import pairwise
from typing import Any

import pytest

from eval.bench.fitting import Cut, fit
from eval.bench.labels import digits, times, written
from eval.bench.page import to_html
from eval.bench.pipeline import PIPELINES, Splitter
from eval.bench.plan import Options, measurements
from eval.bench.ratios import Spread, medians, ratios, times_better
from eval.bench.render import to_markdown, warnings
from eval.bench.report import Report, Size

LATENCIES = {f"{what}_ms_p{part}": 10.0 + part for what in ("retrieval", "answer") for part in (50, 95, 99)}


def figures(passages: int, speed: float, **more: float) -> dict[str, float]:
    return {
        "articles": 10,
        "passages": passages,
        "index_seconds": passages / speed,
        "articles_per_second": speed / 8,
        "passages_per_second": speed,
        "peak_memory_mb": 400,
        "store_mb": 8,
        **LATENCIES,
        **more,
    }


def report(**settings: Any) -> Report:
    ours, theirs = (
        figures(100, 80, cold_answer_seconds=2, embedding_share=0.9),
        figures(101, 32, cold_answer_seconds=9),
    )
    grown = [
        Size(n, (figures(n, 900, add_seconds=0.2),), (figures(n, 600, add_seconds=0.1),))
        for n in (1000, 100_000)
    ]
    made = {
        "version": "1.2.3",
        "commit": None,
        "started": "2026-01-02T03:04:05+00:00",
        "machine": {"system": "Linux", "python": "3.11", "processor": None, "cores": 2, "memory_gb": 8.0},
        "packages": {"chromadb": "1.5.9"},
        "load_average": 0.1,
        "model": "all-MiniLM-L6-v2",
        "runtime": {"dateline": "onnx-int8", "plain": "sentence-transformers"},
        "splitter": {"chunk_size": 180, "chunk_overlap": 40},
        "passages_read": 16,
        "data": None,
        "seed": 0,
        "rounds": 2,
        "questions": 5,
        "notes": ["A note."],
    }
    return Report(made | settings, [Size(100, (ours, ours), (theirs, theirs))], grown, 12)


def test_rates_are_divided_one_way_and_times_the_other() -> None:
    assert times_better("passages_per_second", 80, 32) == 2.5
    assert times_better("cold_answer_seconds", 2, 9) == 4.5
    assert times_better("store_mb", 9, 3) == pytest.approx(1 / 3)
    assert times_better("reindex_seconds", 0, 3) is None


def test_a_ratio_is_the_median_of_paired_rounds_with_the_least_and_the_most() -> None:
    ours = [{"passages_per_second": 80}, {"passages_per_second": 60}, {"passages_per_second": 90}]
    theirs = [{"passages_per_second": 40}, {"passages_per_second": 20}, {"passages_per_second": 36}]
    # round by round 2, 3, 2.5; medians first would have given 80 / 36 = 2.22
    assert ratios(ours, theirs) == {"passages_per_second": Spread(2.5, 2.0, 3.0, 3)}


def test_a_figure_that_one_round_lacks_has_no_ratio() -> None:
    ours = [{"store_mb": 2, "add_seconds": 1}, {"store_mb": 4}]
    theirs = [{"store_mb": 4, "add_seconds": 1}, {"store_mb": 4, "add_seconds": 1}]
    assert ratios(ours, theirs) == {"store_mb": Spread(1.5, 1.0, 2.0, 2)}
    with pytest.raises(ValueError, match="zip"):
        ratios(ours, theirs[:1])


def test_medians_are_taken_of_each_figure_to_four_digits() -> None:
    assert medians([{"a": 1.23456, "n": 123456}, {"a": 3.0}, {"a": 2.34567}]) == {"a": 2.346, "n": 123456}


def test_the_pipelines_alternate_and_take_turns_at_going_first() -> None:
    order = [str(one) for one in measurements(Options(passages=(10,), rounds=3, growth=(20, 30)))]
    assert [line.partition(",")[0] for line in order] == [
        *("Dateline", "plain pipeline", "plain pipeline", "Dateline", "Dateline", "plain pipeline"),
        *("Dateline", "plain pipeline", "plain pipeline", "Dateline"),
    ]
    assert order[2] == "plain pipeline, 10 passages, round 2"
    assert order[-1] == "Dateline, 30 passages, without embedding"


@pytest.mark.parametrize(("words", "share"), [(95, 1.25), (60, 1.0), (140, 1.1)])
def test_the_splitter_that_cuts_alike_is_found(words: float, share: float) -> None:
    def cut(splitter: Splitter) -> Cut:  # 1.5 tokens a word, 20 tokens of metadata, overlap used by a third
        size = splitter.chunk_size - 20
        return Cut(size / 1.5, 1 / (1 - splitter.chunk_overlap / 3 / size))

    found = cut(fit(cut, Cut(words, share)))
    assert found.words == pytest.approx(words, rel=0.02)
    assert found.share == pytest.approx(share, rel=0.03)


@pytest.mark.parametrize(
    ("value", "text"),
    [(12345.6, "12,346"), (99.96, "100.0"), (7.0, "7.00"), (0.1234, "0.12"), (0.00941, "0.0094")],
)
def test_numbers_are_written_with_the_digits_that_count(value: float, text: str) -> None:
    assert digits(value) == text


def test_figures_are_written_with_their_units() -> None:
    assert written("passages_per_second", 79.26) == "79.3/s"
    assert written("embedding_share", 0.912) == "91.2 %"
    assert written("store_mb", None) == "–"
    assert times(0.5) == "0.50×"


def test_the_json_value_has_every_key_and_only_numbers_that_json_has() -> None:
    value = json.loads(report().to_json())
    assert list(value) == ["benchmark", "settings", "sizes", "growth", "whole"]
    assert value["whole"] is None
    (size,) = value["sizes"]
    assert list(size) == ["passages", *PIPELINES, "ratios", "rounds"]
    assert size["ratios"]["passages_per_second"] == {"value": 2.5, "low": 2.5, "high": 2.5, "rounds": 2}
    assert len(size["rounds"]) == 2
    assert value["growth"]["added_articles"] == 12
    assert [one["passages"] for one in value["growth"]["sizes"]] == [1000, 100_000]


def test_markdown_has_every_size_with_its_figures() -> None:
    text = to_markdown(report())
    assert "## 100 passages\n" in text
    assert "## 100,000 passages, without embedding\n" in text
    assert "| Passages indexed | 80.0/s | 32.0/s | 2.50× | 2.50–2.50× |" in text
    assert "- A note." in text


def test_a_busy_machine_is_said_to_be_one() -> None:
    assert warnings(report()) == []
    (warning,) = warnings(report(load_average=1.7))
    assert "load 1.7 on 2 cores" in warning
    assert warning in to_html(report(load_average=1.7))


def test_the_page_loads_nothing_and_shows_what_comes_from_outside_as_text() -> None:
    page = to_html(report(data="<img src=x onerror=alert(1)>", notes=["<script>alert(1)</script>"]))
    assert page.count('<svg class="plot"') == 2 + 5
    assert "<script" not in page
    assert "<img" not in page
    assert not re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!\#|"\#|url)[a-z]+:""", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "plots share a name"
    assert not re.findall(r"#0[1-5]0[1-5]0[1-5]", page), "a colour that is not the page's"


def test_a_page_of_one_size_without_growth_has_its_two_plots() -> None:
    made = report()
    page = to_html(Report(made.settings, made.sizes, [], 0))
    assert page.count('<svg class="plot"') == 2
    assert "Growth" not in page


def test_every_axis_has_a_mark_whatever_its_range() -> None:
    from matplotlib.figure import Figure

    from eval.bench.svg import logarithmic

    for low, high in ((1, 1), (0.97, 1.03), (1, 10), (0.01, 40_000)):
        axes = Figure(figsize=(5, 4)).add_subplot()
        logarithmic(axes, "x", low, high, 240, 20, str)
        marks = axes.xaxis.get_major_locator()()
        first, last = axes.get_xlim()
        assert len(marks) >= 1
        assert first < low <= high < last
        gaps = [240 * math.log10(b / a) / math.log10(last / first) for a, b in pairwise(marks)]
        assert all(gap > 30 for gap in gaps), "labels would touch"
