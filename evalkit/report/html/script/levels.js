// Levels that the reader tries out: a slider for each criterion of the program that is chosen.
import { field, queryAll } from "./dom.js";
import { programName, say } from "./language.js";
import { levelText } from "./number.js";
import { changedLevels, levelOf, state, triedLevels } from "./state.js";

/** @returns {string} */
const chosenProgram = () => field("leveled")?.value ?? "";

/**
 * A level in words; – where nobody knows it.
 * @param {number | null | undefined} level
 * @returns {string}
 */
const shownLevel = (level) => levelText(level ?? null);

/** Set every slider to the level that is tried out, or else that of the card. */
export function setLevels() {
  const program = chosenProgram();
  const tried = triedLevels(program);
  for (const input of queryAll("[data-criterion]")) {
    const slider = /** @type {HTMLInputElement} */ (input);
    const criterion = slider.dataset.criterion ?? "";
    const level = tried[criterion] ?? levelOf(program, criterion);
    slider.value = String(level ?? 0);
    slider.setAttribute("aria-valuetext", shownLevel(level));
    const output = slider.parentElement?.querySelector("output");
    if (output) output.textContent = shownLevel(level);
  }
}

/**
 * What is tried out in place of the levels of the cards, in words.
 * @returns {string[]}
 */
export const leveled = () => changedLevels().map(([program, criterion, level]) =>
  say("changed_level", {
    program: programName(program),
    criterion,
    level: shownLevel(level),
    base: shownLevel(levelOf(program, criterion)),
  }));

/**
 * Take over the level of a slider.
 * @param {HTMLInputElement} slider
 * @returns {Record<string, number>}
 */
export const levelsWith = (slider) => ({
  ...state.levels, [`${chosenProgram()}.${slider.dataset.criterion}`]: Number(slider.value),
});
