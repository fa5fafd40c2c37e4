// What the page carries, what its reader has chosen, and the scores that follow.
/** @import { Carried, Program, Rubric, Score, State, Weights } from "./types" */
import { scoreProgram } from "./aggregate.js";
import { bytesOf } from "./base85.js";
import { query } from "./dom.js";
import { unpack } from "./program.js";

/** @type {Carried} */
export const carried = {
  language: "en", languages: [], words: {}, names: {}, texts: [], folds: [], rubric: null,
  programs: {}, listed: { owners: [], programs: [], entries: [] },
};
/** @type {Rubric} */
export let rubric;
/** @type {Record<string, Program>} */
export let programs = {};
/** @type {State} */
export const state = {
  weights: {}, chosen: [], find: "", country: "", kind: "", sort: "", left: "", right: "", lang: "",
  at: "",
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

/** @type {{ weights: string, byProgram: Map<string, Record<string, Score>> }} */
const scored = { weights: "", byProgram: new Map() };

/**
 * The scores of a program under the weights that are tried out.
 * @param {string} id
 * @returns {Record<string, Score>}
 */
export function scoresOf(id) {
  const tried = JSON.stringify(state.weights);
  if (scored.weights !== tried) Object.assign(scored, { weights: tried, byProgram: new Map() });
  const before = scored.byProgram.get(id);
  if (before) return before;
  const scores = scoreProgram(rubric, programs[id], weights());
  scored.byProgram.set(id, scores);
  return scores;
}
