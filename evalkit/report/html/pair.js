// Two programs side by side: both scores, what may be said of them, and what each criterion makes of the difference.
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
    const width = (95 * Math.abs(part.points)) / most, x = part.points < 0 ? 100 : 100 - width;
    const bar = element("rect", { svg: 1, x, y: 2, width, height: 8, class: part.points < 0 ? "right" : "left" });
    const svg = element("svg", { viewBox: "0 0 200 12", class: "part", "aria-hidden": "true" }, element("path", { svg: 1, d: "M100 0V12" }), bar);
    const name = say(DATA.names[part.id] ?? "hurdle");
    const label = part.id in rubric.weights && !isDimension(part.id) ? `${part.id} ${name}` : name;
    const made = say("{points} for {program}", { points: points(Math.abs(part.points)), program: part.points < 0 ? state.right : state.left });
    return element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, svg), element("td", {}, made, ...levels(part.id)));
  });
}
// The levels of both sides, each a link to its criterion; those that are taken over from a whole are marked.
const ratings = (id) => [state.left, state.right].map((program) =>
  Object.values(programs[program].dimensions).find((dimension) => id in dimension)?.[id]);
function levels(id) {
  const found = ratings(id);
  if (!found[0]) return [];
  return found.flatMap((rating, at) => {
    if (rating.level === null) return [at ? " | " : " · ", "–"];
    const program = at ? state.right : state.left;
    return [at ? " | " : " · ", element("a", { href: `#p.${program}.${id}` }, levelText(rating.level) + (rating.inherited ? "†" : ""))];
  });
}
function takenOver(pair) {
  const taken = pair.parts.filter((part) => ratings(part.id).some((rating) => rating?.inherited));
  if (!taken.length) return [];
  const told = { points: points(sum(taken.map((part) => Math.abs(part.points)))), all: points(sum(pair.parts.map((part) => Math.abs(part.points)))) };
  return [element("p", { class: "label" }, say("† taken over from a whole: {points} of {all} points rest on such levels", told))];
}
function drawn(score) {
  const bounds = element("path", { svg: 1, class: "bounds" });
  const svg = element("svg", { viewBox: "-6 0 212 16", "aria-hidden": "true" }, element("use", { svg: 1, href: "#axis" }), bounds);
  plot(svg, score);
  return svg;
}
function side(id, score) {
  const told = score.score === null ? say("not rated") : `${points(score.score)} (${ends(score.interval)}) ${bandText(score)}${score.status === "provisional" ? "*" : ""}`;
  return element("tr", {}, element("th", { scope: "row" }, id), element("td", {}, drawn(score)), element("td", {}, told));
}
function pairUp() {
  const output = one("#pair-output");
  if (!output) return;
  one("#left").value = state.left;
  one("#right").value = state.right;
  if (state.left === state.right) return output.replaceChildren(say("Choose two different programs."));
  const sides = [state.left, state.right], both = sides.map((id) => programs[id]), found = sides.map(scores);
  const ids = [...rubric.dimensions.map((each) => each.id), ...(rubric.overall.aggregate === "none" ? [] : ["overall"])];
  const blocks = ids.flatMap((id) => {
    const pair = comparePair(rubric, both, found, id, weights());
    const body = element("tbody", {}, ...sides.map((name, at) => side(name, found[at][id])), ...parts(pair));
    const caption = element("caption", {}, element("b", {}, say(DATA.names[id])), " ", verdict(pair));
    return [element("table", { class: "pair" }, caption, body), ...takenOver(pair)];
  });
  output.replaceChildren(...blocks);
}
