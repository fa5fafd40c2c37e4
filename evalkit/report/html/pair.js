// Two programs compared: both scores, the result on the criteria that both have, and what each criterion makes of the difference.
const called = (ids) => listed(ids.map((id) => say(DATA.names[id]).toLowerCase()));
const message = ([code, params]) =>
  say(DATA.messages[code], params.dimensions ? { ...params, dimensions: called(params.dimensions) } : params);
function verdict(pair) {
  const weight = percent(pair.weight), [one, other] = (pair.scores ?? []).map(points);
  if (pair.verdict === "left" || pair.verdict === "right") {
    const left = pair.verdict === "left", ends = left ? pair.interval : pair.interval.map((end) => -end).reverse();
    const [low, high] = ends.map(points), share = percent(Math.max(pair.share, 1 - pair.share));
    return say("{higher} higher than {lower} on {weight} of the weight: {score} and {other}, by {points} ({interval}; in {share} of simulations)", {
      higher: left ? state.left : state.right, lower: left ? state.right : state.left, score: left ? one : other, other: left ? other : one,
      weight, points: points(Math.abs(pair.difference)), interval: say("{low} to {high}", { low, high }), share,
    });
  }
  const both = pair.scores ? [say("{score} and {other} on {weight} of the weight", { score: one, other, weight })] : [];
  return say("{label}: {told}", { label: say(VERDICTS[pair.verdict]), told: [...both, ...pair.reasons.map(message)].join(say("; ")) });
}
const VERDICTS = { not_separable: "no clear difference", not_comparable: "not comparable", not_rated: "not rated" };
// What else there is to know of a result: that it is robust, the criteria that one side lacks, and keys that differ.
function notes(pair) {
  if (!pair.scores) return [];
  const found = pair.whatever ? [say("higher whatever is unknown")] : [];
  pair.only.forEach((ids, at) => {
    if (ids.length) found.push(message(["only_one_side", { program: at ? state.right : state.left, criteria: listed(ids) }]));
  });
  if (pair.keys.length > 1) found.push(message(["keys_differ", { left: pair.keys[0], right: pair.keys[1] }]));
  return found.map((text) => element("p", { class: "notes" }, text));
}
function parts(pair) {
  const most = Math.max(12.5, ...pair.parts.map((part) => Math.abs(part.points)));
  return pair.parts.map((part) => {
    const width = (95 * Math.abs(part.points)) / most, x = part.points < 0 ? 100 : 100 - width;
    const bar = element("rect", { svg: 1, x, y: 2, width, height: 8, class: part.points < 0 ? "right" : "left" });
    const svg = element("svg", { viewBox: "0 0 200 12", class: "part", "aria-hidden": "true" }, element("path", { svg: 1, d: "M100 0V12" }), bar);
    const name = say(DATA.names[part.id] ?? "cap");
    const label = part.id in rubric.weights && !isDimension(part.id) ? `${part.id} ${name}` : name;
    const made = say("{points} for {program}", { points: points(Math.abs(part.points)), program: part.points < 0 ? state.right : state.left });
    return element("tr", {}, element("th", { scope: "row" }, label), element("td", {}, svg), element("td", {}, made, ...levels(part.id)));
  });
}
// The levels of both sides, each a link to its criterion.
const ratings = (id) => [state.left, state.right].map((program) =>
  Object.values(programs[program].dimensions).find((dimension) => id in dimension)?.[id]);
function levels(id) {
  const found = ratings(id);
  if (!found[0]) return [];
  return found.flatMap((rating, at) =>
    [at ? " | " : " · ", element("a", { href: `#p.${at ? state.right : state.left}.${id}` }, levelText(rating.level))]);
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
    return [element("table", { class: "pair" }, caption, body), ...notes(pair)];
  });
  output.replaceChildren(...blocks);
}
