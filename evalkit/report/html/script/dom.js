// Elements of the page.
const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} selector
 * @param {ParentNode} within
 * @returns {HTMLElement[]}
 */
export const queryAll = (selector, within = document) =>
  [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector))];

/**
 * @param {string} selector
 * @param {ParentNode} within
 * @returns {HTMLElement | null}
 */
export const query = (selector, within = document) => within.querySelector(selector);

/**
 * Whether an element lies in what the window shows.
 * @param {Element} placed
 * @returns {boolean}
 */
function isInView(placed) {
  const place = placed.getBoundingClientRect();
  return place.bottom > 0 && place.top < innerHeight;
}

/**
 * Elements in another order: those in view first.
 * @param {HTMLElement[]} elements
 * @returns {HTMLElement[]}
 */
export function inViewFirst(elements) {
  const first = new Set(elements.filter(isInView));
  return [...first, ...elements.filter((placed) => !first.has(placed))];
}

/**
 * A field of the page, null where this page has none by that id.
 * @param {string} id
 * @returns {HTMLInputElement | null}
 */
export const field = (id) => /** @type {HTMLInputElement | null} */ (document.getElementById(id));

/**
 * Set a field, where the page has it.
 * @param {string} id
 * @param {string} value
 */
export function setField(id, value) {
  const input = field(id);
  if (input) input.value = value;
}

/**
 * @param {Element} made
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  filled(made, attributes, children);
  return made;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 * @returns {SVGElement}
 */
export function drawing(name, attributes = {}, ...children) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  filled(made, attributes, children);
  return made;
}
