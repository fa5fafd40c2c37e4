// Tables that are wider than the page say so.
import { queryAll } from "./dom.js";

/** Mark what scrolls sideways, whenever its width changes. */
export function watchWidths() {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const box = target.closest(".scroll");
      box?.classList.toggle("wide", box.scrollWidth > box.clientWidth);
    }
  });
  for (const part of queryAll(".scroll, .scroll > table")) observer.observe(part);
}
