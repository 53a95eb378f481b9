/**
 * What is wrong with the layout of the page as it stands. Runs inside the page: it may use nothing from outside its
 * function.
 */

/** One line for each fault: the page scrolls sideways, a text is cut off, a text sticks out of the window. */
export function layoutFaults(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const describe = (element: Element): string =>
    `<${element.tagName.toLowerCase()}> "${(element.textContent ?? '').trim().slice(0, 40)}"`;
  const hasOwnText = (element: Element): boolean =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
    );
  /** Made for screen readers only, or not drawn. */
  const isUnseen = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    return width <= 1 || height <= 1 || element.closest('.sr-only, .visually-hidden') !== null;
  };
  const scrolls = (element: Element | null): boolean => {
    for (let box = element; box; box = box.parentElement) {
      const { overflowX } = getComputedStyle(box);
      if ((overflowX === 'auto' || overflowX === 'scroll') && box.scrollWidth > box.clientWidth) return true;
    }
    return false;
  };
  const faultOf = (element: Element): string | null => {
    if (!hasOwnText(element) || isUnseen(element)) return null;
    const { overflowX, textOverflow, visibility } = getComputedStyle(element);
    if (visibility === 'hidden') return null;
    const isCut =
      (overflowX === 'hidden' || overflowX === 'clip') && element.scrollWidth > element.clientWidth + 1;
    if (isCut && textOverflow !== 'ellipsis') return `cut off: ${describe(element)}`;
    const { left, right } = element.getBoundingClientRect();
    const isOutside = right > window.innerWidth + 1 || left < -1;
    return isOutside && !scrolls(element) ? `outside the window: ${describe(element)}` : null;
  };
  return [
    ...(scrollWidth > clientWidth ? [`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`] : []),
    ...[...document.body.querySelectorAll('*')].flatMap((element) => faultOf(element) ?? []),
  ];
}
