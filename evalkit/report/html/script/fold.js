// What unfolds: criteria with their evidence, and everything for print.
import { query, queryAll } from "./dom.js";
import { fillTexts } from "./language.js";
import { carried } from "./state.js";

/** Put in what a page of many programs has packed. */
export function fillFolds() {
  queryAll(".fold").forEach((fold, index) => {
    fold.innerHTML = carried.folds.map((pieces) => pieces[index]).join("");
    fillTexts(fold);
  });
  const notice = query("#packed");
  if (notice) notice.hidden = true;
}

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
    queryAll("details.whole, details.criterion"));
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
  for (const element of queryAll("main details:not([open])")) {
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
