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
          return under instanceof Element && under.closest(wanted) !== null;
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

/** Between the first and the last change of the text of a reply that is written from now on, as the reader sees it. */
export async function watchReplyText(page: Page): Promise<{ elapsedMs(): Promise<number> }> {
  await page.evaluate(() => {
    const seen = { firstMs: 0, lastMs: 0, length: 0 };
    const holder = window as unknown as { benchText?: typeof seen; benchObserver?: MutationObserver };
    holder.benchText = seen;
    holder.benchObserver?.disconnect();
    // Looked for once: looking among thousands at every change would be what is measured.
    let article: Element | null = null;
    holder.benchObserver = new MutationObserver(() => {
      if (article?.isConnected !== true) article = document.querySelector('main article[aria-busy="true"]');
      if (article?.getAttribute('aria-busy') !== 'true') return;
      const length = [...article.querySelectorAll('.markdown-block')].reduce(
        (sum, block) => sum + (block.textContent?.length ?? 0),
        0,
      );
      if (length === seen.length) return;
      seen.length = length;
      seen.lastMs = performance.now();
      if (seen.firstMs === 0 && length > 0) seen.firstMs = seen.lastMs;
    });
    holder.benchObserver.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  return {
    elapsedMs: () =>
      page.evaluate(() => {
        const { benchText } = window as unknown as { benchText: { firstMs: number; lastMs: number } };
        return benchText.lastMs - benchText.firstMs;
      }),
  };
}

/** The longest time between two frames until it is stopped. */
export async function watchFrames(page: Page): Promise<{ stop(): Promise<{ readonly longestMs: number }> }> {
  await page.evaluate(() => {
    const seen = { longestMs: 0, isOver: false };
    (window as unknown as { benchFrames: typeof seen }).benchFrames = seen;
    let lastMs = performance.now();
    const look = (nowMs: number): void => {
      seen.longestMs = Math.max(seen.longestMs, nowMs - lastMs);
      lastMs = nowMs;
      if (!seen.isOver) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return {
    stop: () =>
      page.evaluate(() => {
        const { benchFrames } = window as unknown as { benchFrames: { longestMs: number; isOver: boolean } };
        benchFrames.isOver = true;
        return { longestMs: benchFrames.longestMs };
      }),
  };
}
