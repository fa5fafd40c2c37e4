// Keeps the report in the frame current, where the reader is in it, and the faults above it.
// Texts of files are set as text, never as HTML.
"use strict";

const EVERY = 1000; // milliseconds
const [gone, faults, text, older, frame] =
  ["#gone", "#faults", "pre", "#older", "iframe"].map((name) => document.querySelector(name));
let shown = null; // the digest of the report in the frame

const inner = () => frame.contentWindow;
const details = () => [...frame.contentDocument.querySelectorAll("details")];

function show() {
  if (shown === null) return inner().location.replace("/report" + location.hash);
  const { scrollX, scrollY } = inner();
  const open = details().map((element) => element.open);
  frame.addEventListener("load", () => {
    const now = details();
    if (now.length === open.length) {
      now.forEach((element, index) => { element.open = open[index]; });
    }
    inner().scrollTo(scrollX, scrollY);
  }, { once: true });
  inner().location.reload();
}

function update(state) {
  faults.hidden = state.faults === "";
  if (text.textContent !== state.faults) text.textContent = state.faults;
  const ids = state.older.join(", ");
  older.textContent = ids ? `Cards that are older than their files: ${ids}` : "";
  frame.hidden = state.report === null;
  if (state.report !== null && state.report !== shown) {
    show();
    shown = state.report;
  } else if (shown !== null) {
    shareView();
  }
  document.title = (faults.hidden ? "" : "Faults: ") + (frame.contentDocument.title || "evalkit");
}

// The address of the view in the frame, so that it can be shared.
function shareView() {
  const { pathname, hash } = inner().location;
  if (pathname === "/report" && hash !== location.hash) {
    history.replaceState(null, "", hash || location.pathname);
  }
}

async function look() {
  setTimeout(look, EVERY);
  const state = await fetch("/state").then((answer) => answer.json()).catch(() => null);
  gone.hidden = state !== null;
  if (state !== null) update(state);
}

addEventListener("hashchange", () => { inner().location.hash = location.hash; });
look();
