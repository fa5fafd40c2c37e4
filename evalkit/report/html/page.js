// The page answers its reader: weights, order, filter, choice, language, and all of it in the address. Without this script it is still whole.
"use strict";

let DATA, LANGUAGES, PAGE, rubric, programs, words, marked = new Set();
const SVG = "http://www.w3.org/2000/svg";
const all = (query, within = document) => [...within.querySelectorAll(query)];
const one = (query, within = document) => within.querySelector(query);
const state = { weights: {}, find: "", country: "", kind: "", chosen: [], sort: "", left: "", right: "", lang: "", at: "" };

// ---- numbers as evalkit/report/number.py shows them
const points = (score) => (score === null ? "–" : String(Math.floor(Number(score.toFixed(4)) + 0.5)));
const ends = (span) => (span ? `${points(span[0])}–${points(span[1])}` : "–");
// To a whole number, a half to the even one.
const rounded = (value) => {
  const low = Math.floor(value), rest = value - low;
  return rest > 0.5 || (rest === 0.5 && low % 2) ? low + 1 : low;
};
const percent = (share) => `${rounded(100 * Number(share.toFixed(4)))}%`;
const bandText = (score) => {
  if (!score.band) return "–";
  const touched = score.bands.length > 1 ? ` (${score.bands[0]}–${score.bands.at(-1)})` : "";
  return score.band + touched;
};

// ---- language: the texts of the page stand in one order in every language; words of this script are found by their English
const language = () => LANGUAGES[Math.max(0, LANGUAGES.indexOf(state.lang || LANGUAGES[PAGE]))];
const say = (english, values = {}) => {
  const text = (words.get(english) ?? [])[LANGUAGES.indexOf(language())] ?? english;
  return text.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
};
const translatable = new Map();
function textNodes(within) {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found.filter((node) => node.data.trim() && !node.parentElement.closest("script, style, noscript"));
}
function collectTexts() {
  textNodes(document.body).forEach((node, at) => {
    const row = DATA.texts[DATA.order[at]];
    if (row) translatable.set(node, [row, node.data]);
  });
  all("[aria-label]").forEach((element, at) => {
    const row = DATA.texts[DATA.labels[at]];
    if (row) translatable.set(element.getAttributeNode("aria-label"), [row, element.getAttribute("aria-label")]);
  });
}
function put(node, [row, text]) {
  const at = LANGUAGES.indexOf(language()), said = at === PAGE ? text : text.replace(text.trim(), () => row[at]);
  if (node.nodeType === Node.TEXT_NODE) node.data = said;
  else node.value = said;
}
function speak() {
  document.documentElement.lang = language();
  translatable.forEach((held, node) => put(node, held));
  document.title = one("h1").textContent;
}

// ---- scores under the weights that are tried out
const isReweighted = () => Object.entries(state.weights).some(([id, weight]) => weight !== rubric.weights[id]);
const weights = () => ({ ...rubric.weights, ...state.weights });
const scored = new Map();
function scores(id) {
  const key = `${id} ${JSON.stringify(state.weights)}`;
  if (!scored.has(key)) {
    if (scored.size > 5000) scored.clear();
    scored.set(key, scoreProgram(rubric, programs[id], weights()));
  }
  return scored.get(key);
}
const written = new Map();
function write(element, text) {
  if (!element) return;
  if (!written.has(element)) written.set(element, [...element.childNodes]);
  element.textContent = text;
}
function restore() {
  for (const [element, nodes] of written) element.replaceChildren(...nodes);
  written.clear();
}
function plot(svg, score) {
  if (!svg) return;
  const line = (span) => (span ? `M${2 * span[0]} 8H${2 * span[1]}` : "");
  one(".bounds", svg).setAttribute("d", line(score.bounds));
  one(".interval", svg).setAttribute("d", line(score.interval));
  one("circle", svg).setAttribute("cx", 2 * (score.score ?? 0));
  svg.setAttribute("class", `plot ${score.status}`);
}
function show(element) {
  const id = element.closest("[data-program]").dataset.program, score = scores(id)[element.dataset.dimension];
  const rated = score.score !== null, part = (name) => one(`.${name}`, element);
  plot(part("plot"), score);
  write(part("score"), rated ? points(score.score) : say("not rated"));
  write(part("ends"), rated || element.tagName === "TR" ? ends(score.interval) : "");
  write(part("could"), ends(score.bounds));
  write(part("band"), rated || element.tagName === "TR" ? bandText(score) : "");
  write(part("mark"), score.status === "provisional" ? "*" : "");
  write(part("status"), say(score.status.replace("_", " ")));
  if (part("known")) {
    const taken = score.inherited ? ` +${percent(score.inherited)}` : "";
    write(part("known"), score.coverage === undefined ? "" : percent(score.coverage) + taken);
  }
  element.dataset.score = rated ? score.score : "";
}
function weigh() {
  document.body.classList.toggle("reweighted", isReweighted());
  restore();
  for (const element of all("[data-dimension]")) {
    if (isReweighted()) show(element);
    else if (element.dataset.original !== undefined) unshow(element);
  }
  const current = weights();
  for (const input of all("[data-weight]")) {
    const id = input.dataset.weight, within = all("[data-weight]", input.closest("[data-together]"));
    const total = sum(within.filter((each) => each.dataset.level === input.dataset.level).map((each) => current[each.dataset.weight]));
    input.value = Math.round(100 * current[id]);
    one("output", input.parentElement).textContent = total ? percent(current[id] / total) : "–";
  }
  if (one("#banner")) one("#banner").hidden = !isReweighted();
}
function unshow(element) {
  const plotted = one(".plot", element);
  if (plotted) plotted.replaceWith(element.original.cloneNode(true));
  element.dataset.score = element.dataset.original;
}
function remember() {
  for (const element of all("[data-dimension]")) {
    element.dataset.original = element.dataset.score ?? "";
    element.original = one(".plot", element)?.cloneNode(true);
  }
}

// ---- the table of programs: order, filter, choice
const rows = () => all("#programs tbody tr");
function isShown(row) {
  const { country, kind, program } = row.dataset, text = row.textContent.toLowerCase();
  return (!state.country || country === state.country) && (!state.kind || kind === state.kind)
    && (!state.chosen.length || state.chosen.includes(program)) && state.find.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
function sift() {
  let shown = 0;
  for (const row of rows()) {
    row.hidden = !isShown(row);
    shown += !row.hidden;
    const card = document.getElementById(row.dataset.program);
    if (card) card.hidden = row.hidden;
    one("input", row).checked = marked.has(row.dataset.program);
  }
  if (one("#only")) one("#only").disabled = !marked.size;
  if (one("#shown")) one("#shown").textContent = say("{shown} of {count} programs are shown", { shown, count: rows().length });
}
function sort() {
  const body = one("#programs tbody");
  if (!body) return;
  const known = all("#programs th button").some((button) => [button.dataset.first, button.dataset.second].includes(state.sort));
  const [key, down] = known ? [state.sort.replace(/^-/, ""), state.sort.startsWith("-")] : ["", false];
  const value = (row) => {
    const cell = one(`[data-dimension="${CSS.escape(key)}"]`, row);
    return cell ? (cell.dataset.score === "" ? null : Number(cell.dataset.score)) : row.dataset[key] ?? "";
  };
  const compare = (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return (left === null) - (right === null);
    const order = typeof left === "number" ? left - right : left.localeCompare(right);
    return down ? -order : order;
  };
  const ordered = key ? rows().sort((a, b) => compare(a, b) || a.dataset.at - b.dataset.at) : rows().sort((a, b) => a.dataset.at - b.dataset.at);
  body.append(...ordered);
  for (const button of all("#programs th button")) {
    const mine = button.dataset.sort === key;
    button.closest("th").setAttribute("aria-sort", mine ? (down ? "descending" : "ascending") : "none");
  }
}

// ---- two programs side by side
function element(name, attributes = {}, ...children) {
  const made = name === "svg" || attributes.svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "svg") made.setAttribute(key, value);
  made.append(...children);
  return made;
}
function verdict(pair) {
  const higher = pair.verdict === "left" ? state.left : state.right;
  const agree = pair.share === undefined ? "" : percent(Math.max(pair.share, 1 - pair.share));
  if (pair.verdict === "left" || pair.verdict === "right") {
    return say("{program} is higher by {points} ({share} of draws)",
      { program: higher, points: points(Math.abs(pair.difference)), share: agree });
  }
  const word = say(pair.verdict.replace("_", " "));
  return pair.why ? say("{label}: {told}", { label: word, told: say(pair.why) }) : word;
}
function parts(pair) {
  const most = Math.max(12.5, ...pair.parts.map((part) => Math.abs(part.points)));
  return pair.parts.map((part) => {
    const width = (95 * Math.abs(part.points)) / most, x = part.points < 0 ? 100 - width : 100;
    const bar = element("rect", { svg: 1, x, y: 2, width, height: 8, class: part.points < 0 ? "right" : "left" });
    const svg = element("svg", { viewBox: "0 0 200 12", class: "part", "aria-hidden": "true" }, element("path", { svg: 1, d: "M100 0V12" }), bar);
    const higher = part.points < 0 ? state.right : state.left;
    const name = DATA.names[part.id] ? say(DATA.names[part.id]) : say("hurdle");
    const label = part.id in rubric.weights && !rubric.dimensions.some((each) => each.id === part.id) ? `${part.id} ${name}` : name;
    return element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, svg),
      element("td", {}, say("{points} for {program}", { points: rounded(Number(Math.abs(part.points).toFixed(4))), program: higher })));
  });
}
function drawn(score) {
  const made = ["path", "path", "circle"].map((name) => element(name, { svg: 1 }));
  made[0].setAttribute("class", "bounds");
  made[1].setAttribute("class", "interval");
  made[2].setAttribute("cy", 8);
  made[2].setAttribute("r", 4.5);
  const svg = element("svg", { viewBox: "-6 0 212 16", "aria-hidden": "true" }, element("use", { svg: 1, href: "#axis" }), ...made);
  plot(svg, score);
  return svg;
}
function side(id, score) {
  const told = score.score === null ? say("not rated") : `${points(score.score)} (${ends(score.interval)}) ${bandText(score)}`;
  return element("tr", {}, element("th", { scope: "row" }, id), element("td", {}, drawn(score)), element("td", {}, told));
}
function pairUp() {
  const output = one("#pair-output");
  if (!output) return;
  one("#left").value = state.left;
  one("#right").value = state.right;
  if (state.left === state.right) return output.replaceChildren(say("Choose two different programs."));
  const sides = [state.left, state.right], both = sides.map((id) => programs[id]), found = sides.map(scores);
  const blocks = [...rubric.dimensions.map((each) => each.id), "overall"].map((id) => {
    const pair = comparePair(rubric, both, found, id, weights());
    const body = element("tbody", {}, ...sides.map((name, at) => side(name, found[at][id])), ...parts(pair));
    const caption = element("caption", {}, element("b", {}, say(DATA.names[id])), " ", verdict(pair));
    return element("table", { class: "pair" }, caption, body);
  });
  output.replaceChildren(...blocks);
}

// ---- the address
const NAMES = { find: "find", country: "country", kind: "kind", sort: "sort", left: "left", right: "right", lang: "lang", at: "at" };
function readAddress() {
  const hash = location.hash.slice(1);
  if (hash && !hash.includes("=")) return jump(new URLSearchParams(`at=${hash}`).get("at"));
  const found = new URLSearchParams(hash);
  for (const name of Object.keys(NAMES)) state[name] = found.get(name) ?? defaults[name] ?? "";
  state.chosen = (found.get("chosen") ?? "").split(",").filter((id) => Object.hasOwn(programs, id));
  marked = new Set(state.chosen);
  state.weights = Object.fromEntries((found.get("weights") ?? "").split(",").map((part) => part.split(":"))
    .filter(([id, value]) => Object.hasOwn(rubric.weights, id) && /^\d{1,3}$/.test(value) && value <= 100).map(([id, value]) => [id, value / 100]));
  for (const side of ["left", "right"]) if (!Object.hasOwn(programs, state[side])) state[side] = defaults[side];
  render();
  if (state.at) reveal(state.at);
}
function writeAddress() {
  const found = new URLSearchParams();
  for (const name of Object.keys(NAMES)) if (state[name] && state[name] !== (defaults[name] ?? "")) found.set(name, state[name]);
  if (state.chosen.length) found.set("chosen", state.chosen.join(","));
  const tried = Object.entries(state.weights).map(([id, weight]) => `${id}:${Math.round(100 * weight)}`);
  if (tried.length) found.set("weights", tried.join(","));
  const hash = found.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}
// A link within the page; what is filtered out is shown again when a link leads there.
function jump(id) {
  state.at = id;
  if (document.getElementById(id)?.closest("article[hidden]")) showAll();
  writeAddress();
  render();
  reveal(id);
}
function reveal(id) {
  const target = document.getElementById(id);
  if (!target) return;
  for (let around = target; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
  target.scrollIntoView();
}

// ---- everything at once
const defaults = {};
function render() {
  speak();
  weigh();
  sort();
  sift();
  pairUp();
  for (const name of ["find", "country", "kind"]) if (one(`#${name}`)) one(`#${name}`).value = state[name];
  one("#lang").value = language();
}
function showAll() {
  marked = new Set();
  Object.assign(state, { chosen: [], find: "", country: "", kind: "" });
}
function change(changes) {
  Object.assign(state, changes);
  writeAddress();
  render();
}
function unfold(details) {
  for (const link of all(".cites a", details)) {
    const piece = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!piece) continue;
    const copy = piece.cloneNode(true), copied = textNodes(copy);
    textNodes(piece).forEach((node, at) => translatable.has(node) && translatable.set(copied[at], translatable.get(node)));
    link.replaceWith(...copy.childNodes);
  }
}
function openForPrint() {
  for (const details of all("main details:not([open])")) {
    if (details.matches(".criterion")) unfold(details);
    [details.open, details.dataset.printed] = [true, ""];
  }
}
function closeAfterPrint() {
  for (const details of all("[data-printed]")) {
    details.open = false;
    delete details.dataset.printed;
  }
}
async function unpackPage() {
  const held = one("#data");
  let text = held.textContent;
  if (held.type === "application/gzip") {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }
  DATA = JSON.parse(text);
  all(".fold").forEach((fold, at) => { fold.innerHTML = DATA.folds[at]; });
  LANGUAGES = DATA.languages;
  PAGE = LANGUAGES.indexOf(document.documentElement.lang);
  words = new Map(DATA.texts.map((row) => [row[0], row]));
  rubric = DATA.rubric ?? { dimensions: [], weights: {} };
  programs = Object.fromEntries(Object.entries(DATA.programs).map(([id, packed]) => [id, unpack(rubric, packed)]));
}
async function start() {
  await unpackPage();
  collectTexts();
  remember();
  const ids = Object.keys(programs);
  [defaults.left, defaults.right] = [ids[0], ids[1] ?? ids[0]];
  if (one("#left")) [defaults.left, defaults.right] = [one("#left").value, one("#right").value];
  Object.assign(state, defaults);
  for (const hidden of all(".scripted")) hidden.hidden = false;
  document.addEventListener("input", ({ target }) => {
    if (target.dataset.weight) change({ weights: { ...state.weights, [target.dataset.weight]: target.value / 100 } });
    else if (["find", "country", "kind", "left", "right", "lang"].includes(target.id)) change({ [target.id]: target.value });
    else if (target.dataset.choose !== undefined) {
      const id = target.closest("tr").dataset.program;
      marked[target.checked ? "add" : "delete"](id);
      one("#only").disabled = !marked.size;
    }
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.dataset.sort) change({ sort: state.sort === button.dataset.first ? button.dataset.second : button.dataset.first });
    else if (button?.id === "reset") change({ weights: {} });
    else if (button?.id === "only") change({ chosen: [...marked] });
    else if (button?.id === "all") { showAll(); change({}); }
    else if (button?.id === "unfold") for (const details of all("details.criterion")) details.open = true;
  });
  document.addEventListener("toggle", ({ target }) => target.matches("details.criterion") && target.open && unfold(target), true);
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", openForPrint);
  addEventListener("afterprint", closeAfterPrint);
  readAddress();
}
start();
