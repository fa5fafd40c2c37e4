// The page answers its reader: weights, order, filter, choice, language, and all of it in the address. Without this script it is still whole.
let DATA, LANGUAGES, PAGE, rubric, programs, words, marked = new Set();
const SVG = "http://www.w3.org/2000/svg";
const all = (query, within = document) => [...within.querySelectorAll(query)];
const one = (query, within = document) => within.querySelector(query);
const state = { weights: {}, find: "", country: "", kind: "", chosen: [], sort: "", left: "", right: "", lang: "", at: "" };

function element(name, attributes = {}, ...children) {
  const made = name === "svg" || attributes.svg ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "svg") made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// scores under the weights that are tried out
const changed = () => Object.entries(state.weights).filter(([id, weight]) => weight !== rubric.weights[id]);
const isReweighted = () => changed().length > 0;
const isDimension = (id) => rubric.dimensions.some((each) => each.id === id);
const weights = () => ({ ...rubric.weights, ...state.weights });
const scored = { under: "", by: new Map() };
function scores(id) {
  const under = JSON.stringify(state.weights);
  if (scored.under !== under) Object.assign(scored, { under, by: new Map() });
  if (!scored.by.has(id)) scored.by.set(id, scoreProgram(rubric, programs[id], weights()));
  return scored.by.get(id);
}
// What the page showed before, of the elements that show something else under other weights.
const written = new Map(), replaced = new Map();
function write(element, text) {
  if (!element) return;
  if (!written.has(element)) written.set(element, [...element.childNodes]);
  element.textContent = text;
}
function restore() {
  for (const [element, nodes] of written) element.replaceChildren(...nodes);
  written.clear();
  for (const [element, { drawn, score }] of replaced) {
    if (drawn) one(".plot", element).replaceWith(drawn);
    if (score === undefined) delete element.dataset.score;
    else element.dataset.score = score;
  }
  replaced.clear();
}
function plot(svg, score) {
  const line = (span) => (span ? `M${2 * span[0]} 8H${2 * span[1]}` : "");
  one(".bounds", svg).setAttribute("d", line(score.bounds));
  for (const old of all(".interval, circle", svg)) old.remove();
  if (score.score !== null) {
    svg.append(element("path", { svg: 1, class: "interval", d: line(score.interval) }), element("circle", { svg: 1, cx: 2 * score.score, cy: 8, r: 4.5 }));
  }
  svg.setAttribute("class", `plot ${score.status}`);
}
function show(element) {
  const id = element.closest("[data-program]").dataset.program, score = scores(id)[element.dataset.dimension];
  const rated = score.score !== null, part = (name) => one(`.${name}`, element);
  const drawn = part("plot");
  replaced.set(element, { drawn, score: element.dataset.score });
  if (drawn) {
    drawn.replaceWith(drawn.cloneNode(true));
    plot(part("plot"), score);
  }
  write(part("score"), rated ? points(score.score) : say("not rated"));
  write(part("ends"), rated || element.tagName === "TR" ? ends(score.interval) : "");
  write(part("possible"), ends(score.bounds));
  write(part("band"), rated || element.tagName === "TR" ? bandText(score) : "");
  write(part("mark"), score.status === "provisional" ? "*" : "");
  write(part("status"), say(score.status.replace("_", " ")));
  write(part("known"), score.coverage === undefined ? "" : percent(score.coverage));
  if (rated) element.dataset.score = score.score;
  else delete element.dataset.score;
}
function weigh() {
  document.body.classList.toggle("reweighted", isReweighted());
  restore();
  if (isReweighted()) all("[data-dimension]").forEach(show);
  const current = weights();
  for (const input of all("[data-weight]")) {
    const id = input.dataset.weight, within = all("[data-weight]", input.closest("[data-together]"));
    const total = sum(within.filter((each) => each.dataset.level === input.dataset.level).map((each) => current[each.dataset.weight]));
    input.value = Math.round(100 * current[id]);
    const share = total ? percent(current[id] / total) : "–";
    one("output", input.parentElement).textContent = share;
    input.setAttribute("aria-valuetext", share);
  }
  if (!one("#banner")) return;
  one("#banner").hidden = !isReweighted();
  one("#changed").textContent = changed().map(([id, weight]) => {
    const name = isDimension(id) ? say(DATA.names[id]) : id;
    return say("{name}: {weight} instead of {base}", { name, weight: percent(weight), base: percent(rubric.weights[id]) });
  }).join("; ");
}

// the table of programs: order, filter, choice
const rows = () => all("table#programs tbody tr");
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
    const card = document.getElementById(`p.${row.dataset.program}`);
    if (card) card.hidden = row.hidden;
    one("input", row).checked = marked.has(row.dataset.program);
  }
  if (one("#only")) one("#only").disabled = !marked.size;
  if (one("#shown")) one("#shown").textContent = say("{shown} of {count} programs are shown", { shown, count: rows().length });
}
function sort() {
  const body = one("table#programs tbody");
  if (!body) return;
  const known = all("table#programs th button").some((button) => [button.dataset.first, button.dataset.second].includes(state.sort));
  const [key, down] = known ? [state.sort.replace(/^-/, ""), state.sort.startsWith("-")] : ["", false];
  const value = (row) => {
    const cell = one(`[data-dimension="${CSS.escape(key)}"]`, row);
    return cell ? ("score" in cell.dataset ? Number(cell.dataset.score) : null) : row.dataset[key] ?? "";
  };
  const compare = (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return (left === null) - (right === null);
    const order = typeof left === "number" ? left - right : left.localeCompare(right);
    return down ? -order : order;
  };
  body.append(...rows().sort((a, b) => (key && compare(a, b)) || a.dataset.at - b.dataset.at));
  for (const button of all("table#programs th button")) {
    const mine = button.dataset.sort === key;
    button.closest("th").setAttribute("aria-sort", mine ? (down ? "descending" : "ascending") : "none");
  }
}

// the address
const KEPT = ["find", "country", "kind", "sort", "left", "right", "lang", "at"];
function readAddress() {
  const hash = location.hash.slice(1);
  if (hash && !hash.includes("=")) return jump(new URLSearchParams(`at=${hash}`).get("at"));
  const found = new URLSearchParams(hash);
  for (const name of KEPT) state[name] = found.get(name) ?? defaults[name] ?? "";
  const odd = [], listed = (name) => (found.get(name) ?? "").split(",").filter(Boolean);
  const taken = (fits, text) => fits || !odd.push(text);
  state.chosen = listed("chosen").filter((id) => taken(Object.hasOwn(programs, id), id));
  marked = new Set(state.chosen);
  state.weights = Object.fromEntries(listed("weights").filter((text) => {
    const [id, value] = text.split(":");
    return taken(Object.hasOwn(rubric.weights, id) && /^\d{1,3}$/.test(value) && value <= 100, text);
  }).map((text) => text.split(":")).map(([id, value]) => [id, value / 100]));
  for (const side of ["left", "right"]) if (state[side] && !taken(Object.hasOwn(programs, state[side]), state[side])) state[side] = defaults[side] ?? "";
  if (state.lang && !taken(LANGUAGES.includes(state.lang), state.lang)) state.lang = "";
  if (state.at && !taken(find(state.at), state.at)) state.at = "";
  render();
  one("#odd").hidden = !odd.length;
  one("#odd").textContent = odd.length ? say("Not understood in the address: {parts}", { parts: odd.join(", ") }) : "";
  if (state.at) reveal(state.at);
}
function writeAddress() {
  const found = new URLSearchParams();
  for (const name of KEPT) if (state[name] && state[name] !== (defaults[name] ?? "")) found.set(name, state[name]);
  if (state.chosen.length) found.set("chosen", state.chosen.join(","));
  const tried = Object.entries(state.weights).map(([id, weight]) => `${id}:${Math.round(100 * weight)}`);
  if (tried.length) found.set("weights", tried.join(","));
  const hash = found.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}
// A link within the page; what is filtered out is shown again when a link leads there.
const find = (id) => document.getElementById(`p.${id}`) ?? document.getElementById(id);
function jump(id) {
  state.at = id;
  if (find(id)?.closest("article[hidden]")) showAll();
  writeAddress();
  render();
  reveal(id);
}
function reveal(id) {
  const target = find(id);
  if (!target) return;
  for (let around = target; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true;
  target.scrollIntoView();
}

// what has to be done after a change
const defaults = {};
const ALL = [speak, weigh, sort, sift, pairUp];
const AFTER = { weights: [weigh, sort, pairUp], lang: ALL, sort: [sort], left: [pairUp], right: [pairUp] };
function render(todo = ALL) {
  for (const step of todo) step();
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
  const steps = Object.keys(changes).flatMap((name) => AFTER[name] ?? [sift]);
  render(ALL.filter((step) => steps.includes(step)));
}
function unfold(details) {
  for (const link of all(".cites a", details)) {
    const piece = document.getElementById(link.getAttribute("href").slice(1));
    if (!piece) continue;
    const copy = piece.cloneNode(true), copied = textNodes(copy);
    textNodes(piece).forEach((node, at) => translatable.has(node) && translatable.set(copied[at], translatable.get(node)));
    link.replaceWith(...copy.childNodes);
  }
}
// Every criterion, with the card around it; folded again where all are open.
function unfoldAll() {
  const found = all("details.whole, details.criterion"), open = found.some((details) => !details.open);
  for (const details of found) details.open = open;
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
  const held = one("script#data");
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
  if (one("#packed")) one("#packed").hidden = true;
  collectTexts();
  if (one("#left")) Object.assign(defaults, { left: one("#left").value, right: one("#right").value });
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
    else if (button?.id === "all") { showAll(); change({ chosen: [] }); }
    else if (button?.id === "unfold") unfoldAll();
  });
  document.addEventListener("toggle", ({ target }) => target.matches("details.criterion") && target.open && unfold(target), true);
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", openForPrint);
  addEventListener("afterprint", closeAfterPrint);
  readAddress();
}
start();
