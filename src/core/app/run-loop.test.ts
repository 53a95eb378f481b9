/**
 * The loop that works through what is to be done: order, waking, failing, ending.
 */
import { describe, expect, it } from 'vitest';
import { RunLoop } from './run-loop.ts';

/** A list of things to do; each run ends when `finish` is called. */
function bench() {
  const toDo: string[] = [];
  const log: string[] = [];
  let finish: (cause?: Error) => void = () => undefined;
  const loop = new RunLoop<string>({
    next: () => toDo[0] ?? null,
    run: async (id) => {
      log.push(id);
      await new Promise<void>((resolve, reject) => {
        finish = (cause) => (cause ? reject(cause) : resolve());
      });
      toDo.shift();
    },
    onFailure: (cause) => void log.push(`failed: ${String(cause)}`),
    onRest: () => void log.push('rests'),
  });
  return { toDo, log, loop, finish: (cause?: Error) => finish(cause) };
}

/** Until what is due now has happened. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a run loop', () => {
  it('does one thing after the other and rests when there is nothing left', async () => {
    const { toDo, log, loop, finish } = bench();
    toDo.push('a', 'b');
    loop.wake();
    expect(log).toEqual(['a']);
    finish();
    await turn();
    expect(log).toEqual(['a', 'b']);
    finish();
    await turn();
    expect(log).toEqual(['a', 'b', 'rests']);
    toDo.push('c');
    loop.wake();
    expect(log.at(-1)).toBe('c');
  });

  it('tries nothing again after a failure until it is woken', async () => {
    const { toDo, log, loop, finish } = bench();
    toDo.push('a');
    loop.wake();
    loop.wake();
    finish(new Error('disk'));
    await turn();
    expect(log).toEqual(['a', 'failed: Error: disk', 'rests']);
    loop.wake();
    expect(log.at(-1)).toBe('a');
  });

  it('that closes waits for what runs and starts nothing any more', async () => {
    const { toDo, log, loop, finish } = bench();
    toDo.push('a', 'b');
    loop.wake();
    const closed = loop.close();
    expect(loop.isClosing).toBe(true);
    finish();
    await closed;
    loop.wake();
    await turn();
    expect(log).toEqual(['a', 'rests']);
  });
});
