// How several scores become one. Written by tools/aggregators.py from evalkit/engine/aggregators.
/** @import { Aggregator } from "./types" */
import { sum } from "./number.js";

/**
 * By the name that a rubric gives it.
 * @type {Record<string, (floor: number) => Aggregator>}
 */
export const AGGREGATORS = {
  arithmetic: () => ({
    score: (values, weights) =>
      sum(values.map((value, index) => weights[index] * value)) / sum(weights),
    decompose: (left, right, weights) => left.map(
      (value, index) => (weights[index] / sum(weights)) * (value - right[index])),
  }),
  geometric: (floor) => {
    const log = (/** @type {number} */ value) => Math.log(Math.max(floor, value));
    const score = (/** @type {number[]} */ values, /** @type {number[]} */ weights) =>
      Math.exp(sum(values.map((value, index) => weights[index] * log(value))) / sum(weights));
    return {
      score,
      decompose: (left, right, weights) => {
        const logs = left.map((value, index) =>
          (weights[index] / sum(weights)) * (log(value) - log(right[index])));
        const [ours, theirs] = [score(left, weights), score(right, weights)];
        const ratio = sum(logs);
        const mean = Math.abs(ratio) > 1e-9 ? (ours - theirs) / ratio : ours;
        return logs.map((part) => mean * part);
      },
    };
  },
};
