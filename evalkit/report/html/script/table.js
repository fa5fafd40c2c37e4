// The table of programs: order, filter, choice.
import { field, query, queryAll } from "./dom.js";
import { say } from "./language.js";
import { isMany, isTried, marked, scoresOf, state } from "./state.js";

/** Rows of a page of very many programs that are shown at once. */
const PART = 100;
let most = Infinity;

const rows = () => queryAll("table#programs tbody tr");
const sortButtons = () => queryAll("table#programs th button");

/**
 * @param {HTMLElement} row
 * @returns {boolean}
 */
function isShown(row) {
  const { country, kind, program = "" } = row.dataset;
  const text = row.textContent?.toLowerCase() ?? "";
  const wanted = state.find.toLowerCase().split(/\s+/);
  return (!state.country || country === state.country)
    && (!state.kind || kind === state.kind)
    && (!state.chosen.length || state.chosen.includes(program))
    && wanted.every((word) => text.includes(word));
}

/** Hide the rows and the cards that the filters leave out, and the rows beyond the most. */
export function filter() {
  const all = rows();
  let matching = 0;
  for (const row of all) {
    const isLeftOut = !isShown(row);
    matching += Number(!isLeftOut);
    row.hidden = isLeftOut || matching > most;
    const program = row.dataset.program ?? "";
    const card = document.getElementById(`p.${program}`);
    if (card) card.hidden = isLeftOut;
    const box = /** @type {HTMLInputElement} */ (query("input", row));
    box.checked = marked.has(program);
  }
  const only = field("only");
  if (only) only.disabled = !marked.size;
  const more = query("#more");
  if (more) more.hidden = matching <= most;
  const shown = query("#shown");
  const values = { shown: String(Math.min(matching, most)), count: String(all.length) };
  if (shown) shown.textContent = say("shown", values);
}

/** Show a page of very many programs in parts. */
export function startParts() {
  if (isMany()) most = PART;
}

/** Show a part more of the rows. */
export function showMore() {
  most += PART;
  filter();
}

/** Show all rows for print: under the rubric's own weights they stand there already. */
export function showForPrint() {
  if (isTried()) return;
  for (const row of rows()) row.hidden = !isShown(row);
}

/** Forget every filter and choice. */
export function showAll() {
  marked.clear();
  Object.assign(state, { chosen: [], find: "", country: "", kind: "" });
}

/**
 * What a row is sorted by: a score, null without one, or a text.
 * @param {HTMLElement} row
 * @param {string} key
 * @returns {number | string | null}
 */
function sortValue(row, key) {
  const cell = query(`[data-dimension="${CSS.escape(key)}"]`, row);
  if (!cell) return query(`[data-column="${CSS.escape(key)}"]`, row)?.textContent ?? "";
  if (isTried()) return scoresOf(row.dataset.program ?? "")[key].score;
  return cell.dataset.score === undefined ? null : Number(cell.dataset.score);
}

/**
 * The order of what two rows are sorted by; a row without a score comes last, either way.
 * @param {number | string | null} first
 * @param {number | string | null} second
 * @param {boolean} isDescending
 * @returns {number}
 */
function compareValues(first, second, isDescending) {
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  const order = typeof first === "number" && typeof second === "number"
    ? first - second
    : String(first).localeCompare(String(second));
  return isDescending ? -order : order;
}

/** Sort the rows by the column that is chosen, as they were written without one. */
export function sort() {
  const body = query("table#programs tbody");
  if (!body) return;
  const isKnown = sortButtons().some(({ dataset }) =>
    [dataset.first, dataset.second].includes(state.sort));
  const key = isKnown ? state.sort.replace(/^-/, "") : "";
  const isDescending = state.sort.startsWith("-");
  const written = rows();
  const keyed = written.map((row) =>
    ({ row, value: key ? sortValue(row, key) : null, place: Number(row.dataset.at) }));
  keyed.sort((left, right) =>
    compareValues(left.value, right.value, isDescending) || left.place - right.place);
  if (keyed.some(({ row }, place) => row !== written[place])) {
    body.append(...keyed.map(({ row }) => row));
  }
  const direction = isDescending ? "descending" : "ascending";
  for (const button of sortButtons()) {
    const heading = button.closest("th");
    heading?.setAttribute("aria-sort", button.dataset.sort === key ? direction : "none");
  }
}

/**
 * Mark a program for a choice, or take the mark away.
 * @param {HTMLInputElement} box
 */
export function mark(box) {
  const program = box.closest("tr")?.dataset.program ?? "";
  if (box.checked) marked.add(program);
  else marked.delete(program);
  const only = field("only");
  if (only) only.disabled = !marked.size;
}
