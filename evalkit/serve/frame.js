// Keeps the report in the frame current, where the reader is in it, and what is wrong above it. Texts of files are set as text, never as HTML.
"use strict";

const EVERY = 1000; // milliseconds
const [gone, faults, text, older, frame] = ["#gone", "#faults", "pre", "#older", "iframe"].map((each) => document.querySelector(each));
let shown = null; // the digest of the report in the frame

const inner = () => frame.contentWindow;
const details = () => [...frame.contentDocument.querySelectorAll("details")];

function show() {
  if (shown === null) return inner().location.replace("/report" + location.hash);
  const { scrollX, scrollY } = inner();
  const open = details().map((each) => each.open);
  frame.addEventListener("load", () => {
    const now = details();
    if (now.length === open.length) now.forEach((each, at) => { each.open = open[at]; });
    inner().scrollTo(scrollX, scrollY);
  }, { once: true });
  inner().location.reload();
}

function update(state) {
  faults.hidden = state.faults === "";
  if (text.textContent !== state.faults) text.textContent = state.faults;
  older.textContent = state.older.length ? `Cards that are older than their files: ${state.older.join(", ")}` : "";
  frame.hidden = state.report === null;
  if (state.report !== null && state.report !== shown) {
    show();
    shown = state.report;
  } else if (shown !== null && inner().location.pathname === "/report" && inner().location.hash !== location.hash) {
    history.replaceState(null, "", inner().location.hash || location.pathname); // so that a view can be shared
  }
  document.title = (faults.hidden ? "" : "Faults: ") + (frame.contentDocument.title || "evalkit");
}

async function look() {
  setTimeout(look, EVERY);
  const state = await fetch("/state").then((answer) => answer.json()).catch(() => null);
  gone.hidden = state !== null;
  if (state !== null) update(state);
}

addEventListener("hashchange", () => { inner().location.hash = location.hash; });
look();
