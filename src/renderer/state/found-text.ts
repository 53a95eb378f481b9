/**
 * Marks what was searched for in a text on screen, and brings it into view. Runs in the page. Changes no element: the
 * marks are a highlight of the browser's (CSS custom highlight), drawn by theme.css.
 */
const highlightName = 'found';
/** How long a text is waited for that a click is about to draw. */
const longestWaitMs = 5_000;
const mostMarks = 500;

let stopWaiting: () => void = () => undefined;

/** @param selector of the element that holds the text, which may not be drawn yet */
export function markIn(selector: string, found: readonly string[]): void {
  clearMarks();
  const show = (): boolean => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element) return false;
    // Far from the view it is only its plain text: it is drawn when it comes near.
    if (element.hasAttribute('data-waiting')) {
      element.scrollIntoView({ block: 'center' });
      return false;
    }
    mark(element, found);
    return true;
  };
  if (show()) return;
  const drawn = new MutationObserver(() => show() && stopWaiting());
  const timer = setTimeout(() => stopWaiting(), longestWaitMs);
  stopWaiting = () => {
    drawn.disconnect();
    clearTimeout(timer);
  };
  drawn.observe(document.body, { childList: true, subtree: true });
}

export function clearMarks(): void {
  stopWaiting();
  CSS.highlights.delete(highlightName);
}

function mark(element: HTMLElement, found: readonly string[]): void {
  const ranges = rangesOf(
    element,
    [...new Set(found)].filter((text) => text !== ''),
  );
  CSS.highlights.set(highlightName, new Highlight(...ranges));
  const show = (): void =>
    (ranges[0]?.startContainer.parentElement ?? element).scrollIntoView({ block: 'center' });
  show();
  // Texts on the way had an estimated height until now: look again once they are drawn.
  requestAnimationFrame(() => requestAnimationFrame(show));
}

/** Marks these places, and brings one into view. */
export function markRanges(ranges: readonly Range[], shown: Range | undefined): void {
  clearMarks();
  CSS.highlights.set(highlightName, new Highlight(...ranges));
  const box = shown?.getBoundingClientRect();
  const element = shown?.startContainer.parentElement;
  if (!box || !element) return;
  element.scrollIntoView({ block: 'nearest' });
  const scroller = element.closest('[role="group"]');
  // A page can be longer than the view: the line itself goes to its middle.
  const middle = shown?.getBoundingClientRect().top ?? box.top;
  if (scroller)
    scroller.scrollTop += middle - scroller.getBoundingClientRect().top - scroller.clientHeight / 2;
}

/** A piece that spans two elements, as where half of it is bold, is not marked. */
function rangesOf(element: HTMLElement, found: readonly string[]): Range[] {
  const ranges: Range[] = [];
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = nodes.nextNode(); node && ranges.length < mostMarks; node = nodes.nextNode())
    for (const piece of found) ranges.push(...rangesIn(node, piece));
  return ranges;
}

function rangesIn(node: Node, piece: string): Range[] {
  const text = node.textContent ?? '';
  const ranges: Range[] = [];
  for (let start = text.indexOf(piece); start !== -1; start = text.indexOf(piece, start + piece.length)) {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + piece.length);
    ranges.push(range);
  }
  return ranges;
}
