import { expect, test, vi } from 'vitest';
import type { HesitationHit, HesitationReply } from '#contract/hesitations.ts';
import { messageIdSchema, type MessageId } from '#contract/ids.ts';

vi.mock('../client.ts', () => ({ core: {} }));
const { addHits, adjacentHit } = await import('./hesitations.ts');

const idOf = (n: number): MessageId => messageIdSchema.parse(`00000000-0000-4000-8000-00000000000${n}`);
// Only what the functions under test read.
const group = (n: number, ...positions: number[]) => ({
  reply: { messageId: idOf(n) } as HesitationReply,
  hits: positions.map((position) => ({ position }) as HesitationHit),
});

test('batches of the same reply become one group', () => {
  const groups = [group(1, 3), group(1, 9), group(2, 4)].reduce(addHits, []);
  expect(groups.map(({ hits }) => hits.map(({ position }) => position))).toEqual([[3, 9], [4]]);
});

test('the next hit is in the same reply, then in the next one, then in the first one again', () => {
  const groups = [group(1, 3, 9), group(2, 4)];
  const next = (n: number, position: number, direction: 1 | -1) => {
    const found = adjacentHit(groups, idOf(n), position, direction);
    return found && [found.reply.messageId.at(-1), found.position];
  };
  expect(next(1, -1, 1)).toEqual(['1', 3]);
  expect(next(1, 3, 1)).toEqual(['1', 9]);
  expect(next(1, 9, 1)).toEqual(['2', 4]);
  expect(next(2, 4, 1)).toEqual(['1', 3]);
  expect(next(1, 9, -1)).toEqual(['1', 3]);
  expect(next(1, 3, -1)).toEqual(['2', 4]);
  expect(next(5, 0, 1)).toEqual(['1', 3]);
  expect(next(5, 0, -1)).toEqual(['2', 4]);
  expect(adjacentHit([], idOf(1), 0, 1)).toBeNull();
});
