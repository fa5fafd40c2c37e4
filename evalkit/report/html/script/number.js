// Numbers: rounded and written by the rule of evalkit/model/rounding.py.
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
 * A number with so many decimals; a tie of decimals goes away from zero.
 * @param {number} value
 * @param {number} digits
 * @returns {number}
 */
export function rounded(value, digits) {
  const whole = Math.floor(Number(`${Math.abs(value).toFixed(9)}e${digits}`) + 0.5);
  return Math.sign(value) * Number(`${whole}e-${digits}`) + 0;
}

/**
 * A number with the decimals that a saved result keeps.
 * @param {number} value
 * @returns {number}
 */
export const saved = (value) => rounded(value, 4);

/**
 * A number as it is shown, from the one that is saved.
 * @param {number} value
 * @param {number} digits
 * @returns {string}
 */
export const written = (value, digits = 0) => rounded(saved(value), digits).toFixed(digits);

/**
 * @param {number | null} score
 * @returns {string}
 */
export const points = (score) => (score === null ? NOTHING : written(score));

/**
 * An end of an interval of a difference: below one point with the decimals that keep it from zero.
 * @param {number} value
 * @returns {string}
 */
export function endOfDifference(value) {
  const end = Math.abs(saved(value));
  const decimals = end > 0 && end < 1 ? [1, 2, 3, 4].find((digits) => rounded(end, digits)) : 0;
  return written(value, decimals);
}

/**
 * @param {Span | null} span
 * @returns {string}
 */
export const ends = (span) => (span ? `${points(span[0])}–${points(span[1])}` : NOTHING);

/**
 * @param {number} share
 * @returns {string}
 */
export const percent = (share) => `${written(100 * saved(share))}%`;

/**
 * @param {number | null} level
 * @returns {string}
 */
export const levelText = (level) => (level === null ? NOTHING : written(level, 1));

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
