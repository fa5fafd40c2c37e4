// The chart: every program on one axis, under the weights that are tried out.
/** @import { Score } from "./types" */
import { drawing, element, inViewFirst, query, queryAll } from "./dom.js";
import { linkTo, say } from "./language.js";
import { ends, points, saved } from "./number.js";
import { inSlices } from "./slices.js";
import { isMany, isTried, scoresOf } from "./state.js";
import { write } from "./written.js";

/**
 * @typedef {object} Row A program in a panel.
 * @property {string} id
 * @property {Score & { score: number, interval: [number, number] }} score
 */

/**
 * A score as a mark with its interval, on an axis as wide as its place.
 * @param {Row["score"]} score
 * @param {string} mark The id of the drawing that stands for the country.
 * @returns {SVGElement}
 */
function strip({ score, interval }, mark) {
  const [low, high] = interval;
  return drawing("svg", { "aria-hidden": "true" },
    drawing("line", { x1: `${low}%`, x2: `${high}%` }),
    drawing("use", { href: `#${mark}`, x: `${score}%` }));
}

/**
 * @param {Row} row
 * @param {string} mark
 * @returns {HTMLElement}
 */
function rowOf({ id, score }, mark) {
  const star = score.status === "provisional" ? "*" : "";
  const link = /** @type {Node} */ (linkTo(id)?.cloneNode(true));
  return element("tr", { class: `${mark} ${score.status}`, "data-of": id },
    element("th", { scope: "row" }, link),
    element("td", {}, points(score.score) + star),
    element("td", {}, ends(score.interval)),
    element("td", {}, strip(score, mark)));
}

/**
 * The programs of a country in a dimension, the highest first.
 * @param {string} country
 * @param {string} dimension
 * @returns {Row[]}
 */
function rowsOf(country, dimension) {
  const rows = queryAll(`#programs tr[data-country="${CSS.escape(country)}"]`);
  rows.sort((left, right) => Number(left.dataset.at) - Number(right.dataset.at));
  const scored = rows.map(({ dataset: { program: id = "" } }) =>
    ({ id, score: scoresOf(id)[dimension] }));
  const rated = scored.filter(({ score }) => score.score !== null).map((row) =>
    /** @type {Row & { order: number }} */ ({ ...row, order: saved(Number(row.score.score)) }));
  return rated.sort((left, right) => right.order - left.order);
}

/** @param {HTMLElement} lane The rows of a country. */
function drawLane(lane) {
  const { lane: country = "", mark = "" } = lane.dataset;
  const panel = /** @type {HTMLElement} */ (lane.closest(".panel"));
  const rows = rowsOf(country, panel.dataset.panel ?? "");
  const { most = Infinity } = /** @type {HTMLElement} */ (panel.parentElement).dataset;
  const heading = /** @type {HTMLElement} */ (query(".lane", lane));
  const count = query(".count", heading);
  const all = queryAll(`#programs tr[data-country="${CSS.escape(country)}"]`).length;
  write(count, say("rated_of", { count: String(rows.length), all: String(all) }));
  write(lane, heading, ...rows.slice(0, Number(most)).map((row) => rowOf(row, mark)));
}

const drawInSlices = inSlices(drawLane);

/** Draw every program where the weights that are tried out put it. */
export function drawChart() {
  const lanes = isTried() ? queryAll(".panel tbody") : [];
  if (isMany()) drawInSlices(inViewFirst(lanes));
  else lanes.forEach(drawLane);
}
