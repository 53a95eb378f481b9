import { describe, expect, it } from 'vitest';
import type { ScoreEvent } from '#contract/engine.ts';
import { checkEvents } from './check-events.ts';

const chunk = (firstToken: number, count: number): ScoreEvent => ({
  kind: 'tokens',
  firstToken,
  count,
  steps: new Uint8Array(1),
});
// The profile plays no part in what is checked here.
const end = { kind: 'end', tokensPerSecond: 1 } as unknown as ScoreEvent;

async function check(events: readonly ScoreEvent[]): Promise<number> {
  let passed = 0;
  const source = (async function* () {
    yield* events;
  })();
  for await (const event of checkEvents(source, { firstToken: 2, endToken: 10 })) if (event) passed++;
  return passed;
}

describe('checkEvents', () => {
  it('passes chunks that follow one another, of any size', async () => {
    expect(await check([chunk(2, 1), chunk(3, 4), chunk(7, 3), end])).toBe(4);
  });

  it.each([
    ['a first chunk that does not begin where the reply stands', [chunk(0, 1), end]],
    ['a gap', [chunk(2, 1), chunk(4, 1), end]],
    ['a repetition', [chunk(2, 2), chunk(3, 1), end]],
    ['more tokens than there is room for', [chunk(2, 9), end]],
    ['an event after the end', [chunk(2, 1), end, chunk(3, 1)]],
    ['no end', [chunk(2, 1)]],
    ['nothing at all', []],
  ])('refuses %s', async (_what, events) => {
    await expect(check(events)).rejects.toMatchObject({ code: 'engine.badMessage' });
  });
});
