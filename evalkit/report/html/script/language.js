// The language of the page: its elements and this script name their texts by keys.
import { query, queryAll } from "./dom.js";
import { carried, state } from "./state.js";

/** @returns {string} */
export const language = () =>
  (carried.languages.includes(state.lang) ? state.lang : carried.language);

/**
 * @param {string[]} row
 * @returns {string}
 */
const inLanguage = (row) => row[carried.languages.indexOf(language())];

/**
 * A text of this script, its holes filled.
 * @param {string} key
 * @param {Record<string, string>} values
 * @returns {string}
 */
export const say = (key, values = {}) =>
  inLanguage(carried.words[key]).replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);

/**
 * The name of a dimension or a criterion.
 * @param {string} id
 * @returns {string}
 */
export const nameOf = (id) => inLanguage(carried.names[id]);

/**
 * The name of a program, as the table of all programs has it.
 * @param {string} id
 * @returns {string}
 */
export const programName = (id) => linkTo(id)?.textContent ?? id;

/**
 * The link to the card of a program in the table of all programs.
 * @param {string} id
 * @returns {HTMLElement | null}
 */
export const linkTo = (id) => query(`#programs tr[data-program="${CSS.escape(id)}"] th a`);

/**
 * Words as a list in a sentence.
 * @param {string[]} words
 * @returns {string}
 */
export function listed(words) {
  const comma = say("comma");
  if (language() !== "en" || words.length < 2) return words.join(comma);
  return `${words.slice(0, -1).join(comma)} and ${words[words.length - 1]}`;
}

/**
 * Put texts into the elements that name them.
 * @param {ParentNode} within
 */
export function fillTexts(within) {
  for (const element of queryAll("[data-k]", within)) {
    element.textContent = inLanguage(carried.texts[Number(element.dataset.k)]);
  }
  for (const element of queryAll("[data-label]", within)) {
    element.ariaLabel = inLanguage(carried.texts[Number(element.dataset.label)]);
  }
}

/** Say everything in the language that is chosen. */
export function speak() {
  if (document.documentElement.lang === language()) return;
  document.documentElement.lang = language();
  fillTexts(document);
  document.title = query("h1")?.textContent ?? "";
}
