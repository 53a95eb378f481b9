/**
 * How soon Stop is seen to be heard, measured by events inside the page. Runs in the test process.
 */
import type { ChatPage } from '../pages/chat-page.ts';

export type StopFigures = {
  /** From the click to the first change of the button. */
  readonly heardAfterMs: number;
  /** From the click until the field can send again. */
  readonly endedAfterMs: number;
};

/** Presses Stop; both times come from the page's own clock. */
export function measureStop(chat: ChatPage): Promise<StopFigures> {
  return chat.stop.evaluate(
    (button) =>
      new Promise<StopFigures>((done) => {
        const startedAt = performance.now();
        let heardAfterMs: number | null = null;
        const observer = new MutationObserver(() => {
          heardAfterMs ??= performance.now() - startedAt;
          if (button.isConnected) return;
          observer.disconnect();
          done({ heardAfterMs, endedAfterMs: performance.now() - startedAt });
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        if (button instanceof HTMLElement) button.click();
      }),
  );
}
