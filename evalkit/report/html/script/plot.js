// A score in a plot that is 200 wide.
/** @import { Score, Span } from "./types" */
import { drawing, queryAll } from "./dom.js";

/**
 * @param {Span | null} span
 * @returns {string}
 */
const line = (span) => (span ? `M${2 * span[0]} 8H${2 * span[1]}` : "");

/**
 * Draw a score in a plot, in place of what it shows.
 * @param {Element} svg
 * @param {Score} score
 */
export function plot(svg, score) {
  for (const drawn of queryAll(".interval, circle", svg)) drawn.remove();
  for (const path of queryAll(".bounds", svg)) path.setAttribute("d", line(score.possible));
  if (score.score !== null) {
    svg.append(
      drawing("path", { class: "interval", d: line(score.interval) }),
      drawing("circle", { cx: 2 * score.score, cy: 8, r: 4.5 }),
    );
  }
  svg.setAttribute("class", `plot ${score.status}`);
}

/**
 * A plot of a score.
 * @param {Score} score
 * @returns {SVGElement}
 */
export function plotOf(score) {
  const attributes = { viewBox: "-6 0 212 16", "aria-hidden": "true" };
  const axis = drawing("use", { href: "#axis" });
  const svg = drawing("svg", attributes, axis, drawing("path", { class: "bounds" }));
  plot(svg, score);
  return svg;
}
