import { expect, test } from 'vitest';
import { createEngineQueue } from './engine-queue.ts';
import { IdleTime } from './idle-time.ts';

const never = new Promise<never>(() => undefined);
const untilAborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('gave way')));

test('background work gives way to whoever takes a turn, for any model', async () => {
  const queue = createEngineQueue();
  const background = queue.idleTime.run('a', untilAborted);
  await queue.run('b', never, () => Promise.resolve());
  expect(await background).toBe('gave way');
});

test('a turn on the same model begins when background work has ended', async () => {
  const queue = createEngineQueue();
  const order: string[] = [];
  const background = queue.idleTime.run('a', async (signal) => {
    await untilAborted(signal);
    await Promise.resolve();
    order.push('background');
  });
  await Promise.all([background, queue.run('a', never, async () => void order.push('turn'))]);
  expect(order).toEqual(['background', 'turn']);
});

test('background work does not begin while somebody is there, and is not busy itself', async () => {
  const queue = createEngineQueue();
  const { idleTime } = queue;
  const inTurn = await queue.run('a', never, () => idleTime.run('b', () => Promise.resolve('ran')));
  expect(inTurn).toBeNull();
  const seen = await idleTime.run('a', async () => [idleTime.isIdle, queue.isBusy('a')]);
  expect(seen).toEqual([true, false]);
  expect(await idleTime.run('a', () => idleTime.run('b', () => Promise.resolve('second')))).toBeNull();
});

test('it is told when the first one comes and the last one goes', async () => {
  const idleTime = new IdleTime();
  const seen: boolean[] = [];
  const end = idleTime.onChange(() => seen.push(idleTime.isIdle));
  const leave = idleTime.begin();
  await idleTime.beside(() => Promise.resolve());
  leave();
  leave();
  end();
  idleTime.begin();
  expect(seen).toEqual([false, true]);
});
