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
  minimum: () => {
    const score = (/** @type {number[]} */ values, /** @type {number[]} */ weights) =>
      Math.min(...values.filter((_, index) => weights[index] > 0));
    return {
      score,
      decompose: (left, right, weights) => {
        const parts = left.map(() => 0);
        const orders = [left.map((_, index) => index), left.map((_, index) => index).reverse()];
        for (const order of orders) {
          const mixed = [...right];
          for (const index of order) {
            const before = score(mixed, weights);
            mixed[index] = left[index];
            parts[index] += (score(mixed, weights) - before) / 2;
          }
        }
        return parts;
      },
    };
  },
};
