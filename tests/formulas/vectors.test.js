// The modules of the page against the vectors of the engine: EVALKIT_VECTORS names their file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { scoreProgram } from "../../evalkit/report/html/script/aggregate.js";
import { comparePair } from "../../evalkit/report/html/script/compare.js";
import { unpack, withLevels } from "../../evalkit/report/html/script/program.js";
import { mix, sampled } from "../../evalkit/report/html/script/sampler.js";

const vectors = JSON.parse(readFileSync(process.env.EVALKIT_VECTORS, "utf-8"));
const NEAR = 2e-8;
// Points below which a part is the rounding of weights that are no decimals.
const ROUNDED = 1e-6;

const placed = (numbers) =>
  numbers.reduce((total, number, place) => total + number * ((place % 97) + 1), 0);

function near(computed, given, where, tolerance = NEAR) {
  if (given === null) return assert.equal(computed, null, where);
  if (Array.isArray(given)) {
    assert.equal(computed.length, given.length, where);
    return given.forEach((value, place) => near(computed[place], value, where, tolerance));
  }
  assert.ok(Math.abs(computed - given) <= tolerance, `${where}: ${computed} for ${given}`);
}

function sameScore(computed, given, where) {
  assert.equal(computed.status, given.status, where);
  assert.equal(computed.band, given.band, where);
  assert.deepEqual(computed.bands, given.bands, where);
  for (const name of ["score", "interval", "possible"]) {
    near(computed[name], given[name], `${where} ${name}`);
  }
  if ("coverage" in given) near(computed.coverage, given.coverage, `${where} coverage`);
}

function samePair(computed, given, where) {
  assert.equal(computed.result, given.result, where);
  near(computed.weight, given.weight, where);
  assert.deepEqual(computed.reasons, given.reasons, where);
  assert.equal(computed.numbers === null, given.numbers === null, where);
  if (given.numbers === null) return;
  assert.equal(computed.numbers.whatever, given.numbers.whatever, where);
  for (const name of ["difference", "share", "scores", "interval"]) {
    near(computed.numbers[name], given.numbers[name], `${where} ${name}`);
  }
  const points = Object.fromEntries(computed.parts.map((part) => [part.id, part.points]));
  for (const id of new Set([...Object.keys(points), ...Object.keys(given.parts)])) {
    near(points[id] ?? 0, given.parts[id] ?? 0, `${where} part ${id}`, ROUNDED);
  }
}

for (const given of vectors.seeds) {
  test(`keys and numbers of seed ${given.seed}`, () => {
    const keys = Array.from(mix(given.seed));
    const numbers = Array.from(sampled(given.seed));
    assert.deepEqual(keys.slice(0, given.keys.length), given.keys);
    assert.equal(placed(keys), given.all_keys);
    near(numbers.slice(0, given.numbers.length), given.numbers, "numbers", 1e-12);
    near(placed(numbers), given.all_numbers, "all numbers", 1e-7);
  });
}

for (const { name, rubric, programs, runs, leveled } of vectors.cases) {
  const unpacked = Object.entries(programs).map(([id, packed]) => [id, unpack(rubric, packed)]);
  const byId = Object.fromEntries(unpacked);
  test(`other levels: ${name}`, () => {
    for (const { program, levels, scores } of leveled) {
      const computed = scoreProgram(rubric, withLevels(byId[program], levels), rubric.weights);
      for (const [id, score] of Object.entries(scores)) {
        // the simulation of a level that is tried keeps its seed, so that its interval may differ
        for (const part of ["score", "possible"]) {
          near(computed[id][part], score[part], `${program} ${id} ${part}`);
        }
        assert.equal(computed[id].status, score.status);
        assert.equal(computed[id].band, score.band);
      }
    }
  });
  for (const { weights, scores, pairs } of runs) {
    const under = { ...rubric.weights, ...weights };
    const where = `${name}, weights ${JSON.stringify(weights)}`;
    const computed = Object.fromEntries(
      unpacked.map(([id, program]) => [id, scoreProgram(rubric, program, under)]));
    test(`scores: ${where}`, () => {
      for (const [program, given] of Object.entries(scores)) {
        assert.deepEqual(Object.keys(computed[program]), Object.keys(given));
        for (const [id, score] of Object.entries(given)) {
          sameScore(computed[program][id], score, `${program} ${id}`);
        }
      }
    });
    test(`pairs: ${where}`, () => {
      for (const given of pairs) {
        const sides = [given.left, given.right];
        const pair = comparePair(
          rubric, sides.map((id) => byId[id]), sides.map((id) => computed[id]), given.id, under);
        samePair(pair, given, `${given.left} ${given.right} ${given.id}`);
      }
    });
  }
}
