// Runs once for the conversation and once for the reading side, with Gradio's `element`, `trigger` and `watch`.
// The server sends escaped HTML; this only says what was pressed, and keeps the right thing in view.

const shared = (window.dateline ??= { opener: null });
const narrow = () => window.matchMedia("(max-width: 899px)").matches;
const spot = (data) => [data.article ?? data.shown, data.start, data.end].join(":");
const number = (text) => (text === undefined ? null : Number(text));
const isReading = element.closest("#reading") !== null;

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const data = button.dataset;
  if (data.article !== undefined) {
    if (!isReading) shared.opener = button;
    shared.pressed = true;
    const shown = document.querySelector("#reading .story");
    if (shown && spot(shown.dataset) === spot(data)) document.dispatchEvent(new Event("dateline:settle"));
    else trigger("open_article", { article: data.article, start: number(data.start), end: number(data.end) });
  } else if (data.example !== undefined) {
    trigger("ask_example", { example: Number(data.example) });
  } else if (data.front !== undefined) {
    shared.pressed = true;
    trigger("show_front");
  } else if (data.back !== undefined) {
    const target = shared.opener?.isConnected ? shared.opener : document.querySelector("#talk .turn:last-child");
    target?.scrollIntoView({ block: "center" });
    target?.focus?.({ preventScroll: true });
  }
});

// The chip of the quotation that is open stands out, in every answer that has it.
function markOpen() {
  const shown = document.querySelector("#reading .story");
  for (const chip of document.querySelectorAll("#talk .chip[data-article]")) {
    chip.toggleAttribute("aria-current", Boolean(shown) && spot(shown.dataset) === spot(chip.dataset));
  }
}

// Beside the conversation the pane scrolls to the quotation; below it, only for a reader who asked to go there.
// A quotation near the top is shown together with the headline.
function settle() {
  markOpen();
  const pane = element.closest("#reading");
  const top = element.firstElementChild;
  const mark = element.querySelector("mark");
  const down = mark && top ? mark.getBoundingClientRect().bottom - top.getBoundingClientRect().top : 0;
  if (narrow()) {
    const near = down < window.innerHeight * 0.8;
    if (shared.pressed) (near ? top : mark)?.scrollIntoView({ block: near ? "start" : "center" });
  } else {
    pane.scrollTop = down < pane.clientHeight * 0.7 ? 0 : down - pane.clientHeight / 2;
  }
  shared.pressed = false;
}

if (isReading) {
  document.addEventListener("dateline:settle", settle);
  watch("value", settle);
} else {
  let turns = 0;
  watch("value", () => {
    markOpen();
    const all = element.querySelectorAll(".turn");
    if (all.length > turns) all[all.length - 1].scrollIntoView({ block: "start" });
    if (all.length < turns) document.querySelector("#question textarea")?.focus();
    turns = all.length;
  });
}
