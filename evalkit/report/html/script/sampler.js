// The sampler of the engine, which docs/method.md writes down and uncertainty.py has in numpy.
/** @import { Rating, Span } from "./types" */
import { sum } from "./number.js";

export const DRAWS = 2000;
const TAILS = [0.1, 0.9];

// The inverse of the normal distribution within 3.6 standard deviations (Wichura 1988, AS 241).
const CENTER = {
  over: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
    13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  under: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597,
    5394.196021424751, 687.1870074920579, 42.31333070160091, 1,
  ],
};
const TAIL = {
  over: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
    3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  under: [
    1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008,
    0.6897673349851, 1.6763848301838038, 2.053191626637759, 1,
  ],
};

/**
 * @param {number[]} factors
 * @param {number} value
 * @returns {number}
 */
const polynomial = (factors, value) => factors.reduce((total, factor) => total * value + factor);

/**
 * @param {{ over: number[], under: number[] }} fraction
 * @param {number} value
 * @returns {number}
 */
const quotient = (fraction, value) =>
  polynomial(fraction.over, value) / polynomial(fraction.under, value);

/**
 * The quantile of the standard normal distribution.
 * @param {number} share
 * @returns {number}
 */
function normal(share) {
  const offset = share - 0.5;
  if (Math.abs(offset) <= 0.425) return quotient(CENTER, 0.180625 - offset * offset) * offset;
  const rest = offset <= 0 ? share : 1 - share;
  return Math.sign(offset) * quotient(TAIL, Math.sqrt(-Math.log(rest)) - 1.6);
}

const SLICES = Array.from({ length: DRAWS }, (_, rank) => normal((rank + 0.5) / DRAWS));

/**
 * The 32-bit keys of a seed: the finalizer of MurmurHash3 (Appleby 2011).
 * @param {number} seed
 * @returns {Uint32Array}
 */
export function mix(seed) {
  return Uint32Array.from({ length: DRAWS }, (_, index) => {
    let key = seed + Math.imul(index, 2654435769);
    key = Math.imul(key ^ (key >>> 16), 0x85ebca6b);
    key = Math.imul(key ^ (key >>> 13), 0xc2b2ae35);
    return key ^ (key >>> 16);
  });
}

/** @type {Map<number, Float64Array>} */
const sampledBefore = new Map();

/**
 * Standard normal numbers, one from the middle of each of DRAWS equal slices, ordered by the keys.
 * @param {number} seed
 * @returns {Float64Array}
 */
export function sampled(seed) {
  const before = sampledBefore.get(seed);
  if (before) return before;
  const keys = mix(seed);
  const numbers = new Float64Array(DRAWS);
  // numbers are sorted much faster without a function that compares: all keys differ, and each
  // carries its place
  const order = Float64Array.from(keys, (key, index) => key * DRAWS + index).sort();
  order.forEach((key, rank) => { numbers[key % DRAWS] = SLICES[rank]; });
  sampledBefore.set(seed, numbers);
  return numbers;
}

/**
 * The level with its errors, beyond 0 and 4 too; what rests on one passage has correlated errors.
 * @param {Rating} rating
 * @param {number} sharedError
 * @returns {Float64Array}
 */
export function drawLevels(rating, sharedError) {
  const level = Number(rating.level);
  let errors = sampled(rating.seed);
  if (rating.passages.length) {
    const shocks = rating.passages.map(sampled);
    const common = Math.sqrt(sharedError / shocks.length);
    const alone = Math.sqrt(1 - sharedError);
    errors = errors.map((error, index) =>
      common * sum(shocks.map((shock) => shock[index])) + alone * error);
  }
  return errors.map((error) => level + (rating.half / 2) * error);
}

/**
 * The central interval of draws: their quantiles at TAILS, linear between neighbors.
 * @param {ArrayLike<number>} draws
 * @returns {Span}
 */
export function interval(draws) {
  const ordered = Float64Array.from(draws).sort();
  const [low, high] = TAILS.map((tail) => {
    const place = tail * (ordered.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, ordered.length - 1);
    return ordered[below] + (place - below) * (ordered[above] - ordered[below]);
  });
  return [low, high];
}
