// What unfolds: criteria with their evidence, and everything for print.
import { query, queryAll } from "./dom.js";
import { fillTexts } from "./language.js";
import { carried, unpacked } from "./state.js";

/** Cards that are packed together, as evalkit/report/html/page.py does it. */
const BLOCK = 50;
/** Cards that are few enough to be unfolded all at once. */
const FEW = 25;
/**
 * What is not put in yet, with its place among all.
 * @type {Map<HTMLElement, number>}
 */
const waiting = new Map();
/** @type {Map<number, Promise<string[][]>>} */
const blocks = new Map();
/** @type {((fold: HTMLElement) => void)[]} */
const followers = [];

/**
 * Have something done to each fold once it is put in.
 * @param {(fold: HTMLElement) => void} follower
 */
export const whenFilled = (follower) => { followers.push(follower); };

/**
 * @param {HTMLElement} fold
 * @param {string[][]} pieces The first of every fold, then the second.
 * @param {number} place
 */
function put(fold, pieces, place) {
  waiting.delete(fold);
  fold.innerHTML = pieces.map((row) => row[place]).join("");
  fillTexts(fold);
  for (const follower of followers) follower(fold);
}

/** Put in what a page of many programs has packed; one of very many waits until it is opened. */
export function startFolds() {
  queryAll(".fold").forEach((fold, place) => {
    if (carried.folds.length) put(fold, carried.folds, place);
    else waiting.set(fold, place);
  });
  const notice = query("#packed");
  if (notice) notice.hidden = true;
}

/**
 * @param {number} number
 * @returns {Promise<string[][]>}
 */
function unpackedBlock(number) {
  const before = blocks.get(number);
  if (before) return before;
  const held = /** @type {HTMLScriptElement} */ (queryAll("script.block")[number]);
  const made = unpacked(held).then((text) => JSON.parse(text));
  blocks.set(number, made);
  return made;
}

/**
 * Put in what is folded into an element, where it is not there yet.
 * @param {ParentNode} within
 */
export async function fillWithin(within) {
  for (const fold of waiting.size ? queryAll(".fold", within) : []) {
    const place = waiting.get(fold);
    if (place === undefined) continue;
    const pieces = await unpackedBlock(Math.floor(place / BLOCK));
    if (waiting.has(fold)) put(fold, pieces, place % BLOCK);
  }
}

/** Put in the cards that are left where the reader has chosen a few: they may be printed. */
export async function fillFew() {
  if (!waiting.size) return;
  const cards = queryAll("article.card:not([hidden])");
  if (cards.length <= FEW) await Promise.all(cards.map(fillWithin));
}

/**
 * @param {HTMLElement} details
 * @returns {boolean}
 */
const isFilled = (details) => !queryAll(".fold", details).some((fold) => waiting.has(fold));

/**
 * Evidence in place of the links to it.
 * @param {Element} criterion
 */
export function showEvidence(criterion) {
  for (const link of queryAll(".cites a", criterion)) {
    const id = link.getAttribute("href")?.slice(1) ?? "";
    const evidence = document.getElementById(id)?.cloneNode(true);
    if (evidence) link.replaceWith(...evidence.childNodes);
  }
}

/** Unfold every criterion with the card around it; fold them again where all are open. */
export function unfoldAll() {
  const folded = /** @type {HTMLDetailsElement[]} */ (
    queryAll("details.whole, details.criterion").filter(isFilled));
  const open = folded.some((details) => !details.open);
  for (const details of folded) details.open = open;
}

/**
 * Open everything that an element is folded into, and show it.
 * @param {HTMLElement | null} element
 */
export function reveal(element) {
  for (let around = element; around; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  element?.scrollIntoView();
}

export function openForPrint() {
  for (const element of queryAll("main details:not([open])").filter(isFilled)) {
    const details = /** @type {HTMLDetailsElement} */ (element);
    if (details.matches(".criterion")) showEvidence(details);
    details.open = true;
    details.dataset.printed = "";
  }
}

export function closeAfterPrint() {
  for (const element of queryAll("[data-printed]")) {
    const details = /** @type {HTMLDetailsElement} */ (element);
    details.open = false;
    delete details.dataset.printed;
  }
}
