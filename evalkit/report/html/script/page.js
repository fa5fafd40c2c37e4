// The page answers its reader; without its script it can be read and printed.
/** @import { State } from "./types" */
import { defaults, parseAddress, target, writeAddress } from "./address.js";
import { drawChart } from "./chart.js";
import { field, query, queryAll, setField } from "./dom.js";
import { closeAfterPrint, fillFolds, openForPrint } from "./fold.js";
import { reveal, showEvidence, unfoldAll } from "./fold.js";
import { fillHeatMaps } from "./heatmap.js";
import { watchWidths } from "./hint.js";
import { language, say, speak } from "./language.js";
import { cellAt, goalOf, labelGaps, startMaps } from "./maps.js";
import { pairUp } from "./pair.js";
import { marked, readData, state } from "./state.js";
import { filter, mark, showAll, sort } from "./table.js";
import { restore, weigh, weightsWith } from "./weights.js";

const FIELDS = ["find", "country", "kind", "left", "right", "lang"];
// In this order: texts are said while every element shows what was written.
const WEIGHING = [weigh, drawChart, fillHeatMaps, sort, pairUp];
const STEPS = [restore, speak, labelGaps, weigh, drawChart, fillHeatMaps, sort, filter, pairUp];
/** @type {Record<string, (() => void)[]>} */
const STEPS_AFTER = {
  weights: WEIGHING, lang: STEPS, sort: [sort], left: [pairUp], right: [pairUp],
};

/** @param {(() => void)[]} steps */
function render(steps = STEPS) {
  for (const step of steps) step();
  setField("find", state.find);
  setField("country", state.country);
  setField("kind", state.kind);
  setField("lang", language());
}

/** @param {Partial<State>} changes */
function change(changes) {
  Object.assign(state, changes);
  writeAddress();
  const steps = Object.keys(changes).flatMap((name) => STEPS_AFTER[name] ?? [filter]);
  render(STEPS.filter((step) => steps.includes(step)));
}

/**
 * Follow a link within the page; what is filtered out is shown again.
 * @param {string} id
 */
function jump(id) {
  state.at = id;
  if (target(id)?.closest("article[hidden]")) showAll();
  writeAddress();
  render();
  reveal(target(id));
}

/**
 * Show what a cell of a map stands for.
 * @param {Partial<State>} goal
 */
function follow(goal) {
  if (goal.at) return jump(goal.at);
  change(goal);
  reveal(query("#two"));
}

function readAddress() {
  const hash = location.hash.slice(1);
  if (hash && !hash.includes("=")) return jump(new URLSearchParams(`at=${hash}`).get("at") ?? "");
  const odd = parseAddress(hash);
  render();
  const notice = /** @type {HTMLElement} */ (query("#odd"));
  notice.hidden = !odd.length;
  notice.textContent = odd.length ? say("odd_address", { parts: odd.join(", ") }) : "";
  if (state.at) reveal(target(state.at));
}

/** @param {Event} event */
function onInput(event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  if (input.dataset.weight) change({ weights: weightsWith(input) });
  else if (FIELDS.includes(input.id)) change({ [input.id]: input.value });
  else if (input.dataset.choose !== undefined) mark(input);
}

/** @type {Record<string, () => void>} */
const ON_CLICK = {
  reset: () => change({ weights: {} }),
  only: () => change({ chosen: [...marked] }),
  all: () => { showAll(); change({ chosen: [] }); },
  unfold: unfoldAll,
};

/** @param {Event} event */
function onClick(event) {
  const cell = cellAt(event.target);
  if (cell) return follow(goalOf(cell));
  const button = /** @type {Element} */ (event.target).closest("button");
  if (!button) return;
  const { sort: column, first, second } = button.dataset;
  if (column) change({ sort: state.sort === first ? second : first });
  else if (Object.hasOwn(ON_CLICK, button.id)) ON_CLICK[button.id]();
}

/** @param {Event} event */
function onToggle(event) {
  const details = /** @type {HTMLDetailsElement} */ (event.target);
  if (details.matches("details.criterion") && details.open) showEvidence(details);
}

async function start() {
  await readData();
  fillFolds();
  const [left, right] = [field("left"), field("right")];
  if (left && right) Object.assign(defaults, { left: left.value, right: right.value });
  Object.assign(state, defaults);
  for (const hidden of queryAll(".scripted")) hidden.hidden = false;
  startMaps();
  watchWidths();
  document.addEventListener("input", onInput);
  document.addEventListener("click", onClick);
  document.addEventListener("toggle", onToggle, true);
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", openForPrint);
  addEventListener("afterprint", closeAfterPrint);
  readAddress();
}

start();
