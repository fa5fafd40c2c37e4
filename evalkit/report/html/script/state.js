// What the page carries, what its reader has chosen, and the scores that follow.
/** @import { Carried, Program, Rubric, Scores, State, Weights } from "./types" */
import { scoreProgram } from "./aggregate.js";
import { bytesOf } from "./base85.js";
import { query } from "./dom.js";
import { unpack, withLevels } from "./program.js";

/** @type {Carried} */
export const carried = {
  language: "en", languages: [], words: {}, names: {}, texts: [], folds: [], rubric: null,
  programs: {}, listed: { units: 0, owners: [], programs: [], entries: [] },
};
/** @type {Rubric} */
export let rubric;
/** @type {Record<string, Program>} */
export let programs = {};
/** @type {State} */
export const state = {
  weights: {}, levels: {}, chosen: [], find: "", country: "", kind: "", sort: "", left: "",
  right: "", lang: "", at: "",
};
/**
 * The rows that are marked in the table, not yet chosen.
 * @type {Set<string>}
 */
export const marked = new Set();

/**
 * What a script element holds, which a page of many programs has packed.
 * @param {HTMLScriptElement} held
 * @returns {Promise<string>}
 */
export async function unpacked(held) {
  const text = held.textContent ?? "";
  if (held.type !== "application/gzip") return text;
  const packed = new Blob([bytesOf(text)]).stream();
  return new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Read the data of the page. */
export async function readData() {
  const held = /** @type {HTMLScriptElement} */ (query("script#data"));
  Object.assign(carried, JSON.parse(await unpacked(held)));
  if (!carried.rubric) return;
  rubric = carried.rubric;
  programs = Object.fromEntries(Object.entries(carried.programs).map(([id, packed]) =>
    [id, unpack(rubric, packed)]));
}

/** Whether the page holds so many programs that it shows them in parts. */
export const isMany = () => query("script.block") !== null;

/**
 * @param {string} id
 * @returns {boolean}
 */
export const isDimension = (id) => rubric.dimensions.some((dimension) => dimension.id === id);

/** @returns {Weights} */
export const weights = () => ({ ...carried.rubric?.weights, ...state.weights });

/**
 * The weights that are not the rubric's.
 * @returns {[id: string, weight: number][]}
 */
export const changedWeights = () =>
  Object.entries(state.weights).filter(([id, weight]) => weight !== rubric.weights[id]);

/**
 * The level of a criterion of a program on its card, null where nobody knows it; undefined for a
 * criterion that the rubric does not have.
 * @param {string} program
 * @param {string} criterion
 * @returns {number | null | undefined}
 */
export const levelOf = (program, criterion) =>
  Object.values(programs[program]?.dimensions ?? {}).find((ratings) => criterion in ratings)
    ?.[criterion].level;

/**
 * The levels that a reader tries out for a program, by criterion.
 * @param {string} id
 * @returns {Record<string, number>}
 */
export const triedLevels = (id) => Object.fromEntries(changedLevels()
  .filter(([program]) => program === id)
  .map(([, criterion, level]) => [criterion, level]));

/**
 * The levels that are not those of the cards.
 * @returns {[program: string, criterion: string, level: number][]}
 */
export const changedLevels = () => Object.entries(state.levels).map(([place, level]) => {
  const [program, criterion] = place.split(".");
  return /** @type {[string, string, number]} */ ([program, criterion, level]);
});

/** @returns {boolean} */
export const isTried = () => changedWeights().length + changedLevels().length > 0;

/** @typedef {{ programs: Map<string, Program>, scores: Map<string, Scores> }} Made */
/** @type {Made & { tried: string }} */
const kept = { tried: "", programs: new Map(), scores: new Map() };

/**
 * What a program gives at what is tried out, made once.
 * @template Value
 * @param {Map<string, Value>} before
 * @param {string} id
 * @param {() => Value} make
 * @returns {Value}
 */
function keptOf(before, id, make) {
  const made = before.get(id) ?? make();
  before.set(id, made);
  return made;
}

function forgetOthers() {
  const tried = JSON.stringify([state.weights, state.levels]);
  if (kept.tried === tried) return;
  Object.assign(kept, { tried });
  kept.programs.clear();
  kept.scores.clear();
}

/**
 * A program at the levels that are tried out.
 * @param {string} id
 * @returns {Program}
 */
export function programOf(id) {
  forgetOthers();
  return keptOf(kept.programs, id, () => {
    const levels = triedLevels(id);
    return Object.keys(levels).length ? withLevels(programs[id], levels) : programs[id];
  });
}

/**
 * The scores of a program under the weights and levels that are tried out.
 * @param {string} id
 * @returns {Scores}
 */
export function scoresOf(id) {
  forgetOthers();
  return keptOf(kept.scores, id, () => scoreProgram(rubric, programOf(id), weights()));
}
