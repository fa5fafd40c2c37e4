// Columns of levels give a column of scores: one number for a score, many for its draws.
/** @import { Columns, Dimension, Rubric, Weights } from "./types" */
import { sum } from "./number.js";

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
 * The weighted mean of levels in points, no more than `above_key` levels above the keys.
 * @param {Dimension} dimension
 * @param {string[]} keys
 * @param {Weights} weights
 * @param {Columns} levels
 * @returns {number[]}
 */
export function dimensionFormula(dimension, keys, weights, levels) {
  const ids = Object.keys(levels);
  const total = sum(ids.map((id) => weights[id]));
  const above = dimension.above_key;
  const capping = above === null ? [] : keys.filter((key) => key in levels);
  return byRow(levels, (row) => {
    const mean = sum(ids.map((id) => weights[id] * levels[id][row])) / total;
    const caps = capping.map((key) => levels[key][row] + (above ?? 0));
    return POINTS * Math.min(mean, ...caps);
  });
}

/**
 * The weighted geometric mean of scores, where one below the floor counts as the floor.
 * @param {Rubric} rubric
 * @param {Weights} weights
 * @param {Columns} scores
 * @returns {number[]}
 */
export function overallFormula(rubric, weights, scores) {
  const ids = Object.keys(scores);
  const total = sum(ids.map((id) => weights[id]));
  const { floor } = rubric.overall;
  return byRow(scores, (row) => {
    const logs = ids.map((id) => weights[id] * Math.log(Math.max(floor, scores[id][row])));
    return Math.exp(sum(logs) / total);
  });
}
