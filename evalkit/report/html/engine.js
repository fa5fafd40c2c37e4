// The formulas of the engine once more, for weights that a reader tries out: combine.py, simulate.py and contrast.py in their order.
// Browser tests hold every number to the engine's own.
"use strict";

const DRAWS = 2000, INSIDE = 0.8, POINTS = 25;
const exact = (value) => Number(value.toFixed(9));
const sum = (values) => values.reduce((total, value) => total + value, 0);

// The generator of Python's random module (Matsumoto and Nishimura 1998), seeded by one number of 32 bits.
function generator(seed) {
  const state = new Uint32Array(624);
  const mixed = (at) => state[at - 1] ^ (state[at - 1] >>> 30);
  state[0] = 19650218;
  for (let at = 1; at < 624; at++) state[at] = Math.imul(1812433253, mixed(at)) + at;
  let at = 1;
  const step = (next) => {
    state[at] = next(at);
    if (++at === 624) [state[0], at] = [state[623], 1];
  };
  for (let count = 624; count; count--) step((at) => (state[at] ^ Math.imul(mixed(at), 1664525)) + seed);
  for (let count = 623; count; count--) step((at) => (state[at] ^ Math.imul(mixed(at), 1566083941)) - at);
  state[0] = 0x80000000;
  let used = 624;
  const refill = () => {
    for (let at = 0; at < 624; at++) {
      const word = (state[at] & 0x80000000) | (state[(at + 1) % 624] & 0x7fffffff);
      state[at] = state[(at + 397) % 624] ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0);
    }
    used = 0;
  };
  return () => {
    if (used === 624) refill();
    let word = state[used++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

// The inverse of the normal distribution within 3.6 standard deviations (Wichura 1988, AS 241).
const CENTER = [
  [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
    1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
  [5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
    687.1870074920579083, 42.313330701600911252, 1],
];
const TAIL = [
  [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
    5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
  [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455,
    1.6763848301838038494, 2.05319162663775882187, 1],
];
const polynomial = (factors, value) => factors.reduce((total, factor) => total * value + factor);
const quotient = (parts, value) => polynomial(parts[0], value) / polynomial(parts[1], value);
function normal(share) {
  const from = share - 0.5;
  if (Math.abs(from) <= 0.425) return quotient(CENTER, 0.180625 - from * from) * from;
  return Math.sign(from) * quotient(TAIL, Math.sqrt(-Math.log(from <= 0 ? share : 1 - share)) - 1.6);
}

const SLICES = Array.from({ length: DRAWS }, (_, at) => normal((at + 0.5) / DRAWS));
const shuffles = new Map();
function stratified(seed) {
  if (!shuffles.has(seed)) {
    const numbers = Float64Array.from(SLICES), next = generator(seed);
    for (let last = DRAWS - 1; last > 0; last--) {
      const bits = Math.clz32(last + 1);
      let other = next() >>> bits;
      while (other > last) other = next() >>> bits;
      [numbers[last], numbers[other]] = [numbers[other], numbers[last]];
    }
    shuffles.set(seed, numbers);
  }
  return shuffles.get(seed);
}

function drawLevels(criterion, sharedError) {
  let errors = stratified(criterion.seed);
  if (criterion.passages.length) {
    const shocks = criterion.passages.map(stratified);
    const common = Math.sqrt(sharedError / shocks.length), alone = Math.sqrt(1 - sharedError);
    errors = errors.map((error, at) => common * sum(shocks.map((shock) => shock[at])) + alone * error);
  }
  const [low, high] = criterion.interval, mode = criterion.level;
  if (low === high) return new Float64Array(DRAWS).fill(mode);
  const width = high - low;
  const left = (width * (mode - low)) / DRAWS, right = (width * (high - mode)) / DRAWS, turn = (DRAWS * (mode - low)) / width;
  const levels = new Float64Array(DRAWS), order = Array.from(errors.keys()).sort((one, other) => errors[one] - errors[other]);
  order.forEach((at, rank) => {
    const slice = rank + 0.5;
    levels[at] = slice < turn ? low + Math.sqrt(left * slice) : high - Math.sqrt(right * (DRAWS - slice));
  });
  return levels;
}

// A program as evalkit/report/html/live.py packs it.
function unpack(rubric, [object_type, synthetic, ratings]) {
  const rating = (packed) => {
    if (!packed) return { level: null, applies: packed !== 0 };
    const [level, interval, grade, inherited, seed, passages] = packed;
    return { level, interval, grade, inherited, seed, passages, applies: true };
  };
  const criteria = rubric.dimensions.flatMap((each) => each.criteria);
  const by = (ids) => Object.fromEntries(ids.map((id) => [id, rating(ratings[criteria.indexOf(id)])]));
  return { object_type, synthetic, dimensions: Object.fromEntries(rubric.dimensions.map((each) => [each.id, by(each.criteria)])) };
}

// Columns of levels by criterion give a column of scores, as in combine.py: one number for the score, many for the draws.
function dimensionFormula(dimension, key, weights, columns) {
  const ids = Object.keys(columns), total = sum(ids.map((id) => weights[id]));
  return columns[ids[0]].map((_, at) => {
    const score = (POINTS * sum(ids.map((id) => weights[id] * columns[id][at]))) / total;
    const held = dimension.hurdle && key in columns && columns[key][at] <= dimension.hurdle.at_most;
    return held ? Math.min(score, dimension.hurdle.cap) : score;
  });
}

function overallFormula(rubric, weights, columns) {
  const ids = Object.keys(columns), total = sum(ids.map((id) => weights[id])), floor = rubric.overall.floor;
  return columns[ids[0]].map((_, at) =>
    Math.exp(sum(ids.map((id) => weights[id] * Math.log(Math.max(floor, columns[id][at])))) / total));
}

const band = (rubric, score) => rubric.bands.find((each) => score >= each.from).name;
const worse = (rubric, one, limit) => {
  const order = rubric.bands.map((each) => each.name);
  return limit && order.indexOf(limit) > order.indexOf(one) ? limit : one;
};

function spread(rubric, score, draws) {
  const ordered = Float64Array.from(draws).sort(), step = Math.ceil(INSIDE * DRAWS) - 1;
  let first = 0;
  for (let at = 1; at + step < DRAWS; at++) {
    if (ordered[at + step] - ordered[at] < ordered[first + step] - ordered[first]) first = at;
  }
  const low = exact(Math.max(Math.min(ordered[first], score.score), score.bounds[0]));
  const high = exact(Math.min(Math.max(ordered[first + step], score.score), score.bounds[1]));
  const names = rubric.bands.map((each) => each.name);
  const touched = names.slice(names.indexOf(band(rubric, high)), names.indexOf(band(rubric, low)) + 1);
  return { ...score, draws, interval: [low, high], bands: [...new Set(touched.map((name) => worse(rubric, name, score.limit)))] };
}

function scoreDimension(rubric, dimension, program, weights) {
  const ratings = program.dimensions[dimension.id], key = dimension.key[program.object_type] ?? dimension.key.default;
  const ids = dimension.criteria.filter((id) => ratings[id].applies), rated = ids.filter((id) => ratings[id].level !== null);
  const ends = Object.fromEntries(ids.map((id) => [id, ratings[id].level === null ? [0, 4] : ratings[id].interval]));
  const total = sum(ids.map((id) => weights[id])), share = (chosen) => (total ? exact(sum(chosen.map((id) => weights[id])) / total) : 0);
  const own = rated.filter((id) => !ratings[id].inherited), coverage = share(own), inherited = share(rated.filter((id) => ratings[id].inherited));
  const bounds = total ? dimensionFormula(dimension, key, weights, ends).map(exact) : [0, 100];
  const score = { status: "not_rated", score: null, interval: null, bounds, band: null, bands: [], coverage, inherited };
  const rules = rubric.coverage, keyed = rated.includes(key) ? ratings[key] : null;
  if (!keyed || !own.length || coverage + inherited < rules.provisional || !sum(rated.map((id) => weights[id]))) return score;
  const grade = sum(rated.map((id) => ratings[id].grade)) / rated.length;
  const whole = !keyed.inherited && coverage >= rules.rated && own.length >= rules.criteria && grade >= rules.mean_grade;
  const point = Object.fromEntries(rated.map((id) => [id, [ratings[id].level]]));
  const value = exact(dimensionFormula(dimension, key, weights, point)[0]);
  const found = { ...score, status: whole ? "rated" : "provisional", score: value, band: band(rubric, value) };
  const draws = Object.fromEntries(rated.map((id) => [id, (ratings[id].draws ??= drawLevels(ratings[id], rubric.shared_error))]));
  return spread(rubric, found, dimensionFormula(dimension, key, weights, draws));
}

function scoreOverall(rubric, dimensions, weights) {
  const ids = Object.keys(dimensions), scored = ids.filter((id) => dimensions[id].score !== null), { needs, hurdles } = rubric.overall;
  const columns = (chosen, what) => Object.fromEntries(chosen.map((id) => [id, what(dimensions[id])]));
  const weight = (chosen) => sum(chosen.map((id) => weights[id]));
  const score = { status: "not_rated", score: null, interval: null, bounds: [0, 100], band: null, bands: [] };
  if (rubric.overall.aggregate === "none") return score;
  const ends = [ids, scored].filter(weight).map((chosen) => overallFormula(rubric, weights, columns(chosen, (each) => each.bounds)));
  if (ends.length) score.bounds = [exact(Math.min(...ends.map((each) => each[0]))), exact(Math.max(...ends.map((each) => each[1])))];
  if (needs.among.some((id) => !scored.includes(id)) || scored.length < needs.dimensions || !weight(scored)) return score;
  const value = exact(overallFormula(rubric, weights, columns(scored, (each) => [each.score]))[0]);
  const low = hurdles.filter((rule) => rule.dimensions.some((id) => scored.includes(id) && dimensions[id].score < rule.below));
  const limit = low.reduce((found, rule) => worse(rubric, rule.band, found), null);
  const whole = scored.length === ids.length && ids.every((id) => dimensions[id].status === "rated");
  const found = { ...score, status: whole ? "rated" : "provisional", score: value, band: worse(rubric, band(rubric, value), limit), limit };
  return spread(rubric, found, overallFormula(rubric, weights, columns(scored, (each) => each.draws)));
}

// Every score of a program by dimension and `overall`; `weights` by the ids of dimensions and of criteria.
function scoreProgram(rubric, program, weights) {
  const dimensions = {};
  for (const dimension of rubric.dimensions) dimensions[dimension.id] = scoreDimension(rubric, dimension, program, weights);
  return { ...dimensions, overall: scoreOverall(rubric, dimensions, weights) };
}

function commonWeight(rubric, left, right, dimension, weights) {
  const both = dimension.criteria.filter((id) => [left, right].every((each) => each.dimensions[dimension.id][id].level !== null));
  const total = sum(dimension.criteria.map((id) => weights[id]));
  return total ? exact(sum(both.map((id) => weights[id])) / total) : 0;
}

// What may be said of two programs in one dimension or overall, by the three conditions of the rubric.
function comparePair(rubric, [left, right], [one, other], id, weights) {
  const mine = one[id], theirs = other[id], rules = rubric.ranking;
  if (mine.score === null || theirs.score === null) return { verdict: "not_rated", parts: [] };
  if (left.synthetic !== right.synthetic) return { verdict: "not_comparable", parts: [], why: "one of them is made up" };
  const difference = exact(mine.score - theirs.score);
  const share = sum(Array.from(mine.draws, (draw, at) => (draw > theirs.draws[at]) + (draw === theirs.draws[at]) / 2)) / DRAWS;
  const chosen = rubric.dimensions.filter((each) => id === "overall" || each.id === id);
  const total = sum(rubric.dimensions.map((each) => weights[each.id]));
  const common = sum(chosen.map((each) =>
    commonWeight(rubric, left, right, each, weights) * (id === "overall" ? weights[each.id] / total : 1)));
  const alike = rubric.dimensions.every((each) => (one[each.id].score === null) === (other[each.id].score === null));
  const parts = id !== "overall" ? dimensionParts(chosen[0], left, right, weights, difference)
    : alike ? overallParts(rubric, one, other, weights, difference) : [];
  const found = { difference, share, parts: parts.filter((part) => Math.abs(part.points) > 1e-9) };
  found.parts.sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  if (id === "overall" && !alike) return { ...found, verdict: "not_comparable", why: "the overall scores rest on different dimensions" };
  if (common < rules.common_weight) return { ...found, verdict: "not_comparable", why: "too little is rated on both sides" };
  if (Math.abs(difference) < rules.difference) return { ...found, verdict: "not_separable", why: "the scores are too near to each other" };
  if ((difference > 0 ? share : 1 - share) < rules.share) return { ...found, verdict: "not_separable", why: "too few draws agree" };
  return { ...found, verdict: difference > 0 ? "left" : "right" };
}

function dimensionParts(dimension, left, right, weights, difference) {
  const sides = [left, right].map((each) => each.dimensions[dimension.id]);
  const rated = sides.map((side) => dimension.criteria.filter((id) => side[id].level !== null));
  const totals = rated.map((ids) => sum(ids.map((id) => weights[id])));
  const means = sides.map((side, at) => sum(rated[at].map((id) => weights[id] * POINTS * side[id].level)) / totals[at]);
  const middle = sum(means) / 2, parts = Object.fromEntries(dimension.criteria.map((id) => [id, 0]));
  sides.forEach((side, at) => rated[at].forEach((id) => {
    parts[id] += ((at ? -1 : 1) * weights[id] / totals[at]) * (POINTS * side[id].level - middle);
  }));
  parts.hurdle = difference - sum(Object.values(parts));
  return Object.entries(parts).map(([id, points]) => ({ id, points }));
}

function overallParts(rubric, one, other, weights, difference) {
  const ids = rubric.dimensions.map((each) => each.id).filter((id) => one[id].score !== null);
  const floor = (score) => Math.max(rubric.overall.floor, score);
  const logs = ids.map((id) => weights[id] * Math.log(floor(one[id].score) / floor(other[id].score))), total = sum(logs);
  return total ? ids.map((id, at) => ({ id, points: (difference * logs[at]) / total })) : [];
}
