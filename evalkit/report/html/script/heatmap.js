// The heat map: for each two programs which is higher, under the weights that are tried out.
/** @import { Pair, Program } from "./types" */
import { comparePair } from "./compare.js";
import { queryAll } from "./dom.js";
import { points } from "./number.js";
import { isTried, programOf, programs, rubric, scoresOf, weights } from "./state.js";
import { write } from "./written.js";

/** @type {Record<string, string>} */
const SIGNS = { no_clear_difference: "≈", not_comparable: "×", not_rated: "–" };
// Points from which a difference has a darker shade.
const SHADES = [25, 50];

/**
 * @typedef {object} Place What a cell compares.
 * @property {string} dimension
 * @property {string} left The program that comes first in the page.
 * @property {string} right
 * @property {boolean} isTurned Whether the program of the row is the right one.
 */

/**
 * @param {HTMLTableCellElement} cell
 * @returns {Place}
 */
export function placeOf(cell) {
  const table = /** @type {HTMLTableElement} */ (cell.closest("table"));
  const columns = queryAll("thead tr:last-child th", table).map(({ dataset }) => dataset.of ?? "");
  const dimensions = (table.dataset.heat ?? "").trim().split(" ");
  const index = cell.cellIndex - 1;
  const row = cell.closest("tr")?.dataset.of ?? "";
  const column = columns[index];
  const order = Object.keys(programs);
  const isTurned = order.indexOf(row) > order.indexOf(column);
  const dimension = dimensions[Math.floor(index / (columns.length / dimensions.length))];
  return { dimension, left: isTurned ? column : row, right: isTurned ? row : column, isTurned };
}

/**
 * @param {Place} place
 * @returns {Pair}
 */
export function pairAt({ dimension, left, right }) {
  const both = /** @type {[Program, Program]} */ ([left, right].map(programOf));
  return comparePair(rubric, both, [left, right].map(scoresOf), dimension, weights());
}

/**
 * The class of a cell and its text.
 * @param {Pair} pair
 * @param {boolean} isTurned
 * @returns {[look: string, text: string]}
 */
function lookOf({ result, numbers }, isTurned) {
  if (!numbers || result in SIGNS) return [result, SIGNS[result]];
  const isUp = (result === "left") !== isTurned;
  const size = Math.abs(numbers.difference);
  const shade = SHADES.filter((step) => size >= step).length;
  return [`${isUp ? "up" : "down"}${shade}`, `${isUp ? "+" : "−"}${points(size)}`];
}

/** @type {Map<HTMLElement, string>} */
const looks = new Map();

/** Show the results of all pairs under the weights that are tried out. */
export function fillHeatMaps() {
  for (const [cell, look] of looks) cell.className = look;
  looks.clear();
  if (!isTried()) return;
  for (const cell of queryAll("table.heat td[class]")) {
    const place = placeOf(/** @type {HTMLTableCellElement} */ (cell));
    const [look, text] = lookOf(pairAt(place), place.isTurned);
    looks.set(cell, cell.className);
    cell.className = look;
    write(cell, text);
  }
}
