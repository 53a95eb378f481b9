/**
 * How long work leaves the page its frames: turns between slices of it, small portions of what can wait for an idle
 * moment, and of what has to be there in one of the next frames. Page.
 */

const portionMs = 6;

const waiting: (() => void)[] = [];
let isScheduled = false;
let urgentWork = 0;

/** Resolves behind what the page has to do now. A timer would wait 4 ms each time when it is used often. */
export function yieldToPage(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

/** Safari has no idle callbacks; a timer leaves room for a frame in between as well. */
function schedule(): void {
  if (isScheduled || waiting.length === 0 || urgentWork > 0) return;
  isScheduled = true;
  if (typeof requestIdleCallback === 'function') requestIdleCallback(workPortion, { timeout: 500 });
  else setTimeout(workPortion, 32);
}

function workPortion(): void {
  isScheduled = false;
  const startedAtMs = performance.now();
  while (waiting.length > 0 && urgentWork === 0 && performance.now() - startedAtMs < portionMs)
    waiting.shift()?.();
  schedule();
}

/** Does the work when the page has nothing better to do. Returns the function that withdraws it. */
export function whenIdle(work: () => void): () => void {
  waiting.push(work);
  schedule();
  return () => {
    const at = waiting.indexOf(work);
    if (at !== -1) waiting.splice(at, 1);
  };
}

/** Work that somebody waits for: until it ends, a page that waits for the core counts as busy, not as idle. */
export async function beforeIdleWork<Result>(work: () => Promise<Result>): Promise<Result> {
  urgentWork++;
  try {
    return await work();
  } finally {
    urgentWork--;
    schedule();
  }
}

const frameQueue: (() => void)[] = [];
let isFrameAsked = false;

function workInFrame(): void {
  isFrameAsked = false;
  const startedAtMs = performance.now();
  do frameQueue.shift()?.();
  while (frameQueue.length > 0 && performance.now() - startedAtMs < portionMs);
  askForFrame();
}

function askForFrame(): void {
  if (isFrameAsked || frameQueue.length === 0) return;
  isFrameAsked = true;
  requestAnimationFrame(workInFrame);
}

/**
 * Does the work in one of the next frames, a few milliseconds of all such work in each: at least one piece, so that it is
 * done however busy the page is. Returns the function that withdraws it.
 * @param isSeen it is in view: before what is not
 */
export function inFrames(work: () => void, isSeen: boolean): () => void {
  if (isSeen) frameQueue.unshift(work);
  else frameQueue.push(work);
  askForFrame();
  return () => {
    const at = frameQueue.indexOf(work);
    if (at !== -1) frameQueue.splice(at, 1);
  };
}
