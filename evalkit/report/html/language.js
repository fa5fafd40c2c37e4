// Numbers as evalkit/report/number.py shows them
const saved = (value) => Number(value.toFixed(4));
const points = (score) => (score === null ? "–" : String(Math.floor(saved(score) + 0.5)));
const ends = (span) => (span ? `${points(span[0])}–${points(span[1])}` : "–");
const percent = (share) => `${points(100 * saved(share))}%`;
const levelText = (level) => (Math.floor(10 * saved(level) + 0.5) / 10).toFixed(1);
const bandText = (score) => {
  if (!score.band) return "–";
  const touched = score.bands.length > 1 ? ` (${score.bands[0]}–${score.bands.at(-1)})` : "";
  return score.band + touched;
};


// The texts of the page stand in one order in every language; words of this script are found by their English
const language = () => LANGUAGES[Math.max(0, LANGUAGES.indexOf(state.lang || LANGUAGES[PAGE]))];
const say = (english, values = {}) => {
  const text = (words.get(english) ?? [])[LANGUAGES.indexOf(language())] ?? english;
  return text.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
};
const listed = (words) => (language() === "en"
  ? [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" and ") : words.join(say(", ")));
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
