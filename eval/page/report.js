// The list of questions: filtered, in pages, each opened on demand. Text of articles, questions and answers is
// untrusted and only ever becomes a text node.
"use strict";

const PAGE = 50;
const { items, passages } = JSON.parse(document.getElementById("data").textContent);
const [form, list, columns, pager] = ["filters", "list", "columns", "pager"].map((id) => document.getElementById(id));
const [kind, words, count, place] = ["kind", "words", "count", "place"].map((id) => document.getElementById(id));
const [before, after] = ["before", "after"].map((id) => document.getElementById(id));
let first = 0;
let found = items;

function make(tag, kind, ...inside) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  element.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
  return element;
}

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const whole = (number) => number.toLocaleString("en");
const decimal = (number) => (number === null ? "–" : number.toFixed(2));
const silent = (outcome) => outcome.answer?.abstained === true || outcome.said === "(abstained)";
const unanswerable = ({ gold }) => gold.answers === null && !gold.all_of?.length;
const abstained = (item) => (item.turns.length ? item.turns.some(silent) : silent(item));
const kindsOf = (item) => [item.type, ...item.kinds].filter(Boolean);

function haystack(item) {
  const turns = item.turns.flatMap((turn) => [turn.question, turn.said, turn.accepted]);
  const parts = [item.id, item.type, item.question, item.said, item.accepted, item.answer?.text, ...turns];
  return folded(parts.filter(Boolean).join(" "));
}
const haystacks = new Map(items.map((item) => [item, haystack(item)]));

// What came of it

function mark(outcome) {
  const word = silent(outcome) && !outcome.turns?.length ? "abstained" : outcome.correct ? "right" : "wrong";
  if (typeof outcome.correct !== "boolean") return make("span", "mark", make("i", "", "–"), silent(outcome) ? word : "not judged");
  const sign = outcome.correct ? "✓" : "✕";
  const shown = make("span", `mark ${outcome.correct ? "good" : "bad"}`, make("i", "", sign), word);
  if (word === "abstained") shown.append(make("span", "unseen", outcome.correct ? ", rightly" : ", wrongly"));
  return shown;
}

function byline(article) {
  return [article.source, article.published].filter(Boolean).join(", ");
}

function section(heading, ...inside) {
  return make("section", "", make("h4", "", heading), ...inside);
}

function answerOf(outcome) {
  const answer = outcome.answer;
  if (!answer) return section("Said", make("p", "told", outcome.said));
  const parts = [];
  if (answer.short) parts.push(make("p", "short", answer.short));
  parts.push(make("p", "told", answer.text || outcome.said));
  if (answer.citations.length) {
    const quoted = answer.citations.map((citation) =>
      make(
        "li",
        "",
        make("span", "chip", String(citation.n)),
        make("div", "", make("cite", "", citation.title), " ", make("span", "byline", byline(citation)), make("blockquote", "", citation.quote)),
      ),
    );
    parts.push(make("ol", "citations", ...quoted));
  }
  const dates = answer.resolved_dates.map(({ text, start, end }) => `${text}: ${start === end ? start : `${start} to ${end}`}`);
  if (dates.length) parts.push(make("p", "aside", make("b", "", "Dates"), " ", dates.join("; ")));
  for (const { about, values } of answer.conflicts) {
    const shown = values.map(({ value, citations }) => value + citations.map((n) => ` [${n}]`).join(""));
    parts.push(make("p", "aside", make("b", "", `Differing: ${about}`), " ", shown.join("; ")));
  }
  if (answer.nearest.length) {
    const near = answer.nearest.map((one) => make("li", "", make("cite", "", one.title), " ", make("span", "byline", byline(one))));
    parts.push(make("h5", "", "Nearest articles"), make("ul", "plain", ...near));
  }
  for (const note of answer.notes ?? []) parts.push(make("p", "aside", note));
  return section(answer.abstained ? "Abstained" : "Answer", ...parts);
}

const restOf = ({ answers, all_of, evidence, ...rest }) => rest;

function goldOf(outcome) {
  const evidence = outcome.gold.evidence.map((piece) => make("blockquote", "", piece.quote, make("footer", "byline", piece.article)));
  return section("Accepted", make("p", "told", outcome.accepted), ...evidence);
}

// What else a benchmark keeps of its questions, under the benchmark's own names and as it comes.

const empty = (value) => value === null || value === "" || (typeof value === "object" && !Object.keys(value).length);

function told(value) {
  if (Array.isArray(value)) return make("ul", "plain", ...value.map((one) => make("li", "", told(one))));
  if (typeof value === "object" && value !== null) return named(value);
  return make("span", "", typeof value === "boolean" ? (value ? "yes" : "no") : String(value ?? "–"));
}

function named(values) {
  const rows = Object.entries(values).filter(([, value]) => !empty(value));
  return make("dl", "named", ...rows.map(([name, value]) => make("div", "", make("dt", "", name.replaceAll("_", " ")), make("dd", "", told(value)))));
}

function moreOf(values) {
  return Object.values(values).every(empty) ? null : make("section", "across", make("h4", "", "More"), named(values));
}

function marked(text, quotes) {
  const spans = quotes.map((quote) => [text.indexOf(quote), quote.length]).filter(([start, length]) => start >= 0 && length);
  const parts = [];
  let end = 0;
  for (const [start, length] of spans.sort((a, b) => a[0] - b[0])) {
    if (start < end) continue;
    parts.push(text.slice(end, start), make("mark", "", text.slice(start, start + length)));
    end = start + length;
  }
  return [...parts, text.slice(end)];
}

function retrievedOf(outcome) {
  if (!outcome.retrieved.length) return null;
  const quotes = outcome.gold.evidence.map((piece) => piece.quote ?? "");
  const rows = outcome.retrieved.map(([number, score, relevant], rank) => {
    const passage = passages[number];
    const summary = make(
      "summary",
      "",
      make("span", "rank", String(rank + 1)),
      make("span", "", make("cite", "", passage.title ?? "untitled"), " ", make("span", "byline", byline(passage))),
      make("span", "relevant", relevant ? "relevant" : ""),
      make("span", "score", score === null ? "" : score.toFixed(3)),
    );
    return make("li", "", make("details", "", summary, make("p", "passage", ...marked(passage.text, quotes))));
  });
  const more = outcome.found > rows.length ? `, the first ${rows.length} of ${outcome.found}` : "";
  const part = section(`Passages found${more}`, make("ol", "passages", ...rows));
  part.classList.add("across");
  return part;
}

function bodyOf(item) {
  const asides = [item.kinds.join(", ")];
  if (item.confidence !== null) asides.push(`confidence ${decimal(item.confidence)}`);
  if (item.guess_correct !== null) asides.push(`with abstention off: ${item.guess_correct ? "right" : "wrong"}`);
  if (item.overlap !== null) asides.push(`words shared with the evidence ${Math.round(100 * item.overlap)} %`);
  const scores = Object.entries(item.scores).map(([name, value]) => {
    const weight = item.weights[name] ?? 1;
    const shown = String(Math.round(1000 * value) / 1000) + (weight === 1 ? "" : ` of ${Math.round(1000 * weight) / 1000}`);
    return make("span", "score", make("b", "", name), " ", shown);
  });
  const outcomes = item.turns.length ? item.turns : [item];
  const parts = outcomes.map((outcome, turn) => {
    const shown = make("div", "outcome", answerOf(outcome), goldOf(outcome), moreOf(restOf(outcome.gold)), retrievedOf(outcome));
    if (item.turns.length) shown.prepend(make("h3", "", make("span", "byline", `Turn ${turn + 1}`), outcome.question, mark(outcome)));
    return shown;
  });
  return make(
    "div",
    "body",
    make("p", "asides", ...asides.filter(Boolean).map((aside) => make("span", "", aside))),
    ...parts,
    moreOf(item.more),
    scores.length ? make("p", "scores", ...scores) : null,
  );
}

function row(item) {
  const field = (name, label, text, isSilent) =>
    make("span", name, make("span", "label", label), make("span", isSilent ? "text silent" : "text", text));
  const summary = make(
    "summary",
    "",
    mark(item),
    make("span", "which", item.id, make("span", "kind", item.type)),
    make("span", "question", item.turns.length ? make("span", "turns", `${item.turns.length} turns`) : null, item.question),
    field("said", "said", item.said, silent(item)),
    field("accepted", "accepted", item.accepted, unanswerable(item)),
    make("span", "confidence", decimal(item.confidence)),
  );
  const shown = make("details", "item", summary);
  shown.addEventListener("toggle", () => shown.append(bodyOf(item)), { once: true });
  return make("li", "", shown);
}

// Which are shown

function show() {
  const last = Math.min(first + PAGE, found.length);
  list.replaceChildren(...found.slice(first, last).map(row));
  list.start = first + 1;
  place.textContent = `${whole(first + 1)}–${whole(last)} of ${whole(found.length)}`;
  pager.hidden = found.length <= PAGE;
  before.disabled = first === 0;
  after.disabled = last === found.length;
}

function filter() {
  const wanted = new FormData(form).get("show");
  const sought = folded(words.value).split(/\s+/).filter(Boolean);
  found = items.filter(
    (item) =>
      (wanted !== "wrong" || item.correct === false) &&
      (wanted !== "abstained" || abstained(item)) &&
      (!kind.value || kindsOf(item).includes(kind.value)) &&
      sought.every((word) => haystacks.get(item).includes(word)),
  );
  first = 0;
  count.textContent = found.length ? `${whole(found.length)} of ${whole(items.length)}` : "No question fits.";
  show();
}

function turn(by) {
  first += by * PAGE;
  show();
  document.getElementById("questions").scrollIntoView();
  list.querySelector("summary").focus({ preventScroll: true });
}

const totals = { all: items.length, wrong: items.filter((item) => item.correct === false).length, abstained: items.filter(abstained).length };
for (const input of form.querySelectorAll("[name=show]")) {
  input.nextElementSibling.append(make("small", "", whole(totals[input.value])));
}
for (const name of new Set(items.flatMap(kindsOf))) kind.append(new Option(name, name));
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
before.addEventListener("click", () => turn(-1));
after.addEventListener("click", () => turn(1));
form.hidden = columns.hidden = false;
filter();
