/**
 * What a person sees of a page at work: when something is there, and the longest frame until then or while scrolling. Runs
 * in the bench process; the watching itself in the page.
 */
import type { Page } from '@playwright/test';

/** `openMs` NaN: it was not there within 20 seconds. */
export type Opening = { readonly openMs: number; readonly longestOpeningFrameMs: number };

type OpeningHolder = { benchOpening: Promise<Opening> };

/**
 * From the click to the frame after something that `selector` names is in view, and the longest time between two
 * frames until a second after that.
 */
export async function watchOpening(
  page: Page,
  click: () => Promise<void>,
  selector: string,
): Promise<Opening> {
  await page.evaluate((wanted) => {
    const watch = (found: (opening: Opening) => void): void => {
      const startedAtMs = performance.now();
      let lastMs = startedAtMs;
      let openMs: number | null = null;
      let longestOpeningFrameMs = 0;
      // At a few points only: asking each of thousands where it is would lay out all that the page leaves out.
      const isShown = (): boolean => {
        const main = document.querySelector('main');
        if (main === null) return false;
        const { left, width } = main.getBoundingClientRect();
        return [0.25, 0.4, 0.55, 0.7].some((share) => {
          const under = document.elementFromPoint(left + width / 2, innerHeight * share);
          return under?.closest(wanted) != null;
        });
      };
      const look = (nowMs: number): void => {
        longestOpeningFrameMs = Math.max(longestOpeningFrameMs, nowMs - lastMs);
        lastMs = nowMs;
        if (openMs === null && isShown()) openMs = nowMs - startedAtMs;
        // Never shown: NaN, so that the table says so instead of waiting.
        if (openMs === null && nowMs - startedAtMs > 20_000) openMs = Number.NaN;
        const isOver = openMs !== null && !(nowMs - startedAtMs <= openMs + 1_000);
        if (openMs !== null && isOver) found({ openMs, longestOpeningFrameMs });
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    (window as unknown as OpeningHolder).benchOpening = new Promise((found) => {
      addEventListener('pointerdown', () => watch(found), { once: true, capture: true });
    });
  }, selector);
  await click();
  return page.evaluate(() => (window as unknown as OpeningHolder).benchOpening);
}

/** Scrolls half a screen a frame from top to bottom; the longest time between two frames. */
export function scrollFrames(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        const scroller = [...document.querySelectorAll<HTMLElement>('main *')].find(
          (element) =>
            element.scrollHeight > element.clientHeight * 2 &&
            // Hidden words for screen readers are cut off too, but nobody scrolls them.
            ['auto', 'scroll'].includes(getComputedStyle(element).overflowY),
        );
        if (!scroller) throw new Error('nothing to scroll');
        scroller.scrollTop = 0;
        let longest = 0;
        let lastMs = 0;
        const step = (nowMs: number): void => {
          if (lastMs > 0) longest = Math.max(longest, nowMs - lastMs);
          lastMs = nowMs;
          scroller.scrollTop += scroller.clientHeight / 2;
          const isAtEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
          if (isAtEnd) done(longest);
          else requestAnimationFrame(step);
        };
        // Two frames of rest: what the jump to the beginning costs is not scrolling.
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(step)));
      }),
  );
}
