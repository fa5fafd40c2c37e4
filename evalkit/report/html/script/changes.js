// The page of changes: its reader chooses the language; all else stands in the page.
import { query, queryAll, setField } from "./dom.js";
import { watchWidths } from "./hint.js";
import { language, speak } from "./language.js";
import { readData, state } from "./state.js";

async function start() {
  await readData();
  for (const hidden of queryAll(".scripted")) hidden.hidden = false;
  setField("lang", language());
  watchWidths();
  query("#lang")?.addEventListener("change", (event) => {
    state.lang = /** @type {HTMLSelectElement} */ (event.target).value;
    speak();
  });
}

start();
