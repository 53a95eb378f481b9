/**
 * Engines that fail, disks that are full, and the start after a crash.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repairReplies } from './repair.ts';
import { codeOf, type GenerationBench, nextEvent, openBench, summarise } from './testing/generation-bench.ts';

let bench: GenerationBench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => {
  await bench.close();
});

describe('an engine that fails', () => {
  it('leaves the reply interrupted with every token and the reason, and the next message works', async () => {
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'x');
    const run = await bench.library.nextRun();
    await run.write('kept');
    await run.die();
    const { text, end } = summarise(await bench.readAll(replyId));
    expect(text).toBe('kept');
    expect(end).toMatchObject({
      text: 'kept',
      end: { reason: 'interrupted', error: { code: 'engine.exited', details: { signal: 'SIGKILL' } } },
    });
    const again = await bench.send(id, 'again', replyId);
    const secondRun = await bench.library.nextRun();
    await secondRun.write('ok');
    await secondRun.end();
    expect(summarise(await bench.readAll(again.replyId)).end).toMatchObject({
      text: 'ok',
      end: { reason: 'endToken' },
    });
  });

  it('says on which graphics card it was lost, and the reply goes on without it', async () => {
    bench.library.backend = 'cuda';
    const conversationId = bench.newConversation();
    const { replyId } = await bench.send(conversationId, 'x');
    const run = await bench.library.nextRun();
    await run.write('kept');
    await run.die();
    expect(summarise(await bench.readAll(replyId)).end).toMatchObject({
      end: { reason: 'interrupted', error: { code: 'engine.exited', details: { backend: 'cuda' } } },
    });
    bench.library.backend = 'cpu';
    await bench.generation.continue({ conversationId, replyId });
    const secondRun = await bench.library.nextRun();
    await secondRun.write(' on');
    await secondRun.end();
    expect(summarise(await bench.readAll(replyId)).text).toBe('kept on');
  });

  it.each([
    ['skips tokens', { kind: 'tokens', firstToken: 9, count: 1, steps: new Uint8Array(0) }],
    ['sends malformed steps', { kind: 'tokens', firstToken: 4, count: 1, steps: new Uint8Array([1, 2, 3]) }],
  ] as const)('is refused when it %s, keeping what came before', async (_name, event) => {
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    const run = await bench.library.nextRun();
    await run.write('kept');
    await run.send(event);
    const { end } = summarise(await bench.readAll(replyId));
    expect(end).toMatchObject({
      text: 'kept',
      end: { reason: 'interrupted', error: { code: 'engine.badMessage' } },
    });
    expect(bench.library.stops).toBeGreaterThan(0);
  });
});

describe('an engine that died between two replies', () => {
  /** A conversation with one reply, whose engine is loaded and idle. */
  async function answered() {
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'first');
    const run = await bench.library.nextRun();
    await run.write('one');
    await run.end();
    await bench.readAll(replyId);
    return { id, replyId };
  }

  it.each(['now', 'rendered'] as const)(
    'is started again for the next message, which sees no error (it died: %s)',
    async (when) => {
      const { id, replyId } = await answered();
      bench.library.dieUnnoticed(when);
      const sent = await bench.send(id, 'second', replyId);
      const run = await bench.library.nextRun();
      expect(new TextDecoder().decode(Uint8Array.from(run.request.prompt))).toBe('first|one|second|');
      await run.write('two');
      await run.end();
      expect(summarise(await bench.readAll(sent.replyId))).toMatchObject({
        text: 'two',
        end: { text: 'two', end: { reason: 'endToken', error: null } },
      });
      expect(bench.library.starts).toBe(2);
      expect(bench.conversations.get(id).messages.map(({ text }) => text)).toEqual([
        'first',
        'one',
        'second',
        'two',
      ]);
    },
  );

  it('is started again to count what a message would cost', async () => {
    const { id, replyId } = await answered();
    bench.library.dieUnnoticed('now');
    const preview = await bench.generation.preview({ conversationId: id, parentId: replyId, text: 'more' });
    expect(preview.textTokens).toBe(4);
    expect(bench.library.starts).toBe(2);
  });

  it('is started once more, not again and again: one that dies at once ends the reply with the reason', async () => {
    const { id, replyId } = await answered();
    bench.library.dieUnnoticed('rendered');
    const load = bench.library.load.bind(bench.library);
    let loads = 0;
    bench.library.load = async (modelId) => {
      const engine = await load(modelId);
      // The second engine is dead as soon as it is there.
      if ((loads += 1) > 2) bench.library.dieUnnoticed('now');
      return engine;
    };
    const sent = await bench.send(id, 'second', replyId);
    expect(summarise(await bench.readAll(sent.replyId)).end).toMatchObject({
      end: { reason: 'interrupted', error: { code: 'engine.exited' } },
    });
    expect(bench.library.starts).toBe(2);
  });

  it('that was ended on purpose is not started again', async () => {
    const { id, replyId } = await answered();
    bench.library.dieUnnoticed('now', 'unloaded');
    expect(await codeOf(bench.send(id, 'second', replyId))).toBe('engine.exited');
    expect(bench.library.starts).toBe(1);
  });

  it('in mid-reply costs that reply: nothing is written a second time', async () => {
    const { id, replyId } = await answered();
    const sent = await bench.send(id, 'second', replyId);
    const run = await bench.library.nextRun();
    await run.send({ kind: 'prompt', evaluated: 0, total: 9, reused: 0, promptAlone: [] });
    await run.die();
    expect(summarise(await bench.readAll(sent.replyId)).end).toMatchObject({
      text: '',
      end: { reason: 'interrupted', error: { code: 'engine.exited' } },
    });
    expect(bench.library.starts).toBe(1);
  });
});

describe('a full disk', () => {
  /** SQLite's own limit on the size of a file gives the same error as a disk without space. */
  const fill = (): void => {
    bench.folder.database.pragma('wal_checkpoint(TRUNCATE)');
    bench.folder.database.pragma(
      `max_page_count = ${String(bench.folder.database.pragma('page_count', { simple: true }))}`,
    );
  };
  const free = (): void => void bench.folder.database.pragma('max_page_count = 1000000');

  it('refuses a message that cannot be stored and changes nothing', async () => {
    const id = bench.newConversation();
    fill();
    expect(await codeOf(bench.send(id, 'x'.repeat(100_000)))).toBe('app.diskFull');
    expect(bench.conversations.get(id).messages).toEqual([]);
    free();
    expect(await codeOf(bench.send(id, 'x'.repeat(100_000)))).toBe('none');
  });

  it('ends a reply in mid-stream with the reason, keeps what was stored, and works again once there is space', async () => {
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'x');
    const run = await bench.library.nextRun();
    await run.write('stored ');
    await nextEvent(bench.generation.attach(replyId, 1, undefined));
    fill();
    const reading = bench.readAll(replyId);
    await run.write('y'.repeat(10_000));
    const { end } = summarise(await reading);
    expect(end).toMatchObject({ end: { reason: 'interrupted', error: { code: 'app.diskFull' } } });
    expect(bench.library.stops).toBeGreaterThan(0);
    free();
    const again = await bench.send(id, 'again', replyId);
    expect(bench.store.messages.find(replyId)).toMatchObject({
      state: 'complete',
      end: { reason: 'interrupted' },
    });
    expect(bench.store.messages.find(replyId)?.text).toContain('stored ');
    bench.generation.stop(again.replyId);
    expect(summarise(await bench.readAll(again.replyId)).end).toMatchObject({ end: { reason: 'stopped' } });
  });
});

describe('the start after a crash', () => {
  it('completes replies that were being written as interrupted, with the text of their tokens', async () => {
    const id = bench.newConversation();
    const { replyId } = await bench.send(id, 'x');
    const run = await bench.library.nextRun();
    await run.write('on disk');
    // Reading inside the chunk makes it be written now, as the timer would.
    const early = new AbortController();
    expect(await nextEvent(bench.generation.attach(replyId, 1, early.signal))).toMatchObject({
      text: 'n disk',
    });
    early.abort();
    expect(repairReplies(bench.store)).toBe(1);
    expect(bench.store.messages.find(replyId)).toMatchObject({
      text: 'on disk',
      state: 'complete',
      end: { reason: 'interrupted', error: { code: 'engine.exited', details: { by: 'core' } } },
    });
    expect(repairReplies(bench.store)).toBe(0);
    await run.end();
  });
});
