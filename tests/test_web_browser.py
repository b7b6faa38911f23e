"""The web chat in a real browser: asked, read, clicked, attacked, at the size of a desk and of a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import chromium
from tests.fakes_web import BAD, BRIDGE, COUNT, EXAMPLES, FEWER, HOSTILE, RAN_AGROUND, start_chat

webdriver = chromium.webdriver
from selenium.webdriver.common.by import By  # noqa: E402  (after importorskip)
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402  (after importorskip)

FERRY_QUESTION = EXAMPLES[0]
BRIDGE_QUESTION = "What is planned for the bridge?"

pytestmark = chromium.needs_chromium


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("chat") / "asked.jsonl"


@pytest.fixture(scope="module")
def address(log: Path) -> Iterator[str]:
    child = start_chat(log)
    try:
        url = child.stdout.readline().strip()
        assert url, child.stderr.read()
        yield url
    finally:
        child.kill()
        child.communicate()


def _asked(log: Path) -> list[tuple[str, list[dict[str, str]]]]:
    """The questions that reached the chain, each with its history."""
    return [tuple(json.loads(line)) for line in log.read_text().splitlines()] if log.exists() else []


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> Iterator[webdriver.Chrome]:
    browser = chromium.start(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.quit()


class _Page:
    """The page as a reader uses it."""

    def __init__(self, browser: webdriver.Chrome, address: str, width: int, height: int) -> None:
        self.browser = browser
        self.width = width
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(address)
        self.until(lambda: self.all(".welcome"))
        browser.get_log("browser")  # what the page before this one wrote as it was left

    def all(self, css: str) -> list:
        return self.browser.find_elements(By.CSS_SELECTOR, css)

    def text(self, css: str) -> str:
        return self.browser.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent).join('')", css
        )

    def until(self, met):
        return WebDriverWait(self.browser, 20, poll_frequency=0.05).until(lambda _: met())

    def ask(self, question: str) -> None:
        before = len(self.all(".turn"))
        self.all("#question textarea")[0].send_keys(question + "\n")
        self.until(lambda: len(self.all(".turn")) > before)
        self.settle()

    def settle(self) -> None:
        self.until(lambda: self.all(".turn") and not self.all(".turn.busy"))
        self.until(self.all("#send")[0].is_enabled)

    def press(self, css: str, nth: int = 0) -> None:
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", self.all(css)[nth])
        self.all(css)[nth].click()

    def in_view(self, css: str) -> bool:
        return self.browser.execute_script(
            "const r = document.querySelector(arguments[0]).getBoundingClientRect();"
            "return r.top >= 0 && r.bottom <= window.innerHeight",
            css,
        )


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def page(request, started, address) -> _Page:
    return _Page(started, address, *request.param)


@pytest.fixture
def desk(started, address) -> _Page:
    return _Page(started, address, 1280, 800)


def _clean(page: _Page) -> None:
    """Nothing went wrong in the page, nothing was asked of another host, no planted script ran."""
    assert [entry for entry in page.browser.get_log("browser") if entry["level"] == "SEVERE"] == []
    foreign = page.browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name)"
        ".filter(name => !name.startsWith(location.origin) && !name.startsWith('data:'))"
    )
    assert foreign == []
    assert page.browser.execute_script("return window.hacked === undefined")
    assert page.browser.execute_script("return document.documentElement.scrollWidth") <= page.width


def test_a_question_is_answered_with_quotations_that_open_beside_it(page: _Page, tmp_path: Path):
    assert "6 articles, 2 January 2015 – 21 August 2017" in page.text("#masthead")
    page.browser.save_screenshot(str(tmp_path / "welcome.png"))
    page.ask(FERRY_QUESTION)
    assert page.text(".question") == FERRY_QUESTION
    assert page.text(".short") == "198, by the newest report"
    page.until(lambda: page.text("#reading mark") == RAN_AGROUND)
    page.press(".told .chip", 1)
    page.until(lambda: page.text("#reading h2") == COUNT.title)
    assert page.text("#reading mark") == FEWER
    assert page.in_view("#reading mark")
    assert page.text(".told .chip[aria-current]").startswith("Citation 2")
    page.browser.save_screenshot(str(tmp_path / "article.png"))
    _clean(page)


def test_a_citation_of_an_earlier_answer_still_opens(page: _Page):
    page.ask(FERRY_QUESTION)
    page.ask("Who owns the lighthouse?")
    page.press(".turn:first-child .told .chip", 2)
    page.until(lambda: page.text("#reading mark").startswith("“Nobody was hurt"))
    assert page.in_view("#reading mark")
    if page.width < 600:
        page.press(".story .back")
        page.until(lambda: page.in_view(".turn:first-child .told"))
    _clean(page)


def test_silence_is_plain_and_offers_what_is_near(page: _Page, tmp_path: Path):
    page.ask("Who owns the lighthouse?")
    assert page.text(".told") == "The articles do not say."
    assert not page.all(".chip")
    page.press(".sources .headline", 1)
    page.until(lambda: page.text("#reading h2") == BRIDGE.title)
    assert not page.all("#reading mark")
    page.browser.save_screenshot(str(tmp_path / "silence.png"))
    _clean(page)


def test_hostile_articles_and_questions_are_only_text(desk: _Page):
    desk.ask("hostile " + HOSTILE)
    desk.until(lambda: desk.text("#reading mark") == f"The quotation {HOSTILE} ends here.")
    assert desk.text(".question") == "hostile " + HOSTILE
    assert desk.text("#reading h2") == BAD.title
    assert not desk.all("#talk img, #reading img, #talk script, #reading script, #talk code, #reading a")
    _clean(desk)


def test_an_example_is_asked_by_a_press_and_a_new_conversation_starts_clean(desk: _Page, log: Path):
    desk.press(".example", 0)
    desk.until(lambda: desk.all(".turn"))
    desk.settle()
    assert _asked(log)[-1] == (FERRY_QUESTION, [])
    desk.press("#fresh")
    desk.until(lambda: desk.all(".welcome"))
    desk.until(lambda: not desk.all("#reading .story"))
    desk.ask(BRIDGE_QUESTION)
    assert _asked(log)[-1] == (BRIDGE_QUESTION, [])
    desk.ask("And then?")
    assert [message["content"] for message in _asked(log)[-1][1]] == [
        BRIDGE_QUESTION,
        "The articles do not say.",
    ]


def test_sentences_appear_one_by_one(desk: _Page):
    desk.browser.execute_script(
        "window.seen = new Set(); new MutationObserver(() => seen.add(document.querySelectorAll('.sentence').length))"
        ".observe(document.querySelector('#talk'), {childList: true, subtree: true})"
    )
    desk.ask(FERRY_QUESTION)
    assert {1, 2, 3} <= set(desk.browser.execute_script("return [...window.seen]"))


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "Type a question first."),
        ("locked", "Another process is writing"),
        ("crash", "Something went wrong"),
    ],
)
def test_a_problem_is_a_plain_message_and_the_question_stays(desk: _Page, question: str, message: str):
    desk.ask(question)
    assert message in desk.text(".problem")
    desk.until(lambda: desk.all("#question textarea")[0].get_property("value") == question)
    assert "ZeroDivisionError" not in desk.browser.page_source
    _clean(desk)


def test_a_second_question_waits_and_what_is_typed_meanwhile_is_kept(desk: _Page, log: Path):
    before = len(_asked(log))
    box = desk.all("#question textarea")[0]
    box.send_keys(FERRY_QUESTION + "\n")
    desk.until(lambda: desk.all(".turn.busy"))
    desk.until(lambda: box.get_property("value") == "")
    box.send_keys("next question\n")
    desk.settle()
    assert len(_asked(log)) == before + 1
    assert box.get_property("value") == "next question"


def test_a_new_conversation_ends_the_answer_under_way(desk: _Page):
    desk.all("#question textarea")[0].send_keys(FERRY_QUESTION + "\n")
    desk.until(lambda: desk.all(".turn.busy .sentence"))
    desk.press("#fresh")
    desk.until(lambda: desk.all(".welcome"))
    desk.ask(BRIDGE_QUESTION)
    assert len(desk.all(".turn")) == 1
    assert desk.text(".told") == "The articles do not say."


def test_an_article_that_is_asked_for_by_a_forged_id_is_refused(desk: _Page):
    desk.browser.execute_script(
        "document.querySelector('.front .headline').dataset.article = '../../../../etc/passwd'"
    )
    desk.press(".front .headline")
    desk.until(lambda: "not in the library" in desk.text("#reading"))
    desk.press("#reading .fold")
    desk.until(lambda: desk.all(".front .headline"))
    _clean(desk)


def test_the_page_offers_no_public_endpoint_and_no_footer(desk: _Page):
    info = desk.browser.execute_async_script(
        "const done = arguments[0]; fetch('gradio_api/info').then(r => r.json()).then(done)"
    )
    assert info["named_endpoints"] == {}
    assert info["unnamed_endpoints"] == {}
    assert not desk.all("footer")


def test_everything_can_be_reached_with_the_keyboard(desk: _Page):
    desk.ask(FERRY_QUESTION)
    desk.browser.execute_script("document.querySelectorAll('.told .chip')[1].focus()")
    desk.browser.switch_to.active_element.send_keys("\n")
    desk.until(lambda: desk.text("#reading h2") == COUNT.title)
    assert desk.browser.execute_script("return document.activeElement.classList.contains('chip')")
    assert desk.all("[role=log][aria-live=polite]")
    assert desk.all("#question textarea")[0].accessible_name == "Your question"
