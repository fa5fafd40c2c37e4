// From ratings to scores under any weights, as aggregate.py and uncertainty.py of the engine do.
/** @import { Columns, Dimension, Program, Rating, Rubric } from "./types" */
/** @import { Score, Span, Weights } from "./types" */
import { columns, dimensionFormula, overallFormula } from "./formula.js";
import { exact, sum } from "./number.js";
import { bandOf, drawsOf, keyOf, worse } from "./program.js";
import { interval } from "./sampler.js";

/** @typedef {{ draws: number[], interval: Span, bands: string[] }} Spread */
/** @type {Span} */
const ANYTHING = [0, 100];

/**
 * @param {Weights} weights
 * @param {string[]} ids
 * @returns {number}
 */
export const weightOf = (weights, ids) => sum(ids.map((id) => weights[id]));

/**
 * @param {number[]} ends
 * @returns {Span}
 */
const span = (ends) => [exact(ends[0]), exact(ends[1])];

/**
 * A score with the interval of its draws and the bands that it touches. They are made when they are
 * first asked for: most scores of a page of very many programs are not shown.
 * @param {Rubric} rubric
 * @param {Score & { score: number }} score
 * @param {() => number[]} draw
 * @returns {Score}
 */
function spread(rubric, score, draw) {
  /** @type {Spread | undefined} */
  let made;
  const later = () => (made ??= spreadOf(rubric, score, draw()));
  return {
    ...score,
    get draws() { return later().draws; },
    get interval() { return later().interval; },
    get bands() { return later().bands; },
  };
}

/**
 * The interval of draws, within the possible range, and the bands that it touches.
 * @param {Rubric} rubric
 * @param {Score & { score: number }} score
 * @param {number[]} draws
 * @returns {Spread}
 */
function spreadOf(rubric, score, draws) {
  const [first, last] = interval(draws);
  const low = exact(Math.max(Math.min(first, score.score), score.possible[0]));
  const high = exact(Math.min(Math.max(last, score.score), score.possible[1]));
  const names = rubric.bands.map(({ name }) => name);
  const best = names.indexOf(bandOf(rubric, high));
  const touched = names.slice(best, names.indexOf(bandOf(rubric, low)) + 1);
  const limited = touched.map((name) => worse(rubric, name, score.limit));
  return { draws, interval: [low, high], bands: [...new Set(limited)] };
}

/**
 * @param {Dimension} dimension
 * @param {Record<string, Rating>} ratings
 * @param {string} key
 * @param {Weights} weights
 * @returns {Span}
 */
function possibleRange(dimension, ratings, key, weights) {
  const possible = dimension.criteria.filter((id) => ratings[id].possible);
  if (!weightOf(weights, possible)) return ANYTHING;
  const extremes = columns(possible, (id) => ratings[id].interval);
  return span(dimensionFormula(dimension, [key], weights, extremes));
}

/**
 * @param {Rubric} rubric
 * @param {Dimension} dimension
 * @param {Program} program
 * @param {Weights} weights
 * @returns {Score}
 */
function scoreDimension(rubric, dimension, program, weights) {
  const ratings = program.dimensions[dimension.id];
  const key = keyOf(dimension, program);
  const applicable = dimension.criteria.filter((id) => ratings[id].applies);
  const rated = applicable.filter((id) => ratings[id].level !== null);
  const total = weightOf(weights, applicable);
  const coverage = total ? exact(weightOf(weights, rated) / total) : 0;
  const possible = possibleRange(dimension, ratings, key, weights);
  /** @type {Score} */
  const unrated = {
    status: "not_rated", score: null, interval: null, possible, band: null, bands: [], coverage,
  };
  const enough = coverage >= rubric.coverage.provisional && coverage > 0;
  if (!rated.includes(key) || !enough) return unrated;
  const formula = (/** @type {Columns} */ levels) =>
    dimensionFormula(dimension, [key], weights, levels);
  const score = exact(formula(columns(rated, (id) => [Number(ratings[id].level)]))[0]);
  const status = coverage < rubric.coverage.rated ? "provisional" : "rated";
  const draw = () => formula(columns(rated, (id) => drawsOf(rubric, ratings[id])));
  return spread(rubric, { ...unrated, status, score, band: bandOf(rubric, score) }, draw);
}

/**
 * The best band that the caps of the rubric leave, null for any.
 * @param {Rubric} rubric
 * @param {Record<string, Score>} scored
 * @returns {string | null}
 */
function limitOf(rubric, scored) {
  const isLow = (/** @type {string} */ id, /** @type {number} */ below) =>
    id in scored && Number(scored[id].score) < below;
  const holding = rubric.overall.caps.filter(({ dimensions, below }) =>
    dimensions.some((id) => isLow(id, below)));
  return holding.reduce(
    (/** @type {string | null} */ limit, { band }) => worse(rubric, band, limit), null);
}

/**
 * @param {Rubric} rubric
 * @param {Record<string, Score>} dimensions
 * @param {Weights} weights
 * @returns {Span}
 */
function overallRange(rubric, dimensions, weights) {
  const ids = Object.keys(dimensions);
  if (!weightOf(weights, ids)) return ANYTHING;
  const extremes = columns(ids, (id) =>
    (dimensions[id].score === null ? ANYTHING : dimensions[id].possible));
  return span(overallFormula(rubric, weights, extremes));
}

/**
 * @param {Rubric} rubric
 * @param {Record<string, Score>} dimensions
 * @param {Weights} weights
 * @returns {Score}
 */
function scoreOverall(rubric, dimensions, weights) {
  /** @type {Score} */
  const unrated = {
    status: "not_rated", score: null, interval: null, possible: ANYTHING, band: null, bands: [],
  };
  if (rubric.overall.aggregate === "none") return unrated;
  unrated.possible = overallRange(rubric, dimensions, weights);
  const scored = Object.keys(dimensions).filter((id) => dimensions[id].score !== null);
  const { needs } = rubric.overall;
  const lacking = scored.length < needs.dimensions
    || needs.among.some((id) => !scored.includes(id));
  if (lacking || !weightOf(weights, scored)) return unrated;
  const formula = (/** @type {Columns} */ scores) => overallFormula(rubric, weights, scores);
  const score = exact(formula(columns(scored, (id) => [Number(dimensions[id].score)]))[0]);
  const limit = limitOf(rubric, Object.fromEntries(scored.map((id) => [id, dimensions[id]])));
  const whole = Object.values(dimensions).every((dimension) => dimension.status === "rated");
  const status = whole ? "rated" : "provisional";
  const band = worse(rubric, bandOf(rubric, score), limit);
  const draw = () => formula(columns(scored, (id) => dimensions[id].draws ?? []));
  return spread(rubric, { ...unrated, status, score, band, limit }, draw);
}

/**
 * Every score of a program by dimension and `overall`.
 * @param {Rubric} rubric
 * @param {Program} program
 * @param {Weights} weights
 * @returns {Record<string, Score>}
 */
export function scoreProgram(rubric, program, weights) {
  const dimensions = Object.fromEntries(rubric.dimensions.map((dimension) =>
    [dimension.id, scoreDimension(rubric, dimension, program, weights)]));
  return { ...dimensions, overall: scoreOverall(rubric, dimensions, weights) };
}
