"""The page in Gradio: a thin shell that wires the question box, the conversation and the reading side.

Conversation and article are HTML of our own making in `gr.HTML`, whose default template puts the value in as
it is, once, and never reads it as a template, Markdown or LaTeX. So no other property is given to it, and all
that is untrusted goes through `ui.web.markup.esc`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from index import Article, Summary
from index.errors import LibraryError
from ui.web.answers import conversation_html
from ui.web.articles import LOOKED_AT, example_questions, front_page_html, masthead_html, message_html
from ui.web.reading import open_citation, open_place, place
from ui.web.talk import Conversation, first_citation

if TYPE_CHECKING:
    from rag import Chain

HERE = Path(__file__).parent

ANSWERS_AT_ONCE = 4
"""Questions answered side by side, each on its own thread; others wait in the queue."""

READERS_AT_ONCE = 32
"""Articles opened side by side: quick, and never behind a question."""


def build(chain: Chain, *, examples: Sequence[str] = ()) -> gr.Blocks:
    """The page that asks `chain`; without `examples` they are made from the headlines of its library.

    How it looks and behaves comes from `ui.web.server`, since Gradio takes style and script when it is served.
    """
    library = chain.library
    offered = tuple(examples) or example_questions(_articles(chain))
    script = (HERE / "page.js").read_text(encoding="utf-8")

    def front() -> str:
        try:
            return front_page_html(library.articles(LOOKED_AT))
        except LibraryError as error:
            return message_html("The library cannot be read", str(error))

    def masthead() -> str:
        try:
            return masthead_html(library.summary())
        except LibraryError:
            return masthead_html(Summary(0, 0, None, None))

    def ask(text: str, conversation: Conversation, event: gr.EventData) -> Iterator[dict[Any, Any]]:
        chosen = _event(event).get("example")
        if type(chosen) is int and 0 <= chosen < len(offered):
            question, box_after = offered[chosen], gr.skip()
        else:
            question, box_after = str(text or "").strip(), ""
        changes: dict[Any, Any] = {box: box_after}
        for turn in conversation.ask(chain, question):
            changes |= {talk: conversation_html(conversation.turns, offered), send: _send(turn.busy)}
            first = first_citation(turn)
            if first:
                changes[reading] = open_citation(library, first, conversation.turns)
            yield changes
            changes = {}
        if changes:  # another question is being answered: this one stays in the box
            yield {talk: gr.skip()}

    def put_back(text: str, conversation: Conversation) -> Any:
        """A question that could not be answered goes back into the box, unless another is typed by now."""
        turns = conversation.turns
        failed = bool(turns) and bool(turns[-1].problem)
        return turns[-1].question if failed and not (text or "").strip() else gr.skip()

    def open_article(conversation: Conversation, event: gr.EventData) -> str:
        return open_place(library, place(_event(event)), conversation.turns)

    def start_over(conversation: Conversation) -> tuple[str, str, Any]:
        conversation.start_over()
        return conversation_html((), offered), front(), _send(busy=False)

    def redraw(conversation: Conversation) -> tuple[str, Any]:
        turns = conversation.turns
        return conversation_html(turns, offered), _send(bool(turns) and turns[-1].busy)

    page = gr.Blocks(title="Dateline", analytics_enabled=False, fill_width=True)
    with page:
        state = gr.State(Conversation())
        with gr.Row(elem_id="masthead"):
            top = gr.HTML(masthead(), apply_default_css=False, js_on_load=None)
            fresh = gr.Button("New conversation", elem_id="fresh", size="sm", scale=0)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                talk = gr.HTML(conversation_html((), offered), apply_default_css=False, js_on_load=script)
                with gr.Row(elem_id="ask"):
                    box = gr.Textbox(
                        label="Your question",
                        show_label=False,
                        container=False,
                        lines=1,
                        max_lines=5,
                        placeholder="Ask a question",
                        autofocus=True,
                        elem_id="question",
                        html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
                    )
                    send = gr.Button("Ask", elem_id="send", variant="primary", scale=0)
            with gr.Column(elem_id="reading"):
                reading = gr.HTML(front(), apply_default_css=False, js_on_load=script)

        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asking: dict[str, Any] = {
            "fn": ask,
            "inputs": [box, state],
            "outputs": [talk, box, send, reading],
            "trigger_mode": "multiple",
            "concurrency_limit": ANSWERS_AT_ONCE,
            "concurrency_id": "ask",
            **quiet,
        }
        asked = [gr.on([box.submit, send.click], **asking), talk.ask_example(**asking)]
        for event in asked:
            event.then(put_back, [box, state], box, **quiet)
        for side in (talk, reading):
            side.open_article(open_article, state, reading, **quiet)
        reading.show_front(front, None, reading, **quiet)
        # `cancels` makes the browser deaf to the answer under way, whose last state would come in once more.
        # What was on its way before the browser went deaf is painted over from the conversation as it now stands.
        cleared = fresh.click(start_over, state, [talk, reading, send], cancels=asked, **quiet)
        cleared.then(redraw, state, [talk, send], **quiet)
        page.load(lambda: (masthead(), front()), None, [top, reading], **quiet)

    page.queue(default_concurrency_limit=READERS_AT_ONCE, api_open=False)
    return page


def _articles(chain: Chain) -> Sequence[Article]:
    try:
        return chain.library.articles(LOOKED_AT)
    except LibraryError:
        return ()


def _event(event: gr.EventData) -> dict[str, Any]:
    """What the page's script sent along: anything at all, since anyone can send it."""
    data = event._data
    return data if isinstance(data, dict) else {}


def _send(busy: bool) -> Any:
    return gr.Button("Reading…" if busy else "Ask", interactive=not busy)
