// Programs as evalkit/report/html/live.py packs them, and what their rubric says of them.
/** @import { Dimension, PackedProgram, PackedRating, Program } from "./types" */
/** @import { Rating, Rubric, Span } from "./types" */
import { drawLevels } from "./sampler.js";

/** @type {Span} */
const UNKNOWN = [0, 4];

/**
 * @param {PackedRating} packed
 * @returns {Rating}
 */
function unpackRating(packed) {
  const [level, interval, half = 0, seed = 0, passages = []] = Array.isArray(packed)
    ? packed
    : /** @type {[null, Span]} */ ([null, UNKNOWN]);
  const applies = packed !== 0 && packed !== 1;
  return { level, interval, half, seed, passages, applies, possible: packed !== 0 };
}

/**
 * @param {Rubric} rubric
 * @param {PackedProgram} packed
 * @returns {Program}
 */
export function unpack(rubric, [object_type, synthetic, ratings]) {
  const remaining = [...ratings];
  const dimensions = Object.fromEntries(rubric.dimensions.map(({ id, criteria }) => {
    const packed = remaining.splice(0, criteria.length).map(unpackRating);
    return [id, Object.fromEntries(criteria.map((name, index) => [name, packed[index]]))];
  }));
  return { object_type, synthetic, dimensions };
}

/**
 * A rating at a level that a reader tries out, with the error that it has; one of which nobody
 * knows anything has none.
 * @param {Rating} rating
 * @param {number} level
 * @returns {Rating}
 */
const atLevel = (rating, level) => ({
  ...rating,
  level,
  applies: true,
  possible: true,
  interval: [Math.max(UNKNOWN[0], level - rating.half), Math.min(UNKNOWN[1], level + rating.half)],
  draws: undefined,
});

/**
 * The program at other levels by criterion.
 * @param {Program} program
 * @param {Record<string, number>} levels
 * @returns {Program}
 */
export function withLevels(program, levels) {
  const dimensions = Object.entries(program.dimensions).map(([name, ratings]) => {
    const tried = Object.entries(ratings).map(([id, rating]) =>
      [id, id in levels ? atLevel(rating, levels[id]) : rating]);
    return [name, Object.fromEntries(tried)];
  });
  return { ...program, dimensions: Object.fromEntries(dimensions) };
}

/**
 * @param {Dimension} dimension
 * @param {Program} program
 * @returns {string}
 */
export const keyOf = (dimension, program) =>
  dimension.key[program.object_type] ?? dimension.key.default;

/**
 * @param {Rubric} rubric
 * @param {Rating} rating
 * @returns {Float64Array}
 */
export const drawsOf = (rubric, rating) =>
  (rating.draws ??= drawLevels(rating, rubric.shared_error));

/**
 * @param {Rubric} rubric
 * @param {number} score
 * @returns {string}
 */
export function bandOf(rubric, score) {
  const band = rubric.bands.find(({ from }) => score >= from);
  if (!band) throw new RangeError(`no band from ${score}`);
  return band.name;
}

/**
 * The worse of a band and a limit, where there is one.
 * @param {Rubric} rubric
 * @param {string} band
 * @param {string | null | undefined} limit
 * @returns {string}
 */
export function worse(rubric, band, limit) {
  const order = rubric.bands.map(({ name }) => name);
  return limit && order.indexOf(limit) > order.indexOf(band) ? limit : band;
}
