// Two programs compared: both scores, the result on the criteria that both have, and what makes it.
/** @import { Pair, PairResult, Part, Program, Reason, Score } from "./types" */
import { comparePair } from "./compare.js";
import { drawing, element, query, setField } from "./dom.js";
import { listed, nameOf, say } from "./language.js";
import { bandText, endOfDifference, ends, levelText, percent, points } from "./number.js";
import { plotOf } from "./plot.js";
import { isDimension, programOf, rubric, scoresOf, state, weights } from "./state.js";

/**
 * @param {Reason} reason
 * @param {string[]} sides The ids or names of both programs.
 * @returns {string}
 */
function reasonText([code, params], sides) {
  const texts = Object.entries(params).map(([name, value]) =>
    [name, Array.isArray(value) ? listed(value.map((item) => nameIn(item, sides))) : value]);
  return say(code, Object.fromEntries(texts));
}

/**
 * A program by its side, or a dimension by its id.
 * @param {string | number} item
 * @param {string[]} sides
 * @returns {string}
 */
const nameIn = (item, sides) =>
  (typeof item === "number" ? sides[item] : nameOf(item).toLowerCase());

/**
 * The result of a pair with a clear difference.
 * @param {Pair} pair
 * @param {PairResult} numbers
 * @param {string} leftId
 * @param {string} rightId
 * @returns {string}
 */
function clearDifference(pair, numbers, leftId, rightId) {
  const isLeft = pair.result === "left";
  const [left, right] = numbers.scores.map(points);
  const [first, last] = numbers.interval;
  const [low, high] = (isLeft ? [first, last] : [-last, -first]).map(endOfDifference);
  return say("higher", {
    higher: isLeft ? leftId : rightId, lower: isLeft ? rightId : leftId,
    score: isLeft ? left : right, other: isLeft ? right : left,
    weight: percent(pair.weight), points: points(Math.abs(numbers.difference)),
    interval: say("span", { low, high }),
    share: percent(Math.max(numbers.share, 1 - numbers.share)),
  });
}

/**
 * The result of two programs in words.
 * @param {Pair} pair
 * @param {string} leftId
 * @param {string} rightId
 * @returns {string}
 */
export function pairText(pair, leftId, rightId) {
  const { numbers, result } = pair;
  if (numbers && (result === "left" || result === "right")) {
    return clearDifference(pair, numbers, leftId, rightId);
  }
  const reasons = pair.reasons.map((reason) => reasonText(reason, [leftId, rightId]));
  if (numbers) {
    const [score, other] = numbers.scores.map(points);
    reasons.unshift(say("both_scores", { score, other, weight: percent(pair.weight) }));
  }
  return say("labeled", { label: say(result), content: reasons.join(say("semicolon")) });
}

/**
 * What else there is to know: that a result is robust, what one side lacks, keys that differ.
 * @param {PairResult | null} numbers
 * @returns {HTMLElement[]}
 */
function notes(numbers) {
  if (!numbers) return [];
  const texts = numbers.whatever ? [say("whatever")] : [];
  numbers.only.forEach((ids, side) => {
    const program = side ? state.right : state.left;
    if (ids.length) texts.push(say("only_one_side", { program, criteria: listed(ids) }));
  });
  const [left, right] = numbers.keys;
  if (right) texts.push(say("keys_differ", { left, right }));
  return texts.map((text) => element("p", { class: "notes" }, text));
}

/**
 * @param {number} signed
 * @param {number} most
 * @returns {SVGElement}
 */
function bar(signed, most) {
  const width = (95 * Math.abs(signed)) / most;
  const x = signed < 0 ? 100 : 100 - width;
  const attributes = { viewBox: "0 0 200 12", class: "part", "aria-hidden": "true" };
  const side = signed < 0 ? "right" : "left";
  const drawn = drawing("rect", { x, y: 2, width, height: 8, class: side });
  return drawing("svg", attributes, drawing("path", { d: "M100 0V12" }), drawn);
}

/**
 * @param {string} id
 * @returns {string}
 */
function partName(id) {
  if (id === "cap") return say("cap");
  return isDimension(id) ? nameOf(id) : `${id} ${nameOf(id)}`;
}

/**
 * The levels of both sides, each a link to its criterion.
 * @param {string} id
 * @returns {(Node | string)[]}
 */
function levels(id) {
  if (!(id in rubric.weights) || isDimension(id)) return [];
  return [state.left, state.right].flatMap((program, side) => {
    const dimension = Object.values(programOf(program).dimensions).find((ratings) => id in ratings);
    const text = levelText(dimension?.[id].level ?? null);
    return [side ? " | " : " · ", element("a", { href: `#p.${program}.${id}` }, text)];
  });
}

/**
 * @param {Part[]} parts
 * @returns {HTMLElement[]}
 */
function partRows(parts) {
  const most = Math.max(12.5, ...parts.map((part) => Math.abs(part.points)));
  return parts.map((part) => {
    const program = part.points < 0 ? state.right : state.left;
    const share = say("points_for", { points: points(Math.abs(part.points)), program });
    return element("tr", {},
      element("th", { scope: "row" }, partName(part.id)),
      element("td", {}, bar(part.points, most)),
      element("td", {}, share, ...levels(part.id)));
  });
}

/**
 * @param {string} program
 * @param {Score} score
 * @returns {HTMLElement}
 */
function sideRow(program, score) {
  const mark = score.status === "provisional" ? "*" : "";
  const text = score.score === null
    ? say("not_rated")
    : `${points(score.score)} (${ends(score.interval)}) ${bandText(score)}${mark}`;
  return element("tr", {},
    element("th", { scope: "row" }, program),
    element("td", {}, plotOf(score)),
    element("td", {}, text));
}

/**
 * @param {string} id
 * @returns {HTMLElement[]}
 */
function block(id) {
  const sides = /** @type {const} */ ([state.left, state.right]);
  const both = /** @type {[Program, Program]} */ (sides.map(programOf));
  const scores = sides.map(scoresOf);
  const pair = comparePair(rubric, both, scores, id, weights());
  const text = pairText(pair, ...sides);
  const caption = element("caption", {}, element("b", {}, nameOf(id)), " ", text);
  const rows = sides.map((program, side) => sideRow(program, scores[side][id]));
  const body = element("tbody", {}, ...rows, ...partRows(pair.parts));
  return [element("table", { class: "pair" }, caption, body), ...notes(pair.numbers)];
}

/** Compare the two programs that are chosen. */
export function pairUp() {
  const output = query("#pair-output");
  if (!output) return;
  setField("left", state.left);
  setField("right", state.right);
  if (state.left === state.right) return output.replaceChildren(say("two_different"));
  const overall = rubric.overall.aggregate === "none" ? [] : ["overall"];
  const ids = [...rubric.dimensions.map(({ id }) => id), ...overall];
  output.replaceChildren(...ids.flatMap(block));
}
