/**
 * Where characters of a drawn text are on screen. Page. Offsets count the characters of an element's text content.
 */

/** The first character that is not above `topPx`, and how far below it stands. */
export function offsetAtTop(
  element: HTMLElement,
  topPx: number,
): { readonly offset: number; readonly distancePx: number } {
  const length = element.textContent?.length ?? 0;
  const topOf = (offset: number): number => rectAt(element, offset)?.top ?? Infinity;
  // Lines go down the page: bisect for the first character at or below the top.
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (topOf(middle) >= topPx) high = middle;
    else low = middle + 1;
  }
  const found = topOf(low);
  return { offset: low, distancePx: Number.isFinite(found) ? found - topPx : 0 };
}

/** Scrolls so that this character stands so far below the top of the viewport. */
export function scrollToOffset(
  viewport: HTMLElement,
  element: HTMLElement,
  offset: number,
  distancePx: number,
): void {
  const rect = rectAt(element, offset);
  const bottom = element.getBoundingClientRect().bottom;
  viewport.scrollTop += (rect?.top ?? bottom) - viewport.getBoundingClientRect().top - distancePx;
}

/** Null behind the last character, and for what is not drawn. */
function rectAt(element: HTMLElement, offset: number): DOMRect | null {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let before = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (offset < before + length) {
      const range = document.createRange();
      range.setStart(node, offset - before);
      range.setEnd(node, Math.min(length, offset - before + 1));
      return range.getBoundingClientRect();
    }
    before += length;
  }
  return null;
}
