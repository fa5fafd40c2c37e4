// What the reader has chosen stands in the address, so that it can be kept and sent.
/** @import { State } from "./types" */
import { carried, isMany, marked, programs, state } from "./state.js";

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

/** @type {Partial<Record<Name, (value: string) => boolean>>} */
const FITTING = {
  left: (value) => Object.hasOwn(programs, value),
  right: (value) => Object.hasOwn(programs, value),
  lang: (value) => carried.languages.includes(value),
  at: (value) => target(value) !== null,
};

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
  state.weights = Object.fromEntries(listed("weights", isWeight).map((text) => {
    const [id, value] = text.split(":");
    return [id, Number(value) / 100];
  }));
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
  const hash = given.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}
