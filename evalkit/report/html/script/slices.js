// Work that would keep the page from answering is cut into slices; what is shown comes first.

/** Milliseconds that a slice takes, about as long as nobody notices. */
const SLICE = 40;

/**
 * Something that works through items in slices; items that come later replace those before.
 * @template T
 * @param {(item: T) => void} work
 * @returns {(items: T[]) => void}
 */
export function inSlices(work) {
  let run = 0;
  return (items) => {
    const own = ++run;
    let next = 0;
    const slice = () => {
      const end = performance.now() + SLICE;
      while (own === run && next < items.length && performance.now() < end) work(items[next++]);
      if (own === run && next < items.length) setTimeout(slice);
    };
    slice();
  };
}
