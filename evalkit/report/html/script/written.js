// What the page showed under the rubric's own weights, kept while others are tried.

/** @type {Map<Element, ChildNode[]>} */
const before = new Map();

/**
 * Show something else in an element, until `restoreWritten`.
 * @param {Element | null} element
 * @param {...(Node | string)} nodes
 */
export function write(element, ...nodes) {
  if (!element) return;
  if (!before.has(element)) before.set(element, [...element.childNodes]);
  element.replaceChildren(...nodes);
}

/** Show again what was written. */
export function restoreWritten() {
  for (const [element, nodes] of before) element.replaceChildren(...nodes);
  before.clear();
}
