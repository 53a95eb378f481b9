/**
 * How soon Stop is seen to be heard, measured by events inside the page. Runs in the test process.
 */
import type { ChatPage } from '../pages/chat-page.ts';

export type StopFigures = {
  /** The first frame after the click already shows that it was heard, or that the reply has ended. */
  readonly isHeardInNextFrame: boolean;
  /** From the click until the field can send again. */
  readonly endedAfterMs: number;
};

/** Presses Stop; what follows is told by the page's own frames and clock. */
export function measureStop(chat: ChatPage): Promise<StopFigures> {
  return chat.stop.evaluate(async (button) => {
    const startedAt = performance.now();
    const ended = new Promise<number>((done) => {
      const observer = new MutationObserver(() => {
        if (button.isConnected) return;
        observer.disconnect();
        done(performance.now() - startedAt);
      });
      observer.observe(document.body, { subtree: true, childList: true });
    });
    // Asked for before the click: it runs just before the first frame that is painted after it.
    const nextFrame = new Promise<boolean>((done) => {
      requestAnimationFrame(() => done(!button.isConnected || button.ariaDisabled === 'true'));
    });
    if (button instanceof HTMLElement) button.click();
    return { isHeardInNextFrame: await nextFrame, endedAfterMs: await ended };
  });
}
