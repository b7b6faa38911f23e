"""The list of questions in a real browser: filtered, searched, opened, turned, attacked; at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.page import to_html
from tests import chromium
from tests.eval_runs import EVIDENCE, HOSTILE, item, passage, run, support_run

pytestmark = chromium.needs_chromium


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    started = chromium.start(tmp_path_factory.mktemp("chromium"))
    yield started
    started.quit()


class _Reader:
    """The page as a reader uses it, from a file, in a window of a given width."""

    def __init__(self, browser: Any, file: Path, width: int) -> None:
        self.browser, self.width = browser, width
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(file.as_uri())

    def all(self, css: str) -> list[Any]:
        found: list[Any] = self.browser.find_elements("css selector", css)
        return found

    def texts(self, css: str) -> list[str]:
        script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)"
        found: list[str] = self.browser.execute_script(script, css)
        return found

    def press(self, css: str) -> None:
        self.browser.execute_script(
            "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", self.all(css)[0]
        )
        self.all(css)[0].click()

    def open(self) -> None:
        """Open the first question with the keyboard; the page fills it in a moment later."""
        self.all(".item > summary")[0].send_keys("\n")
        chromium.WebDriverWait(self.browser, 20, poll_frequency=0.05).until(lambda _: self.all(".body"))

    def check(self) -> None:
        """Nothing went wrong, nothing was loaded, no planted script ran, and nothing sticks out sideways."""
        assert [entry for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"] == []
        assert self.browser.execute_script("return performance.getEntriesByType('resource').length") == 0
        assert self.browser.execute_script("return window.hacked === undefined")
        assert self.browser.execute_script("return document.documentElement.scrollWidth") <= self.width


@pytest.fixture(params=[1280, 400], ids=["desk", "phone"])
def reader(request: pytest.FixtureRequest, browser: Any, tmp_path: Path) -> _Reader:
    hostile = item("q-hostile", HOSTILE, correct=None, said=HOSTILE, retrieved=[passage(0, HOSTILE)])
    given = run()
    file = tmp_path / "report.html"
    file.write_text(to_html({**given, "items": [*given["items"], hostile], "questions": 5}), encoding="utf-8")
    return _Reader(browser, file, request.param)


def test_the_failures_can_be_looked_through(reader: _Reader) -> None:
    assert reader.texts("#count") == ["5 of 5"]
    reader.press("[value=wrong] + span")
    assert reader.texts("#count") == ["3 of 5"]
    assert reader.texts(".mark i") == ["✕"] * 3
    reader.open()
    assert reader.texts(".body blockquote") == [EVIDENCE, f"{EVIDENCE}ferry.txt"]
    assert reader.texts(".body .aside") == ["Dates Monday: 2015-01-05", "Differing: tonnes 80 [1]; 90"]
    assert reader.texts(".body .passage mark") == [EVIDENCE]
    assert reader.texts(".body .relevant") == ["relevant", ""]
    reader.check()


def test_filters_work_together(reader: _Reader) -> None:
    reader.press("[value=abstained] + span")
    assert reader.texts(".item .which") == ["q-silentwhen"]
    reader.press("[value=all] + span")
    reader.all("#words")[0].send_keys("CAFE day")
    assert reader.texts(".item .which") == ["q-wrongwhen"]
    reader.all("#words")[0].send_keys(" nowhere")
    assert reader.texts("#count") == ["No question fits."]
    assert reader.all(".item") == []
    reader.check()


def test_a_conversation_opens_turn_by_turn(reader: _Reader) -> None:
    reader.browser.execute_script(
        "const kind = document.querySelector('#kind'); kind.value = 'conversation';"
        "kind.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    assert reader.texts(".item .which") == ["q-talkconversation"]
    reader.open()
    turns = [text.split("?")[0] for text in reader.texts(".outcome h3")]
    assert turns == ["Turn 1Where did it run aground", "Turn 2And when"]
    assert reader.texts(".outcome h3 .mark") == ["✓right", "✕wrong"]
    reader.check()


def test_hostile_text_is_shown_as_it_is(reader: _Reader) -> None:
    reader.all("#words")[0].send_keys("hacked")
    assert reader.texts(".item .question") == [HOSTILE]
    reader.open()
    assert reader.texts(".body .passage") == [HOSTILE]
    assert not reader.all("#list img, #list script")
    reader.check()


def test_what_else_a_benchmark_keeps_is_shown_as_it_comes(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "support.html"
    file.write_text(to_html(support_run()), encoding="utf-8")
    reader = _Reader(browser, file, 1280)
    assert reader.texts(".item .mark") == ["–not judged"]
    reader.open()
    assert reader.texts(".body .told") == ["supported", "Monday"]
    assert reader.texts(".named dt") == [
        "label",
        "document",
        "conditions",
        "second reading",
        "said",
        "correct",
    ]
    assert reader.texts(".named .named .named dd") == ["not supported", "yes"]
    reader.check()


def test_a_long_list_is_turned_page_by_page(browser: Any, tmp_path: Path) -> None:
    items = [item(f"q-{number}", f"When was day {number}?", correct=number % 2 == 0) for number in range(120)]
    file = tmp_path / "long.html"
    file.write_text(to_html(run(items=items, questions=120)), encoding="utf-8")
    reader = _Reader(browser, file, 1280)
    assert len(reader.all(".item")) == 50
    assert reader.texts("#place") == ["1–50 of 120"]
    reader.press("#after")
    reader.press("#after")
    assert reader.texts("#place") == ["101–120 of 120"]
    assert len(reader.all(".item")) == 20
    assert not reader.all("#after")[0].is_enabled()
    reader.press("[value=wrong] + span")
    assert reader.texts("#place") == ["1–50 of 60"]
    reader.check()
