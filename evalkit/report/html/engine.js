// The formulas of the engine once more, for weights that a reader tries out: combine.py, simulate.py and contrast.py in their order.
// Tests hold every number to the engine's own.
"use strict";

const DRAWS = 2000, TAILS = [0.1, 0.9], POINTS = 25, UNKNOWN = [0, 4], ANYTHING = [0, 100], TOLERANCE = 1e-9;
const exact = (value) => Number(value.toFixed(9));
const sum = (values) => values.reduce((total, value) => total + value, 0);

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
// The keys of a seed: the finalizer of MurmurHash3 (Appleby 2011).
function mix(seed) {
  return Uint32Array.from({ length: DRAWS }, (_, at) => {
    let key = seed + Math.imul(at, 2654435769);
    key = Math.imul(key ^ (key >>> 16), 0x85ebca6b);
    key = Math.imul(key ^ (key >>> 13), 0xc2b2ae35);
    return key ^ (key >>> 16);
  });
}
// Standard normal numbers, one from the middle of each of DRAWS equal slices, in the order of the keys.
const known = new Map();
function sampled(seed) {
  if (!known.has(seed)) {
    const keys = mix(seed), numbers = new Float64Array(DRAWS);
    Uint32Array.from(keys.keys()).sort((one, other) => keys[one] - keys[other]).forEach((at, rank) => { numbers[at] = SLICES[rank]; });
    known.set(seed, numbers);
  }
  return known.get(seed);
}

// The level with its errors, beyond 0 and 4 too; criteria that rest on the same passage err together.
function drawLevels(criterion, sharedError) {
  let errors = sampled(criterion.seed);
  if (criterion.passages.length) {
    const shocks = criterion.passages.map(sampled);
    const common = Math.sqrt(sharedError / shocks.length), alone = Math.sqrt(1 - sharedError);
    errors = errors.map((error, at) => common * sum(shocks.map((shock) => shock[at])) + alone * error);
  }
  return errors.map((error) => criterion.level + (criterion.half / 2) * error);
}

// The central interval of draws: their quantiles at TAILS, linear between neighbors.
function interval(draws) {
  const ordered = Float64Array.from(draws).sort();
  return TAILS.map((tail) => {
    const place = tail * (ordered.length - 1), at = Math.floor(place);
    return ordered[at] + (place - at) * (ordered[Math.min(at + 1, ordered.length - 1)] - ordered[at]);
  });
}

// A program as evalkit/report/html/live.py packs it.
function unpack(rubric, [object_type, synthetic, ratings]) {
  const rating = (packed) => {
    const [level = null, interval = UNKNOWN, half, seed, passages] = Array.isArray(packed) ? packed : [];
    return { level, interval, half, seed, passages, applies: packed !== 0 && packed !== 1, possible: packed !== 0 };
  };
  const criteria = rubric.dimensions.flatMap((each) => each.criteria);
  const by = (ids) => Object.fromEntries(ids.map((id) => [id, rating(ratings[criteria.indexOf(id)])]));
  return { object_type, synthetic, dimensions: Object.fromEntries(rubric.dimensions.map((each) => [each.id, by(each.criteria)])) };
}

// Columns of levels by criterion give a column of scores, as in combine.py: one number for the score, many for the draws.
function dimensionFormula(dimension, keys, weights, columns) {
  const ids = Object.keys(columns), total = sum(ids.map((id) => weights[id]));
  const holding = dimension.above_key === null ? [] : keys.filter((key) => key in columns);
  return columns[ids[0]].map((_, at) => {
    const score = (POINTS * sum(ids.map((id) => weights[id] * columns[id][at]))) / total;
    return Math.min(score, ...holding.map((key) => POINTS * (columns[key][at] + dimension.above_key)));
  });
}

function overallFormula(rubric, weights, columns) {
  const ids = Object.keys(columns), total = sum(ids.map((id) => weights[id])), floor = rubric.overall.floor;
  return columns[ids[0]].map((_, at) =>
    Math.exp(sum(ids.map((id) => weights[id] * Math.log(Math.max(floor, columns[id][at])))) / total));
}

const keyOf = (dimension, program) => dimension.key[program.object_type] ?? dimension.key.default;
const drawsOf = (rubric, rating) => (rating.draws ??= drawLevels(rating, rubric.shared_error));
const columns = (ids, what) => Object.fromEntries(ids.map((id) => [id, what(id)]));
const band = (rubric, score) => rubric.bands.find((each) => score >= each.from).name;
const worse = (rubric, one, limit) => {
  const order = rubric.bands.map((each) => each.name);
  return limit && order.indexOf(limit) > order.indexOf(one) ? limit : one;
};

function spread(rubric, score, draws) {
  const [first, last] = interval(draws);
  const low = exact(Math.max(Math.min(first, score.score), score.bounds[0]));
  const high = exact(Math.min(Math.max(last, score.score), score.bounds[1]));
  const names = rubric.bands.map((each) => each.name);
  const touched = names.slice(names.indexOf(band(rubric, high)), names.indexOf(band(rubric, low)) + 1);
  return { ...score, draws, interval: [low, high], bands: [...new Set(touched.map((name) => worse(rubric, name, score.limit)))] };
}

function scoreDimension(rubric, dimension, program, weights) {
  const ratings = program.dimensions[dimension.id], key = keyOf(dimension, program);
  const ids = dimension.criteria.filter((id) => ratings[id].applies), rated = ids.filter((id) => ratings[id].level !== null);
  const total = sum(ids.map((id) => weights[id]));
  const possible = dimension.criteria.filter((id) => ratings[id].possible), ends = columns(possible, (id) => ratings[id].interval);
  const bounds = sum(possible.map((id) => weights[id])) ? dimensionFormula(dimension, [key], weights, ends).map(exact) : ANYTHING;
  const coverage = total ? exact(sum(rated.map((id) => weights[id])) / total) : 0;
  const score = { status: "not_rated", score: null, interval: null, bounds, band: null, bands: [], coverage };
  if (!rated.includes(key) || coverage < rubric.coverage.provisional || !coverage) return score;
  const value = exact(dimensionFormula(dimension, [key], weights, columns(rated, (id) => [ratings[id].level]))[0]);
  const status = coverage < rubric.coverage.rated ? "provisional" : "rated";
  const draws = dimensionFormula(dimension, [key], weights, columns(rated, (id) => drawsOf(rubric, ratings[id])));
  return spread(rubric, { ...score, status, score: value, band: band(rubric, value) }, draws);
}

function scoreOverall(rubric, dimensions, weights) {
  const ids = Object.keys(dimensions), scored = ids.filter((id) => dimensions[id].score !== null), { needs, caps } = rubric.overall;
  const weight = (chosen) => sum(chosen.map((id) => weights[id]));
  const score = { status: "not_rated", score: null, interval: null, bounds: ANYTHING, band: null, bands: [] };
  if (rubric.overall.aggregate === "none") return score;
  const ends = columns(ids, (id) => (dimensions[id].score === null ? ANYTHING : dimensions[id].bounds));
  if (weight(ids)) score.bounds = overallFormula(rubric, weights, ends).map(exact);
  if (needs.among.some((id) => !scored.includes(id)) || scored.length < needs.dimensions || !weight(scored)) return score;
  const value = exact(overallFormula(rubric, weights, columns(scored, (id) => [dimensions[id].score]))[0]);
  const low = caps.filter((rule) => rule.dimensions.some((id) => scored.includes(id) && dimensions[id].score < rule.below));
  const limit = low.reduce((found, rule) => worse(rubric, rule.band, found), null);
  const whole = ids.every((id) => dimensions[id].status === "rated");
  const found = { ...score, status: whole ? "rated" : "provisional", score: value, band: worse(rubric, band(rubric, value), limit), limit };
  return spread(rubric, found, overallFormula(rubric, weights, columns(scored, (id) => dimensions[id].draws)));
}

// Every score of a program by dimension and `overall`; `weights` by the ids of dimensions and of criteria.
function scoreProgram(rubric, program, weights) {
  const dimensions = {};
  for (const dimension of rubric.dimensions) dimensions[dimension.id] = scoreDimension(rubric, dimension, program, weights);
  return { ...dimensions, overall: scoreOverall(rubric, dimensions, weights) };
}

// Both sides of one dimension on the criteria that both have: scores, draws, the weight of these criteria and what each contributes.
function commonDimension(rubric, dimension, sides, weights) {
  const ratings = sides.map((side) => side.dimensions[dimension.id]);
  const ids = dimension.criteria.filter((id) => ratings.every((each) => each[id].level !== null));
  const total = sum(dimension.criteria.map((id) => weights[id])), carried = sum(ids.map((id) => weights[id]));
  const lacking = sides.map((_, at) => dimension.criteria.filter((id) => ratings[at][id].level !== null && ratings[1 - at][id].level === null));
  const keys = [...new Set(sides.map((side) => keyOf(dimension, side)))], missing = keys.filter((key) => !ids.includes(key));
  const found = { weight: total ? exact(carried / total) : 0, keys, missing, only: lacking };
  if (!found.weight) return found;
  const scored = (what) => ratings.map((each) => dimensionFormula(dimension, keys, weights, columns(ids, (id) => what(each[id]))));
  const scores = scored((rating) => [rating.level]).map((each) => each[0]);
  const parts = ids.map((id) => ({ id, points: (POINTS * weights[id] / carried) * (ratings[0][id].level - ratings[1][id].level) }));
  parts.push({ id: "cap", points: scores[0] - scores[1] - sum(parts.map((part) => part.points)) });
  return { ...found, scores, parts, draws: scored((rating) => drawsOf(rubric, rating)) };
}

// The overall scores on the dimensions that can be compared.
function commonOverall(rubric, common, weights) {
  const ids = Object.keys(common), total = sum(rubric.dimensions.map((each) => weights[each.id]));
  const share = (chosen) => (total ? exact(sum(chosen.map((id) => weights[id])) / total) : 0);
  const absent = rubric.overall.needs.among.filter((id) => !ids.includes(id));
  const found = { absent, share: share(ids), weight: total ? exact(sum(ids.map((id) => weights[id] * common[id].weight)) / total) : 0 };
  if (!found.share) return found;
  const scores = [0, 1].map((at) => overallFormula(rubric, weights, columns(ids, (id) => [common[id].scores[at]]))[0]);
  const draws = [0, 1].map((at) => overallFormula(rubric, weights, columns(ids, (id) => common[id].draws[at])));
  const floor = (score) => Math.max(rubric.overall.floor, score);
  const logs = ids.map((id) => weights[id] * Math.log(floor(common[id].scores[0]) / floor(common[id].scores[1]))), all = sum(logs);
  const parts = Math.abs(all / total) > TOLERANCE ? ids.map((id, at) => ({ id, points: ((scores[0] - scores[1]) * logs[at]) / all })) : [];
  return { ...found, scores, draws, parts };
}

// Why two programs cannot be compared: codes of messages of the engine with what fills them.
function lacking(rubric, sides, common) {
  const needed = percentage(rubric.ranking.common_weight), found = [];
  if (sides[0].synthetic !== sides[1].synthetic) found.push(["one_synthetic", {}]);
  for (const key of common.missing ?? []) found.push(["common_key", { key }]);
  if (common.absent?.length) found.push(["needs_dimensions", { dimensions: common.absent }]);
  if (common.share === undefined && common.weight < rubric.ranking.common_weight) {
    found.push(["common_weight", { share: percentage(common.weight), needed }]);
  }
  if (common.share !== undefined && (!common.share || common.share < rubric.ranking.common_weight)) {
    found.push(["common_dimensions", { share: percentage(common.share), needed }]);
  }
  return found;
}

// What may be said of two programs in one dimension or overall; `scores` are those of both sides, as scoreProgram gives them.
function comparePair(rubric, sides, scores, id, weights) {
  const each = (dimension) => commonDimension(rubric, dimension, sides, weights);
  let common;
  if (id === "overall") {
    const all = rubric.dimensions.map((dimension) => [dimension.id, each(dimension)]);
    common = commonOverall(rubric, Object.fromEntries(all.filter(([, found]) => !lacking(rubric, sides, found).length)), weights);
  } else common = each(rubric.dimensions.find((dimension) => dimension.id === id));
  const [mine, theirs] = scores.map((side) => side[id]), reasons = lacking(rubric, sides, common);
  const found = { weight: common.weight, reasons, parts: [] };
  if (reasons.length) return { ...found, verdict: mine.score === null || theirs.score === null ? "not_rated" : "not_comparable" };
  const difference = exact(common.scores[0] - common.scores[1]), needed = rubric.ranking.difference;
  const draws = Array.from(common.draws[0], (draw, at) => exact(draw - common.draws[1][at]));
  const share = sum(draws.map((draw) => (draw > 0) + (draw === 0) / 2)) / DRAWS, [low, high] = interval(draws);
  if (Math.abs(difference) < needed) reasons.push(["small_difference", { points: fixed(Math.abs(difference), 1), needed: String(needed) }]);
  if (low <= 0 && high >= 0) reasons.push(["interval_holds_zero", { low: fixed(low), high: fixed(high) }]);
  const verdict = reasons.length ? "not_separable" : difference > 0 ? "left" : "right";
  const least = difference > 0 ? mine.bounds[0] - theirs.bounds[1] : theirs.bounds[0] - mine.bounds[1];
  const parts = common.parts.filter((part) => Math.abs(part.points) > TOLERANCE).sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  return {
    ...found, verdict, difference, share, parts, scores: common.scores.map(exact), interval: [exact(low), exact(high)],
    whatever: !reasons.length && least >= needed, only: common.only ?? [[], []], keys: common.keys ?? [],
  };
}

// Numbers as Python writes them in a message: of two that are as near, the even one.
function fixed(value, digits = 0) {
  const step = 10 ** digits, tied = Number.isInteger(4 * value) && Math.abs((value * step) % 1) === 0.5;
  return (tied ? (2 * Math.round((value * step) / 2)) / step : value).toFixed(digits);
}
const percentage = (share) => `${fixed(100 * share)}%`;
