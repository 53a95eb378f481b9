/**
 * Reading a reply along while it is written, and afterwards.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReplyEvent } from '#contract/generation.ts';
import { codeOf, type GenerationBench, nextEvent, openBench, summarise } from './testing/generation-bench.ts';

let bench: GenerationBench;
beforeEach(() => {
  bench = openBench();
});
afterEach(async () => {
  await bench.close();
});

describe('attaching', () => {
  it('gives every token once from any position, at any time, in memory or on disk', async () => {
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    const run = await bench.library.nextRun();
    const whole = 'Un prisme sépare la lumière : é🙂ñ, puis encore du texte.';
    const bytes = [...new TextEncoder().encode(whole)];
    const readings: { from: number; reading: Promise<ReplyEvent[]> }[] = [];
    for (let start = 0; start < bytes.length; start += 5) {
      await run.tokens(bytes.slice(start, start + 5));
      for (const from of [0, Math.floor(start / 2), start, start + 3])
        readings.push({ from, reading: bench.readAll(replyId, from) });
    }
    await run.end();
    for (let from = 0; from <= bytes.length; from++)
      readings.push({ from, reading: bench.readAll(replyId, from) });
    for (const { from, reading } of readings) {
      const { chunks, text, end } = summarise(await reading);
      let position = Math.min(from, bytes.length);
      for (const chunk of chunks) {
        expect(chunk.firstToken).toBe(position);
        position += chunk.count;
      }
      expect(position).toBe(bytes.length);
      const before = new TextDecoder().decode(Uint8Array.from(bytes.slice(0, from)), { stream: true });
      expect(text).toBe(whole.slice(before.length));
      expect(end).toMatchObject({ text: whole, end: { reason: 'endToken' } });
    }
  });

  it('ends the reading alone when the reader leaves', async () => {
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    const run = await bench.library.nextRun();
    const leaving = new AbortController();
    const events = bench.generation.attach(replyId, 0, leaving.signal);
    await run.write('a');
    expect(await nextEvent(events)).toMatchObject({ kind: 'tokens', text: 'a' });
    const waiting = events.next();
    leaving.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await run.write('b');
    await run.end();
    expect(summarise(await bench.readAll(replyId)).end).toMatchObject({
      text: 'ab',
      end: { reason: 'endToken' },
    });
  });

  it('shows how far the prompt is before the first token', async () => {
    const { replyId } = await bench.send(bench.newConversation(), 'x');
    const run = await bench.library.nextRun();
    const events = bench.generation.attach(replyId, 0, undefined);
    await run.send({ kind: 'prompt', evaluated: 1, total: 2, reused: 0, promptAlone: [[0, 1]] });
    expect(await nextEvent(events)).toEqual({ kind: 'prompt', evaluated: 1, total: 2, reused: 0 });
    await run.write('a');
    expect(await nextEvent(events)).toMatchObject({ kind: 'tokens', text: 'a' });
    await run.end();
  });

  it('knows only replies', async () => {
    const { userMessageId, replyId } = await bench.send(bench.newConversation(), 'x');
    if (userMessageId === null) throw new Error('a sent message has an id');
    expect(await codeOf(() => bench.generation.attach(userMessageId, 0, undefined))).toBe(
      'generation.notFound',
    );
    bench.generation.stop(replyId);
  });
});
