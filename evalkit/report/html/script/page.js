// The page answers its reader; without its script it can be read and printed.
/** @import { State } from "./types" */
import { defaults, parseAddress, target, writeAddress } from "./address.js";
import { drawChart } from "./chart.js";
import { field, query, queryAll, setField } from "./dom.js";
import { closeAfterPrint, fillFew, fillWithin, openForPrint, reveal } from "./fold.js";
import { showEvidence, startFolds, unfoldAll, whenFilled } from "./fold.js";
import { fillHeatMaps } from "./heatmap.js";
import { watchWidths } from "./hint.js";
import { language, say, speak } from "./language.js";
import { levelsWith, setLevels } from "./levels.js";
import { cellAt, goalOf, labelGaps, startGrids, startMaps } from "./maps.js";
import { pairUp } from "./pair.js";
import { marked, readData, state } from "./state.js";
import { filter, mark, showAll, showForPrint, showMore, sort, startParts } from "./table.js";
import { restore, weigh, weighShown, weightsWith } from "./weights.js";

const FIELDS = ["find", "country", "kind", "left", "right", "lang"];
// In this order: texts are said while every element shows what was written.
const STEPS = [
  restore, speak, labelGaps, weigh, fillHeatMaps, sort, filter, weighShown, drawChart, pairUp,
  fillFew,
];
const SORTING = [sort, filter, weighShown];
const FILTERING = [filter, weighShown, fillFew];
const TRYING = [weigh, fillHeatMaps, ...SORTING, drawChart, pairUp];
/** @type {Record<string, (() => void)[]>} */
const STEPS_AFTER = {
  weights: TRYING, levels: TRYING, lang: STEPS, sort: SORTING, left: [pairUp], right: [pairUp],
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
  const steps = Object.keys(changes).flatMap((name) => STEPS_AFTER[name] ?? FILTERING);
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
  return revealAt(id);
}

/**
 * Show what an address leads to, which may have to be put in before.
 * @param {string} id
 */
async function revealAt(id) {
  const around = target(id);
  if (around) await fillWithin(around);
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
  if (state.at) revealAt(state.at);
}

/** @param {Event} event */
function onInput(event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  if (input.dataset.weight) change({ weights: weightsWith(input) });
  else if (input.dataset.criterion) change({ levels: levelsWith(input) });
  else if (input.id === "leveled") setLevels();
  else if (FIELDS.includes(input.id)) change({ [input.id]: input.value });
  else if (input.dataset.choose !== undefined) mark(input);
}

/** @type {Record<string, () => void>} */
const ON_CLICK = {
  reset: () => change({ weights: {}, levels: {} }),
  only: () => change({ chosen: [...marked] }),
  all: () => { showAll(); change({ chosen: [] }); },
  unfold: unfoldAll,
  more: () => { showMore(); weighShown(); },
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
  if (!details.open) return;
  if (details.matches("details.whole")) fillWithin(details);
  if (details.matches("details.criterion")) showEvidence(details);
}

/**
 * What a fold holds is as the rest of the page once it is put in.
 * @param {HTMLElement} fold
 */
function onFilled(fold) {
  startGrids(fold);
  labelGaps();
  weighShown();
}

function onPrint() {
  showForPrint();
  openForPrint();
}

async function start() {
  await readData();
  startFolds();
  whenFilled(onFilled);
  startParts();
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
  addEventListener("beforeprint", onPrint);
  addEventListener("afterprint", () => { closeAfterPrint(); filter(); });
  readAddress();
}

start();
