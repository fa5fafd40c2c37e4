// What the reader has chosen stands in the address, so that it can be kept and sent.
/** @import { State } from "./types" */
import { carried, isMany, levelOf, marked, programs, state } from "./state.js";

/** @typedef {"find" | "country" | "kind" | "sort" | "left" | "right" | "lang" | "at"} Name */
/** @type {Name[]} */
const NAMES = ["find", "country", "kind", "sort", "left", "right", "lang", "at"];
/**
 * What a page starts with, and what therefore need not stand in the address.
 * @type {Partial<State>}
 */
export const defaults = {};

/**
 * The card in which an id lies once what it folds is put in.
 * @param {string} id
 * @returns {HTMLElement | null}
 */
function cardAround(id) {
  const parts = id.replace(/^[ep]\./, "").split(".");
  const ids = parts.map((_, place) => `p.${parts.slice(0, parts.length - place).join(".")}`);
  return ids.map((name) => document.getElementById(name)).find((card) => card) ?? null;
}

/**
 * The element that an address leads to; in a page of very many programs the card around it, as long
 * as that is not put in.
 * @param {string} id
 * @returns {HTMLElement | null}
 */
export const target = (id) =>
  document.getElementById(`p.${id}`) ?? document.getElementById(id)
    ?? (isMany() ? cardAround(id) : null);

/**
 * @param {string} text
 * @returns {boolean}
 */
function isWeight(text) {
  const [id, value] = text.split(":");
  const known = carried.rubric?.weights ?? {};
  return Object.hasOwn(known, id) && /^\d{1,3}$/.test(value) && Number(value) <= 100;
}

/**
 * @param {string} text
 * @returns {boolean}
 */
function isLevel(text) {
  const [place, value] = text.split(":");
  const [program, criterion] = place.split(".");
  const isKnown = levelOf(program, criterion) !== undefined;
  return isKnown && /^\d(\.\d)?$/.test(value) && Number(value) <= 4;
}

/** @type {Partial<Record<Name, (value: string) => boolean>>} */
const FITTING = {
  left: (value) => Object.hasOwn(programs, value),
  right: (value) => Object.hasOwn(programs, value),
  lang: (value) => carried.languages.includes(value),
  at: (value) => target(value) !== null,
};

/**
 * Numbers by what stands before a colon.
 * @param {string[]} texts
 * @param {number} whole
 * @returns {Record<string, number>}
 */
const numbersOf = (texts, whole) => Object.fromEntries(texts.map((text) => {
  const [id, value] = text.split(":");
  return [id, Number(value) / whole];
}));

/**
 * Take over the address, and give the parts of it that are not understood.
 * @param {string} hash
 * @returns {string[]}
 */
export function parseAddress(hash) {
  const given = new URLSearchParams(hash);
  /** @type {string[]} */
  const odd = [];
  const listed = (/** @type {string} */ name, /** @type {(text: string) => boolean} */ fits) =>
    (given.get(name) ?? "").split(",").filter((text) => text && (fits(text) || !odd.push(text)));
  state.chosen = listed("chosen", (id) => Object.hasOwn(programs, id));
  marked.clear();
  state.chosen.forEach((id) => marked.add(id));
  state.weights = numbersOf(listed("weights", isWeight), 100);
  state.levels = numbersOf(listed("levels", isLevel), 1);
  for (const name of NAMES) {
    const value = given.get(name);
    const fits = !value || (FITTING[name]?.(value) ?? true);
    if (value && !fits) odd.push(value);
    state[name] = (fits ? value : null) ?? defaults[name] ?? "";
  }
  return odd;
}

/** Write what is chosen into the address. */
export function writeAddress() {
  const given = new URLSearchParams();
  for (const name of NAMES) {
    if (state[name] && state[name] !== (defaults[name] ?? "")) given.set(name, state[name]);
  }
  if (state.chosen.length) given.set("chosen", state.chosen.join(","));
  const tried = Object.entries(state.weights);
  if (tried.length) {
    given.set("weights", tried.map(([id, value]) => `${id}:${Math.round(100 * value)}`).join(","));
  }
  const levels = Object.entries(state.levels);
  if (levels.length) given.set("levels", levels.map((level) => level.join(":")).join(","));
  const hash = given.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}
