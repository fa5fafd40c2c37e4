// The page of a portfolio: its list is filled as its reader asks, so that many programs open fast.
/** @import { Entry, Sum } from "./types" */
import { element, field, query, queryAll, setField } from "./dom.js";
import { closeAfterPrint, openForPrint } from "./fold.js";
import { watchWidths } from "./hint.js";
import { language, listed, nameOf, say, speak } from "./language.js";
import { carried, readData, state } from "./state.js";

const STEP = 50;
/** Owners that a row names. */
const NAMED = 3;
/** The columns of figures after the first one. */
const FIGURES = [2, 4];
/** What is chosen in the list; all of it stands in the address. */
const chosen = { kind: "", find: "", owner: "", function: "", place: "", sort: "", lang: "" };
/** @typedef {keyof typeof chosen} Choice */
let most = STEP;
/**
 * The entry of each row that unfolds.
 * @type {WeakMap<Element, Entry>}
 */
const entryOf = new WeakMap();

const list = () => carried.listed;
const placeOf = (/** @type {string} */ label) => nameOf(`place ${label}`);
const ownersOf = (/** @type {number[]} */ owners) => owners.map((owner) => list().owners[owner]);

/**
 * What an entry is called: a name, or the functions of its cell.
 * @param {Entry} entry
 * @returns {string}
 */
const titleOf = ([, name, functions]) => name || listed(functions.map(nameOf));

/**
 * Millions without decimals from ten on, and with two digits below.
 * @param {number} value
 * @returns {string}
 */
const millions = (value) => value.toLocaleString("en",
  value < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 });

/**
 * The sums of a budget in millions, with their units where there are several.
 * @param {Sum[]} budget
 * @param {boolean} least whether there is more money
 * @returns {string}
 */
function amountOf(budget, least = false) {
  if (!budget.length) return "–";
  return budget.map(([unit, low, high]) => {
    const span = high === low ? millions(low) : `${millions(low)}–${millions(high ?? low)}`;
    const number = least || high === null ? `≥\u00a0${millions(low)}` : span;
    return list().units > 1 ? `${number} ${nameOf(`unit ${unit}`)}` : number;
  }).join(say("semicolon"));
}

/**
 * The first names and the number of the others.
 * @param {string[]} names
 * @returns {string}
 */
function firstOf(names) {
  const first = names.slice(0, NAMED).join(say("comma"));
  return names.length <= NAMED ? first
    : say("and_more", { names: first, n: String(names.length - NAMED) });
}

/**
 * The texts of the cells of a row after the first one.
 * @param {Entry} entry
 * @returns {string[]}
 */
function cellsOf(entry) {
  const [kind, , , places, targets, programs, owners, wide, budget, , , apart, , without] = entry;
  const count = ["program", "proposal"].includes(kind) ? "" : `${programs.length}`;
  return [
    listed(places.map(placeOf)), listed(targets.map(nameOf)), wide ? `${count} + ${wide}` : count,
    firstOf(ownersOf(owners)) || "–", amountOf(budget, apart.length + without > 0),
  ];
}

/**
 * All that can be found of an entry.
 * @param {Entry} entry
 * @returns {string}
 */
function textOf(entry) {
  const [, , functions, , , programs, owners] = entry;
  const met = entry[0] === "program" ? [] : programs.map((program) => list().programs[program][1]);
  const codes = functions.map(nameOf);
  return [titleOf(entry), ...codes, ...cellsOf(entry), ...ownersOf(owners), ...met]
    .join(" ").toLowerCase();
}

/**
 * @param {Entry} entry
 * @returns {boolean}
 */
function isChosen(entry) {
  const [kind, , functions, places, , , owners] = entry;
  return kind === chosen.kind
    && (!chosen.owner || owners.includes(Number(chosen.owner)))
    && (!chosen.function || functions.includes(chosen.function))
    && (!chosen.place || places.includes(chosen.place))
    && (!chosen.find || chosen.find.toLowerCase().split(/\s+/).every((word) =>
      textOf(entry).includes(word)));
}

/** @type {Record<string, (entry: Entry) => string | number>} */
const SORTED_BY = {
  name: titleOf,
  place: (entry) => listed(entry[3].map(placeOf)),
  target: (entry) => listed(entry[4].map(nameOf)),
  programs: (entry) => entry[5].length + entry[7],
  owners: (entry) => entry[6].length,
  // units cannot be compared: the first one, then the others
  budget: ([, , , , , , , , [sum]]) => sum ? (list().units - sum[0]) * 1e15 + sum[1] : -1,
};

/**
 * The chosen entries in the order that is asked for, as they were written without one.
 * @returns {Entry[]}
 */
function chosenEntries() {
  const entries = list().entries.filter(isChosen);
  const column = chosen.sort.replace(/^-/, "");
  if (!Object.hasOwn(SORTED_BY, column)) return entries;
  const value = SORTED_BY[column];
  const sign = chosen.sort.startsWith("-") ? -1 : 1;
  const keyed = entries.map((entry) => ({ entry, key: value(entry) }));
  keyed.sort((left, right) => sign * (typeof left.key === "number"
    ? left.key - Number(right.key) : left.key.localeCompare(String(right.key), language())));
  return keyed.map(({ entry }) => entry);
}

/**
 * A row whose first cell unfolds.
 * @param {Entry} entry
 * @returns {HTMLElement}
 */
function rowOf(entry) {
  const details = element("details", {}, element("summary", {}, titleOf(entry)));
  entryOf.set(details, entry);
  const cells = cellsOf(entry).map((text, place) =>
    element("td", FIGURES.includes(place) ? { class: "figure" } : {}, text));
  return element("tr", {}, element("th", { scope: "row" }, details), ...cells);
}

/**
 * Fill an entry with its programs, what was written about it, and the words of a name.
 * @param {HTMLElement} details
 */
function unfold(details) {
  const entry = entryOf.get(details);
  if (!entry || details.children.length > 1) return;
  details.append(...notesOf(entry).filter(Boolean).map((note) => element("p", {}, note)));
  const lines = programsOf(entry);
  if (lines.length) details.append(element("ul", {}, ...lines));
}

/**
 * What is told of an entry beside its programs; empty texts among it.
 * @param {Entry} entry
 * @returns {string[]}
 */
function notesOf(entry) {
  const [kind, , functions, , , programs, , wide, , written, terms, , unassigned] = entry;
  const isProposal = kind === "proposal", isProgram = kind === "program";
  return [
    isProgram || isProposal ? listed(functions.map(nameOf)) : "",
    ...["effects", "reply", "option", "status"].map((key, place) =>
      written[place] ? `${say(key)}: ${written[place]}` : ""),
    isProposal && !functions.length ? say("no_function") : "",
    unassigned.length ? say("not_assigned_sum", { sum: amountOf(unassigned) }) : "",
    terms.length ? say("words_of_name", { words: terms.join(say("comma")) }) : "",
    isProgram && programs.length ? `${say("nearest")}:` : "",
    wide ? say("nationwide", { n: String(wide) }) : "",
  ];
}

/**
 * The programs of an entry with their owners and budgets.
 * @param {Entry} entry
 * @returns {HTMLElement[]}
 */
function programsOf(entry) {
  const [, , , , , programs, , , , , , apart] = entry;
  return programs.map((program) => {
    const [id, name, owners, budget] = list().programs[program];
    const parts = [`${name} (${id})`, ...ownersOf(owners), budget.length ? amountOf(budget) : "",
      apart.includes(program) ? say("not_assigned") : ""];
    return element("li", {}, parts.filter(Boolean).join(say("semicolon")));
  });
}

function fill() {
  const entries = chosenEntries();
  const rows = entries.slice(0, most).map(rowOf);
  query("#entries tbody")?.replaceChildren(...rows);
  const values = { shown: rows.length, count: entries.length };
  const shown = query("#shown");
  if (shown) {
    shown.textContent = say("entries_shown", Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value.toLocaleString("en")])));
  }
  const more = query("#more");
  if (more) more.hidden = rows.length === entries.length;
  for (const button of queryAll("#entries th button")) {
    const key = chosen.sort.replace(/^-/, "");
    const direction = chosen.sort.startsWith("-") ? "descending" : "ascending";
    const heading = button.closest("th");
    heading?.setAttribute("aria-sort", button.dataset.sort === key ? direction : "none");
  }
}

function render() {
  state.lang = chosen.lang;
  speak();
  fill();
  for (const [name, value] of Object.entries(chosen)) setField(name, value);
  setField("lang", language());
}

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const first = /** @type {HTMLSelectElement | null} */ (query("#kind"))?.options[0].value ?? "";
  for (const name of /** @type {Choice[]} */ (Object.keys(chosen))) {
    const value = given.get(name) ?? (name === "kind" ? first : "");
    setField(name, value);
    // what the page does not offer is not chosen
    chosen[name] = field(name)?.value === value || name === "sort" ? value : "";
  }
  chosen.kind ||= first;
  render();
}

/** @param {Partial<typeof chosen>} changes */
function choose(changes) {
  Object.assign(chosen, changes);
  most = STEP;
  const kept = Object.entries(chosen).filter(([, value]) => value);
  history.replaceState(null, "", `#${new URLSearchParams(kept)}`);
  render();
}

/** @param {Event} event */
function onInput(event) {
  const { id, value } = /** @type {HTMLInputElement} */ (event.target);
  if (Object.hasOwn(chosen, id)) choose({ [id]: value });
}

/** @param {Event} event */
function onClick(event) {
  const button = /** @type {Element} */ (event.target).closest("button");
  const column = button?.dataset.sort;
  if (column) {
    const first = ["programs", "owners", "budget"].includes(column) ? `-${column}` : column;
    const second = first === column ? `-${column}` : column;
    choose({ sort: chosen.sort === first ? second : first });
  } else if (button?.id === "more") {
    most += 4 * STEP;
    fill();
  }
}

async function start() {
  await readData();
  for (const hidden of queryAll(".scripted, #packed")) hidden.hidden = hidden.id === "packed";
  watchWidths();
  document.addEventListener("input", onInput);
  document.addEventListener("click", onClick);
  document.addEventListener("toggle", (event) => {
    unfold(/** @type {HTMLElement} */ (event.target));
  }, true);
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", openForPrint);
  addEventListener("afterprint", closeAfterPrint);
  readAddress();
}

start();
