// The table of programs: order, filter, choice.
import { field, query, queryAll } from "./dom.js";
import { say } from "./language.js";
import { marked, state } from "./state.js";

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

/** Hide the rows and the cards that the filters leave out. */
export function filter() {
  const all = rows();
  for (const row of all) {
    row.hidden = !isShown(row);
    const program = row.dataset.program ?? "";
    const card = document.getElementById(`p.${program}`);
    if (card) card.hidden = row.hidden;
    const box = /** @type {HTMLInputElement} */ (query("input", row));
    box.checked = marked.has(program);
  }
  const only = field("only");
  if (only) only.disabled = !marked.size;
  const shown = query("#shown");
  const count = all.filter((row) => !row.hidden).length;
  const values = { shown: String(count), count: String(all.length) };
  if (shown) shown.textContent = say("shown", values);
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
  return cell.dataset.score === undefined ? null : Number(cell.dataset.score);
}

/**
 * The order of two rows; one without a score comes last, whichever way is sorted.
 * @param {HTMLElement} left
 * @param {HTMLElement} right
 * @param {string} key
 * @param {boolean} isDescending
 * @returns {number}
 */
function compareRows(left, right, key, isDescending) {
  const values = [sortValue(left, key), sortValue(right, key)];
  const [first, second] = values;
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
  body.append(...rows().sort((left, right) =>
    (key && compareRows(left, right, key, isDescending))
      || Number(left.dataset.at) - Number(right.dataset.at)));
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
