// Numbers: rounded as the engine rounds them, and shown as evalkit/report/number.py shows them.
/** @import { Score, Span } from "./types" */

const NOTHING = "–";

/**
 * @param {number[]} values
 * @returns {number}
 */
export const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * A number with the decimals that the engine keeps.
 * @param {number} value
 * @returns {number}
 */
export const exact = (value) => Number(value.toFixed(9));

/**
 * A number as Python writes it in a message: of two that are as near, the even one.
 * @param {number} value
 * @param {number} digits
 * @returns {string}
 */
export function fixed(value, digits = 0) {
  const step = 10 ** digits;
  const tied = Number.isInteger(4 * value) && Math.abs((value * step) % 1) === 0.5;
  return (tied ? (2 * Math.round((value * step) / 2)) / step : value).toFixed(digits);
}

/**
 * A share in a message.
 * @param {number} share
 * @returns {string}
 */
export const percentage = (share) => `${fixed(100 * share)}%`;

/**
 * A number with the decimals that a saved result keeps.
 * @param {number} value
 * @returns {number}
 */
export const saved = (value) => Number(value.toFixed(4));

/**
 * @param {number | null} score
 * @returns {string}
 */
export const points = (score) =>
  (score === null ? NOTHING : String(Math.floor(saved(score) + 0.5)));

/**
 * @param {Span | null} span
 * @returns {string}
 */
export const ends = (span) => (span ? `${points(span[0])}–${points(span[1])}` : NOTHING);

/**
 * @param {number} share
 * @returns {string}
 */
export const percent = (share) => `${points(100 * saved(share))}%`;

/**
 * @param {number | null} level
 * @returns {string}
 */
export const levelText = (level) =>
  level === null ? NOTHING : (Math.floor(10 * saved(level) + 0.5) / 10).toFixed(1);

/**
 * The band of a score, with those that its interval touches.
 * @param {Score} score
 * @returns {string}
 */
export function bandText(score) {
  if (!score.band) return NOTHING;
  const touched = score.bands.length > 1 ? ` (${score.bands[0]}–${score.bands.at(-1)})` : "";
  return score.band + touched;
}
