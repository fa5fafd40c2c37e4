// Columns of levels give a column of scores: one number for a score, many for its draws.
/** @import { Aggregator, Columns, Dimension, Rubric, Weights } from "./types" */
import { AGGREGATORS } from "./aggregators.js";

export const POINTS = 25;

/**
 * Columns by id.
 * @param {string[]} ids
 * @param {(id: string) => ArrayLike<number>} columnOf
 * @returns {Columns}
 */
export const columns = (ids, columnOf) => Object.fromEntries(ids.map((id) => [id, columnOf(id)]));

/**
 * @param {Columns} held
 * @param {(row: number) => number} formula
 * @returns {number[]}
 */
const byRow = (held, formula) =>
  Array.from(Object.values(held)[0], (_, row) => formula(row));

/**
 * What makes one score of the levels of a dimension; its values are points.
 * @param {Dimension} dimension
 * @returns {Aggregator}
 */
export const aggregatorOf = (dimension) => AGGREGATORS[dimension.aggregate](1);

/**
 * What makes one score of those of the dimensions.
 * @param {Rubric} rubric
 * @returns {Aggregator}
 */
export const overallAggregator = ({ overall }) => AGGREGATORS[overall.aggregate](overall.floor);

/**
 * The score of levels, no more than `above_key` levels above the keys.
 * @param {Dimension} dimension
 * @param {string[]} keys
 * @param {Weights} weights
 * @param {Columns} levels
 * @returns {number[]}
 */
export function dimensionFormula(dimension, keys, weights, levels) {
  const ids = Object.keys(levels);
  const shares = ids.map((id) => weights[id]);
  const above = dimension.above_key ?? Infinity;
  const known = Object.values(levels);
  const capping = keys.filter((key) => key in levels).map((key) => levels[key]);
  const aggregator = aggregatorOf(dimension);
  return byRow(levels, (row) => {
    const score = aggregator.score(known.map((column) => POINTS * column[row]), shares);
    return capping.reduce((low, column) => Math.min(low, POINTS * (column[row] + above)), score);
  });
}

/**
 * The overall score of scores by dimension.
 * @param {Rubric} rubric
 * @param {Weights} weights
 * @param {Columns} scores
 * @returns {number[]}
 */
export function overallFormula(rubric, weights, scores) {
  const ids = Object.keys(scores);
  const shares = ids.map((id) => weights[id]);
  const aggregator = overallAggregator(rubric);
  return byRow(scores, (row) => aggregator.score(ids.map((id) => scores[id][row]), shares));
}
