// Cells of the heat map and of the evidence gap map: a tip tells what one shows, the arrow keys go
// from one to the next, and Enter or a click leads to what it stands for.
/** @import { State } from "./types" */
import { query, queryAll } from "./dom.js";
import { pairAt, placeOf } from "./heatmap.js";
import { nameOf, programName, say } from "./language.js";
import { levelText } from "./number.js";
import { pairText } from "./pair.js";
import { programs } from "./state.js";

const CELLS = "table.heat td[class], table.gaps tbody td";
const NAMED_PLACES = ".panel a, .heat th, .gaps tbody th";
/** @type {Record<string, [rows: number, columns: number]>} */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * @param {EventTarget | null} target
 * @returns {HTMLTableCellElement | null}
 */
export const cellAt = (target) => (target instanceof Element ? target.closest(CELLS) : null);

/**
 * The program and the criterion of a cell of the evidence gap map.
 * @param {HTMLTableCellElement} cell
 * @returns {[program: string, criterion: string]}
 */
function criterionAt(cell) {
  const heads = queryAll("thead tr:last-child th", cell.closest("table") ?? document);
  const program = cell.closest("tr")?.dataset.of ?? "";
  return [program, heads[cell.cellIndex - 1].textContent ?? ""];
}

/** @param {HTMLElement} cell */
const stateOf = (cell) => cell.className || "none";

/**
 * How much evidence a cell has, and whose, behind what else it says.
 * @param {HTMLElement} cell
 * @param {string} text
 * @returns {string}
 */
function withEvidence(cell, text) {
  const { n: pieces, who, own } = cell.dataset;
  if (!pieces || who === undefined) return text;
  /** @type {string[]} */
  const all = JSON.parse(cell.closest("table")?.dataset.informants ?? "[]");
  const informants = who.split(" ").map((place) => all[Number(place)]).join(", ");
  const whole = say("evidence_by", { content: text, pieces, informants });
  return own === undefined ? whole : say("own_evidence", { content: whole });
}

/**
 * What a cell of the evidence gap map says in words.
 * @param {HTMLTableCellElement} cell
 * @returns {string}
 */
function gapText(cell) {
  const [program, id] = criterionAt(cell);
  const rating = Object.values(programs[program].dimensions).find((ratings) => id in ratings)?.[id];
  const state = say(stateOf(cell));
  const level = rating?.level ?? null;
  const text = level === null ? state : say("level_with", { level: levelText(level), state });
  const label = `${programName(program)} · ${id} ${nameOf(id)}`;
  return say("labeled", { label, content: withEvidence(cell, text) });
}

/**
 * @param {HTMLTableCellElement} cell
 * @returns {string}
 */
function textOf(cell) {
  if (cell.closest(".gaps")) return gapText(cell);
  const place = placeOf(cell);
  const text = pairText(pairAt(place), programName(place.left), programName(place.right));
  return say("labeled", { label: nameOf(place.dimension), content: text });
}

/**
 * What a cell leads to: two programs, or a criterion of one.
 * @param {HTMLTableCellElement} cell
 * @returns {Partial<State>}
 */
export function goalOf(cell) {
  if (cell.closest(".gaps")) return { at: criterionAt(cell).join(".") };
  const { left, right } = placeOf(cell);
  return { left, right };
}

/** @param {HTMLTableCellElement | null} cell */
function tell(cell) {
  const tip = query("#tip");
  if (!tip) return;
  tip.hidden = !cell;
  if (!cell) return;
  tip.textContent = textOf(cell);
  const place = cell.getBoundingClientRect();
  const below = place.bottom + tip.offsetHeight + 8 < innerHeight;
  const left = Math.min(place.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${below ? place.bottom + 4 : place.top - tip.offsetHeight - 4}px`;
}

/**
 * Highlight a program wherever it stands in the chart and the maps.
 * @param {EventTarget | null} target
 */
function light(target) {
  const id = target instanceof Element
    ? target.closest("[data-of]")?.getAttribute("data-of")
    : undefined;
  for (const row of queryAll("[data-of]")) row.classList.toggle("lit", row.dataset.of === id);
}

/**
 * Show a name in full that its place may cut.
 * @param {EventTarget | null} target
 */
function nameInFull(target) {
  const name = target instanceof Element ? target.closest(NAMED_PLACES) : null;
  if (name) name.setAttribute("title", name.textContent ?? "");
}

/**
 * The next cell of a map in a direction.
 * @param {HTMLTableCellElement} cell
 * @param {[rows: number, columns: number]} move
 * @returns {HTMLTableCellElement | null}
 */
function neighbor(cell, [rows, columns]) {
  let row = /** @type {HTMLTableRowElement | null} */ (cell.closest("tr"));
  let index = cell.cellIndex;
  do {
    index += columns;
    if (rows) row = /** @type {HTMLTableRowElement | null} */ (
      rows > 0 ? row?.nextElementSibling : row?.previousElementSibling);
    const next = row?.cells[index];
    if (next?.tagName !== "TD") return null;
    if (next.matches(CELLS)) return next;
  } while (row);
  return null;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape") return tell(null);
  const cell = cellAt(event.target);
  if (!cell) return;
  if (event.key === "Enter") return cell.click();
  const next = event.key in MOVES ? neighbor(cell, MOVES[event.key]) : null;
  if (!next) return;
  event.preventDefault();
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/** Say in words what each cell of the evidence gap map shows. */
export function labelGaps() {
  for (const cell of queryAll("table.gaps tbody td")) {
    cell.ariaLabel = withEvidence(cell, say(stateOf(cell)));
  }
}

/**
 * Let the arrow keys go from cell to cell of the maps.
 * @param {ParentNode} within
 */
export function startGrids(within) {
  for (const table of queryAll("table.heat, table.gaps", within)) {
    table.setAttribute("role", "grid");
    const cells = queryAll(CELLS, table);
    cells.forEach((cell, index) => { cell.tabIndex = index ? -1 : 0; });
  }
}

/** Answer the pointer and the keys. */
export function startMaps() {
  startGrids(document);
  for (const name of ["mouseover", "focusin"]) {
    document.addEventListener(name, ({ target }) => {
      tell(cellAt(target));
      light(target);
      nameInFull(target);
    });
  }
  document.addEventListener("keydown", onKey);
}
