// What may be said of two programs under any weights, as evalkit/comparison does it.
/** @import { Aggregator, Common, Dimension, Pair, PairResult, Part, Program } from "./types" */
/** @import { Rating, Reason, Rubric, Score, Weights } from "./types" */
import { weightOf } from "./aggregate.js";
import { POINTS, aggregatorOf, columns, dimensionFormula } from "./formula.js";
import { overallAggregator, overallFormula } from "./formula.js";
import { exact, percent, sum, written } from "./number.js";
import { drawsOf, keyOf } from "./program.js";
import { interval } from "./sampler.js";

/** Points by which two scores can differ. */
const WIDEST = 100;

const TOLERANCE = 1e-9;
/** @typedef {[Program, Program]} Programs */

/**
 * @param {Record<string, Rating>[]} ratings
 * @param {string[]} criteria
 * @returns {[string[], string[]]}
 */
function onlyOneSide([left, right], criteria) {
  const lacks = (/** @type {typeof left} */ having, /** @type {typeof left} */ other) =>
    criteria.filter((id) => having[id].level !== null && other[id].level === null);
  return [lacks(left, right), lacks(right, left)];
}

/**
 * The sides without a level of a criterion.
 * @param {Record<string, Rating>[]} ratings
 * @param {string} id
 * @returns {number[]}
 */
const sidesWithout = (ratings, id) =>
  [0, 1].filter((side) => ratings[side][id].level === null);

/**
 * What each value makes of a difference.
 * @param {Aggregator} aggregator
 * @param {string[]} ids
 * @param {number[][]} sides The values of both, in the order of the ids.
 * @param {Weights} weights
 * @returns {Part[]}
 */
function partsOf(aggregator, ids, [left, right], weights) {
  const points = aggregator.decompose(left, right, ids.map((id) => weights[id]));
  return ids.map((id, index) => ({ id, points: points[index] }));
}

/**
 * One dimension on the criteria that both sides have.
 * @param {Rubric} rubric
 * @param {Dimension} dimension
 * @param {Programs} programs
 * @param {Weights} weights
 * @returns {Common}
 */
function commonDimension(rubric, dimension, programs, weights) {
  const { criteria } = dimension;
  const ratings = programs.map((program) => program.dimensions[dimension.id]);
  const ids = criteria.filter((id) => ratings.every((side) => side[id].level !== null));
  const total = weightOf(weights, criteria);
  const keys = [...new Set(programs.map((program) => keyOf(dimension, program)))];
  /** @type {Common} */
  const common = {
    weight: total ? exact(weightOf(weights, ids) / total) : 0, sides: null, keys,
    missing: keys.map((key) => ({ key, sides: sidesWithout(ratings, key) }))
      .filter(({ sides }) => sides.length),
    only: onlyOneSide(ratings, criteria), absent: [], share: null,
  };
  if (!common.weight) return common;
  const formula = (/** @type {(rating: Rating) => ArrayLike<number>} */ columnOf) =>
    ratings.map((side) =>
      dimensionFormula(dimension, keys, weights, columns(ids, (id) => columnOf(side[id]))));
  const scores = formula((rating) => [Number(rating.level)]).map(([score]) => score);
  const draws = formula((rating) => drawsOf(rubric, rating));
  const points = ratings.map((side) => ids.map((id) => POINTS * Number(side[id].level)));
  const parts = partsOf(aggregatorOf(dimension), ids, points, weights);
  const cap = scores[0] - scores[1] - sum(parts.map((part) => part.points));
  parts.push({ id: "cap", points: cap });
  return { ...common, sides: { scores, draws, parts } };
}

/**
 * The overall scores on the dimensions that can be compared.
 * @param {Rubric} rubric
 * @param {Record<string, Common>} comparable
 * @param {Weights} weights
 * @returns {Common}
 */
function commonOverall(rubric, comparable, weights) {
  const ids = Object.keys(comparable);
  const total = weightOf(weights, rubric.dimensions.map(({ id }) => id));
  const carried = sum(ids.map((id) => weights[id] * comparable[id].weight));
  const share = total ? exact(weightOf(weights, ids) / total) : 0;
  /** @type {Common} */
  const common = {
    weight: total ? exact(carried / total) : 0, sides: null, keys: [], missing: [],
    only: [[], []], absent: rubric.overall.needs.among.filter((id) => !ids.includes(id)), share,
  };
  if (!share) return common;
  const sidesOf = (/** @type {string} */ id) =>
    comparable[id].sides ?? { scores: [], draws: [], parts: [] };
  const both = [0, 1];
  const scores = both.map((side) =>
    overallFormula(rubric, weights, columns(ids, (id) => [sidesOf(id).scores[side]]))[0]);
  const draws = both.map((side) =>
    overallFormula(rubric, weights, columns(ids, (id) => sidesOf(id).draws[side])));
  const values = both.map((side) => ids.map((id) => sidesOf(id).scores[side]));
  const parts = partsOf(overallAggregator(rubric), ids, values, weights);
  return { ...common, sides: { scores, draws, parts } };
}

/**
 * Why two programs cannot be compared.
 * @param {Rubric} rubric
 * @param {Programs} programs
 * @param {Common} common
 * @returns {Reason[]}
 */
function obstacles(rubric, programs, common) {
  const least = rubric.ranking.common_weight;
  const needed = percent(least);
  /** @type {Reason[]} */
  const reasons = [];
  if (programs[0].synthetic !== programs[1].synthetic) reasons.push(["one_synthetic", {}]);
  for (const { key, sides } of common.missing) {
    reasons.push(["common_key", { key, programs: sides }]);
  }
  if (common.absent.length) reasons.push(["needs_dimensions", { dimensions: common.absent }]);
  if (common.share === null && common.weight < least) {
    reasons.push(["common_weight", { share: percent(common.weight), needed }]);
  }
  if (common.share !== null && (!common.share || common.share < least)) {
    reasons.push(["common_dimensions", { share: percent(common.share), needed }]);
  }
  return reasons;
}

/**
 * @param {Rubric} rubric
 * @param {Programs} programs
 * @param {string} id
 * @param {Weights} weights
 * @returns {Common}
 */
function commonOf(rubric, programs, id, weights) {
  const asked = rubric.dimensions.find((dimension) => dimension.id === id);
  if (asked) return commonDimension(rubric, asked, programs, weights);
  const commons = rubric.dimensions.map((dimension) =>
    /** @type {const} */ ([dimension.id, commonDimension(rubric, dimension, programs, weights)]));
  const comparable = commons.filter(([, common]) => !obstacles(rubric, programs, common).length);
  return commonOverall(rubric, Object.fromEntries(comparable), weights);
}

/**
 * Why a difference is not clear.
 * @param {number} difference
 * @param {number} needed
 * @param {number} low
 * @param {number} high
 * @returns {Reason[]}
 */
function doubts(difference, needed, low, high) {
  /** @type {Reason[]} */
  const reasons = [];
  if (Math.abs(difference) < needed) {
    const points = written(Math.abs(difference), 1);
    reasons.push(["small_difference", { points, needed: String(needed) }]);
  }
  if (low <= 0 && high >= 0) {
    reasons.push(["interval_holds_zero", { low: written(low), high: written(high) }]);
  }
  return reasons;
}

/**
 * @param {Common} common
 * @param {Score[]} scores
 * @param {number} needed
 * @returns {{ numbers: PairResult, reasons: Reason[] }}
 */
function resultOf(common, [mine, theirs], needed) {
  const { scores, draws } = common.sides ?? { scores: [], draws: [] };
  const difference = exact(scores[0] - scores[1]);
  const differences = draws[0].map((draw, index) => exact(draw - draws[1][index]));
  const [low, high] = interval(differences).map((end) => Math.max(-WIDEST, Math.min(WIDEST, end)));
  const higher = sum(differences.map((draw) => Number(draw > 0) + Number(draw === 0) / 2));
  const reasons = doubts(difference, needed, low, high);
  const least = difference > 0
    ? mine.possible[0] - theirs.possible[1]
    : theirs.possible[0] - mine.possible[1];
  return {
    reasons,
    numbers: {
      difference, share: higher / differences.length, scores: scores.map(exact),
      interval: [exact(low), exact(high)], whatever: !reasons.length && least >= needed,
      only: common.only, keys: common.keys,
    },
  };
}

/**
 * The parts that are more than rounding, the largest first.
 * @param {Part[]} parts
 * @returns {Part[]}
 */
const notable = (parts) => parts
  .filter(({ points }) => Math.abs(points) > TOLERANCE)
  .sort((left, right) => Math.abs(right.points) - Math.abs(left.points));

/**
 * What may be said of two programs in one dimension or overall.
 * @param {Rubric} rubric
 * @param {Programs} programs
 * @param {Record<string, Score>[]} scores Of both sides, as scoreProgram gives them.
 * @param {string} id
 * @param {Weights} weights
 * @returns {Pair}
 */
export function comparePair(rubric, programs, scores, id, weights) {
  const common = commonOf(rubric, programs, id, weights);
  const own = scores.map((side) => side[id]);
  const against = obstacles(rubric, programs, common);
  if (against.length) {
    const result = own.some(({ score }) => score === null) ? "not_rated" : "not_comparable";
    return { result, weight: common.weight, reasons: against, parts: [], numbers: null };
  }
  const { numbers, reasons } = resultOf(common, own, rubric.ranking.difference);
  const higher = numbers.difference > 0 ? "left" : "right";
  return {
    result: reasons.length ? "no_clear_difference" : higher, weight: common.weight, reasons,
    parts: notable(common.sides?.parts ?? []), numbers,
  };
}
