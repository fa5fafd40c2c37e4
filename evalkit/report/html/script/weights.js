// Weights that the reader tries out: sliders, a banner, and every score of the page.
/** @import { Score } from "./types" */
import { element, inViewFirst, query, queryAll } from "./dom.js";
import { nameOf, say } from "./language.js";
import { leveled, setLevels } from "./levels.js";
import { bandText, ends, percent, points, sum } from "./number.js";
import { plot } from "./plot.js";
import { inSlices } from "./slices.js";
import { changedWeights, isDimension, isMany, isTried, rubric } from "./state.js";
import { scoresOf, state, weights } from "./state.js";
import { restoreWritten, write } from "./written.js";

/** @type {Map<HTMLElement, { plot: Element | null, score: string | undefined }>} */
const replacedScores = new Map();

/** Show again what was written under the rubric's own weights. */
export function restore() {
  restoreWritten();
  for (const [place, before] of replacedScores) {
    if (before.plot) query(".plot", place)?.replaceWith(before.plot);
    setScore(place, before.score);
  }
  replacedScores.clear();
}

/**
 * @param {HTMLElement} place
 * @param {string | undefined} score
 */
function setScore(place, score) {
  if (score === undefined) delete place.dataset.score;
  else place.dataset.score = score;
}

/**
 * The plot of a score in the place of the one that was written.
 * @param {HTMLElement} place
 * @param {Score} score
 */
function redraw(place, score) {
  const before = query(".plot", place);
  replacedScores.set(place, { plot: before, score: place.dataset.score });
  setScore(place, score.score === null ? undefined : String(score.score));
  if (!before) return;
  const after = /** @type {Element} */ (before.cloneNode(true));
  plot(after, score);
  before.replaceWith(after);
}

/**
 * The score of a cell in the table of all programs.
 * @param {HTMLElement} cell
 * @param {Score} score
 */
function showCell(cell, score) {
  const star = score.status === "provisional" ? "*" : "";
  if (score.score === null) return write(cell, say("not_rated"));
  const strong = element("b", {}, points(score.score) + star);
  write(cell, strong, ` ${ends(score.interval)} ${bandText(score)}`);
}

/**
 * The score of a row of a card, or of a cell, under the weights that are tried out.
 * @param {HTMLElement} place
 */
function show(place) {
  const program = place.closest("[data-program]")?.getAttribute("data-program") ?? "";
  const score = scoresOf(program)[place.dataset.dimension ?? ""];
  const part = (/** @type {string} */ name) => query(`.${name}`, place);
  redraw(place, score);
  if (place.tagName === "TD") return showCell(place, score);
  write(part("score"), score.score === null ? say("not_rated") : points(score.score));
  write(part("ends"), ends(score.interval));
  write(part("possible"), ends(score.possible));
  write(part("band"), bandText(score));
  write(part("status"), say(score.status));
  write(part("known"), score.coverage === undefined ? "" : percent(score.coverage));
}

/**
 * The share of a weight among those that are added up together.
 * @param {HTMLInputElement} slider
 * @returns {string}
 */
function shareOf(slider) {
  const current = weights();
  const together = /** @type {ParentNode} */ (slider.closest("[data-together]"));
  const sliders = queryAll(`[data-weight][data-level="${slider.dataset.level}"]`, together);
  const total = sum(sliders.map(({ dataset }) => current[dataset.weight ?? ""]));
  return total ? percent(current[slider.dataset.weight ?? ""] / total) : "–";
}

function setSliders() {
  const current = weights();
  for (const input of queryAll("[data-weight]")) {
    const slider = /** @type {HTMLInputElement} */ (input);
    const share = shareOf(slider);
    slider.value = String(Math.round(100 * current[slider.dataset.weight ?? ""]));
    slider.setAttribute("aria-valuetext", share);
    const output = slider.parentElement?.querySelector("output");
    if (output) output.textContent = share;
  }
}

function setBanner() {
  const banner = query("#banner");
  const changes = query("#changed");
  if (!banner || !changes) return;
  banner.hidden = !isTried();
  const weighed = changedWeights().map(([id, weight]) => {
    const name = isDimension(id) ? nameOf(id) : id;
    const base = percent(rubric.weights[id]);
    return say("changed_weight", { name, weight: percent(weight), base });
  });
  changes.textContent = [...weighed, ...leveled()].join("; ");
}

/** Show every score under the weights and levels that are tried out. */
export function weigh() {
  document.body.classList.toggle("reweighted", isTried());
  restore();
  if (isTried() && !isMany()) queryAll("[data-dimension]").forEach(show);
  setSliders();
  setLevels();
  setBanner();
}

const showInSlices = inSlices(show);

/** Show the scores that the reader can see; of very many programs the others are hidden. */
export function weighShown() {
  if (!isMany()) return;
  const places = isTried() ? queryAll("[data-dimension]") : [];
  const shown = places.filter((place) => !replacedScores.has(place) && !place.closest("[hidden]"));
  showInSlices(inViewFirst(shown));
}

/**
 * Take over the weight of a slider.
 * @param {HTMLInputElement} slider
 * @returns {Record<string, number>}
 */
export const weightsWith = (slider) =>
  ({ ...state.weights, [slider.dataset.weight ?? ""]: Number(slider.value) / 100 });
