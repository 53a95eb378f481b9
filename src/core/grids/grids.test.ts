/**
 * Grids over a real database and scripted models: what is filled, stored, paused, failed and gone on with.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { gridIdSchema } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { modelA, modelB } from '#core/comparisons/testing/scripted-models.ts';
import { findChangedRows } from '#core/db/row-checksum.ts';
import { openDatabase } from '#core/db/open.ts';
import { codeOf } from '#core/generation/testing/generation-bench.ts';
import { endToken, scriptedProfile } from '#core/generation/testing/scripted-library.ts';
import { type GridBench, openGridBench, prompts, targetRequest } from './testing/grid-bench.ts';

let bench: GridBench;
beforeEach(() => {
  bench = openGridBench();
});
afterEach(async () => {
  bench.gate.release();
  await bench.close();
});

const { greedy, neutral } = samplerPresets;
const died = (reason: string) => new PrismeError('engine.exited', { code: null, signal: null, reason });
const target = (promptTokens: number) => ({
  kind: 'target',
  // Every byte is a token, and each has ln p = −1.5; the space before the target is one of its tokens.
  logprob: -9,
  tokens: 6,
  isGreedy: false,
  promptTokens,
  spannedBytes: 0,
  profile: scriptedProfile,
});

describe('a grid of targets', () => {
  it('has the probability of the target behind each prompt, for one model after the other', async () => {
    const id = bench.grids.create(targetRequest({ modelIds: [modelB, modelA] }));
    const reader = bench.follow(id);
    await reader.state('complete');
    expect([...reader.results.values()]).toEqual([14, 14, 7, 14, 14, 7].map(target));
    expect(bench.models.loaded).toEqual([modelB, modelA]);
    expect(bench.grids.get(id)).toMatchObject({ state: 'complete', done: 6, failed: 0, total: 6 });
  });

  it('has each cell on disk before anybody hears of it', async () => {
    const id = bench.grids.create(targetRequest());
    const reader = bench.follow(id);
    await reader.until(({ kind }) => kind === 'cells');
    for (const [cell, result] of reader.results)
      expect(bench.store.grids.cell(id, cell)?.result).toEqual(result);
    await reader.state('complete');
  });

  it('can be joined later, also behind its end, and nothing is missed', async () => {
    const id = bench.grids.create(
      targetRequest({ prompts: prompts(...Array.from({ length: 120 }, String)) }),
    );
    const first = bench.follow(id);
    await first.state('complete');
    const second = bench.follow(id);
    await second.state('complete');
    expect(first.results.size).toBe(120);
    expect(second.results).toEqual(first.results);
  });

  it('is listed with its first prompt, the latest first, however long its signs are', async () => {
    const first = bench.grids.create(targetRequest({ prompts: prompts('🎈'.repeat(300)) }));
    await bench.follow(first).state('complete');
    const second = bench.grids.create(targetRequest());
    await bench.follow(second).state('complete');
    expect(bench.grids.list()).toMatchObject([
      { id: second, kind: 'target', firstPrompt: 'The capital is', prompts: 3, models: 1, done: 3, total: 3 },
      { id: first, firstPrompt: '🎈'.repeat(100), prompts: 1, done: 1, total: 1, state: 'complete' },
    ]);
  });
});

describe('a grid of bits per byte', () => {
  it('scores the prompts themselves', async () => {
    const id = bench.grids.create(targetRequest({ task: { kind: 'bitsPerByte' } }));
    const reader = bench.follow(id);
    await reader.state('complete');
    const result = reader.results.get(0);
    // ln p = −0.5 for every byte.
    expect(result).toMatchObject({ kind: 'bitsPerByte', scoredTokens: 14, scoredBytes: 14 });
    expect(result?.kind === 'bitsPerByte' && result.bitsPerByte).toBeCloseTo(0.5 / Math.LN2, 12);
  });
});

describe('a grid of replies', () => {
  const { seed: _seed, maxTokens: _max, stopStrings: _stops, ...greedySampler } = greedy;
  const replies = targetRequest({
    prompts: prompts('Hi', 'Yo'),
    task: {
      kind: 'reply',
      reading: 'chat',
      settings: [
        { name: 'greedy', sampler: greedySampler },
        { name: 'own', sampler: { ...greedySampler, temperature: 0.7, topP: 0.9 } },
      ],
      seeds: [5, 6],
      maxTokens: 20,
    },
  });

  async function write(text: string): Promise<[string, number, number]> {
    const run = await bench.models.of(modelA).nextRun();
    await run.write(text);
    await run.tokens([endToken]);
    await run.end();
    const { prompt, settings, seed } = run.request;
    return [String.fromCodePoint(...prompt), settings.temperature, seed];
  }

  it('keeps text, tokens and ending of each, once for all seeds where nothing is drawn', async () => {
    const reader = bench.follow(bench.grids.create(replies));
    const asked = [];
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) asked.push(await write(text));
    await reader.state('complete');
    expect(asked).toEqual([
      ['Hi|', 0, 5],
      ['Yo|', 0, 5],
      ['Hi|', 0.7, 5],
      ['Yo|', 0.7, 5],
      ['Hi|', 0.7, 6],
      ['Yo|', 0.7, 6],
    ]);
    expect(reader.results.get(5)).toMatchObject({
      kind: 'reply',
      text: 'f',
      tokens: 2,
      reason: 'endToken',
      promptTokens: 3,
    });
  });

  it('begins a reply anew that was being written when it was paused', async () => {
    const id = bench.grids.create(replies);
    const reader = bench.follow(id);
    const run = await bench.models.of(modelA).nextRun();
    bench.grids.pause(id);
    await run.write('lost');
    await reader.state('paused');
    expect(bench.grids.get(id).done).toBe(0);
    bench.grids.resume(id);
    expect(await write('kept')).toEqual(['Hi|', 0, 5]);
    await reader.until(({ kind }) => kind === 'cells');
    expect(reader.results.get(0)).toMatchObject({ text: 'kept' });
    bench.grids.cancel(id);
    await (await bench.models.of(modelA).nextRun()).write('x');
  });

  it('refuses a prompt that leaves no room for a reply, and goes on with the next', async () => {
    bench.models.of(modelA).setContextTokens(40);
    const id = bench.grids.create({ ...replies, prompts: prompts('long '.repeat(20), 'Yo') });
    const reader = bench.follow(id);
    for (const text of ['a', 'b', 'c']) await write(text);
    await reader.state('complete');
    expect(reader.words()).toBe(
      [
        'failed:generation.contextFull reply',
        'failed:generation.contextFull reply',
        'failed:generation.contextFull reply',
      ].join(' '),
    );
  });
});

describe('a grid that is left', () => {
  it('pauses within a cell, leaves the engine to others, and goes on where it was', async () => {
    const { grids, gate, queue } = bench;
    const asked = gate.hold();
    const id = grids.create(targetRequest());
    const reader = bench.follow(id);
    await asked;
    grids.pause(id);
    gate.release();
    await reader.state('paused');
    expect(await queue.run(modelA, new Promise(() => undefined), async () => 'mine')).toBe('mine');
    expect(bench.store.grids.cell(id, 0)).toMatchObject({ attempts: 0, result: null });
    grids.resume(id);
    await reader.state('complete');
    expect(reader.words()).toBe('target target target');
  });

  it('is cancelled for good', async () => {
    const { grids, gate } = bench;
    const asked = gate.hold();
    const id = grids.create(targetRequest());
    const reader = bench.follow(id);
    await asked;
    grids.cancel(id);
    await reader.state('cancelled');
    gate.release();
    grids.resume(id);
    expect(grids.get(id)).toMatchObject({ state: 'cancelled', done: 0 });
  });

  it('stops in the bin, is not there, and goes on when it is taken out again', async () => {
    const { grids, gate } = bench;
    const asked = gate.hold();
    const id = grids.create(targetRequest());
    const reader = bench.follow(id);
    await asked;
    grids.delete(id);
    expect(await codeOf(() => reader.state('complete'))).toBe('grid.notFound');
    expect(grids.list()).toEqual([]);
    expect(await codeOf(() => grids.get(id))).toBe('grid.notFound');
    gate.release();
    grids.restore(id);
    const again = bench.follow(id);
    await again.state('complete');
    expect(again.words()).toBe('target target target');
  });

  it('waits while another one runs, and follows it', async () => {
    const { grids, gate } = bench;
    const asked = gate.hold();
    const first = grids.create(targetRequest());
    const second = grids.create(targetRequest({ modelIds: [modelB] }));
    await asked;
    expect([first, second].map((id) => grids.get(id).state)).toEqual(['running', 'waiting']);
    gate.release();
    await bench.follow(second).state('complete');
    expect(grids.get(first).state).toBe('complete');
    expect(new Set(gate.probes.slice(0, 18))).toEqual(new Set([modelA]));
  });

  it('lets other work in between two cells', async () => {
    const { grids, gate, queue } = bench;
    const asked = gate.hold();
    const id = grids.create(targetRequest());
    await asked;
    const between = queue.run(modelA, new Promise(() => undefined), async () => gate.probes.length);
    gate.release();
    // One distribution for each of the six tokens of the first cell.
    expect(await between).toBe(6);
    await bench.follow(id).state('complete');
  });

  it('pauses when a person unloads its model', async () => {
    const { grids, gate } = bench;
    gate.fail(died('unloaded'));
    const id = grids.create(targetRequest());
    const reader = bench.follow(id);
    await reader.state('paused');
    grids.resume(id);
    await reader.state('complete');
    expect(reader.words()).toBe('target target target');
  });
});

describe('a grid in which something fails', () => {
  it('has the error in its cell and fills the others', async () => {
    bench.gate.fail(new PrismeError('scoring.textChanged', { atByte: 3 }));
    const reader = bench.follow(bench.grids.create(targetRequest()));
    await reader.state('complete');
    expect(reader.words()).toBe('failed:scoring.textChanged target target');
  });

  it('tries failed cells again when it is resumed, and only those', async () => {
    const { grids, gate } = bench;
    gate.fail(new PrismeError('scoring.textChanged', { atByte: 3 }));
    const id = grids.create(targetRequest());
    const reader = bench.follow(id);
    await reader.state('complete');
    const before = gate.probes.length;
    grids.resume(id);
    await reader.state('complete');
    expect(reader.words()).toBe('target target target');
    expect(gate.probes.length - before).toBe(6);
    grids.resume(id);
    expect(grids.get(id).state).toBe('complete');
  });

  it('tries a cell again whose engine died, and gives only that cell up when it dies again', async () => {
    const { grids, gate } = bench;
    gate.fail(died('killed'));
    const once = bench.follow(grids.create(targetRequest()));
    await once.state('complete');
    expect(once.words()).toBe('target target target');
    gate.fail(died('killed'), died('killed'));
    const twice = bench.follow(grids.create(targetRequest()));
    await twice.state('complete');
    expect(twice.words()).toBe('failed:engine.exited target target');
  });

  it('fails the cells of a model that cannot be loaded, and goes on with the next model', async () => {
    bench.models.failures.set(
      modelA,
      new PrismeError('model.notEnoughMemory', { needBytes: 2, haveBytes: 1 }),
    );
    const id = bench.grids.create(targetRequest({ modelIds: [modelA, modelB] }));
    const reader = bench.follow(id);
    await reader.state('complete');
    expect(reader.words()).toBe(`${'failed:model.notEnoughMemory '.repeat(3)}target target target`);
    expect(bench.grids.get(id)).toMatchObject({ done: 6, failed: 3 });
  });

  it('is refused by its code when it is too large, names a model twice, an unknown one, or a missing prompt', async () => {
    const create = (changes: Parameters<typeof targetRequest>[0]) =>
      codeOf(() => bench.grids.create(targetRequest(changes)));
    const { grids } = bench;
    const unknown = 'd'.repeat(64) as typeof modelA;
    const many = prompts(...Array.from({ length: 500 }, String));
    const task = {
      kind: 'reply' as const,
      reading: 'raw' as const,
      settings: [{ name: 'neutral' as const, sampler: neutral }],
      seeds: [1, 2, 3, 4, 5],
      maxTokens: 1,
    };
    expect(await create({ prompts: many, task })).toBe('grid.tooMany');
    expect(await create({ modelIds: [modelA, modelA] })).toBe('app.invalidInput');
    expect(await create({ modelIds: [unknown] })).toBe('model.notFound');
    const lost = [{ text: 'x', edit: 'uppercase' as const, variantOf: 1 }];
    expect(await create({ prompts: lost })).toBe('app.invalidInput');
    expect(grids.list()).toEqual([]);
  });

  it('of no one is refused by its code', async () => {
    const nobody = gridIdSchema.parse(randomUUID());
    const { grids } = bench;
    for (const ask of [grids.get, grids.pause, grids.resume, grids.cancel, grids.delete, grids.restore])
      expect(await codeOf(() => ask(nobody))).toBe('grid.notFound');
  });
});

describe('a core that was killed', () => {
  it('goes on where it was at the next start, and fills no cell twice', async () => {
    const { grids, gate } = bench;
    const id = grids.create(targetRequest({ modelIds: [modelA, modelB] }));
    const reader = bench.follow(id);
    await reader.until(({ kind }) => kind === 'cells');
    const asked = gate.hold();
    await asked;
    const copy = bench.copyAsKilled();
    const known = bench.store.grids.filled(id);
    const next = openGridBench(copy);
    try {
      expect(next.grids.get(id)).toMatchObject({ state: 'waiting', done: known.length });
      next.grids.resumeUnfinished();
      const follower = next.follow(id);
      await follower.state('complete');
      expect(follower.words()).toBe('target target target target target target');
      expect(next.gate.probes).toHaveLength((6 - known.length) * 6);
    } finally {
      await next.close();
    }
  });

  it('gives a cell up at the third start that began it', async () => {
    const { grids, gate } = bench;
    const asked = gate.hold();
    const id = grids.create(targetRequest());
    await asked;
    let copy = bench.copyAsKilled();
    const second = openGridBench(copy);
    const askedAgain = second.gate.hold();
    second.grids.resumeUnfinished();
    await askedAgain;
    copy = second.copyAsKilled();
    second.gate.release();
    await second.close();
    const third = openGridBench(copy);
    third.grids.resumeUnfinished();
    const follower = third.follow(id);
    await follower.state('complete');
    expect(follower.words()).toBe('failed:engine.exited target target');
    await third.close();
  });

  it('that ended in order goes on too, and the cell that it was at has lost no try', async () => {
    const { grids, gate, dataDir } = bench;
    const asked = gate.hold();
    const id = grids.create(targetRequest());
    await asked;
    const ended = bench.end();
    gate.release();
    await ended;
    bench = openGridBench(dataDir);
    expect(bench.store.grids.cell(id, 0)).toMatchObject({ attempts: 0, result: null });
    bench.grids.resumeUnfinished();
    const follower = bench.follow(id);
    await follower.state('complete');
    expect(follower.words()).toBe('target target target');
  });

  it('leaves a paused grid paused', async () => {
    const { grids, gate } = bench;
    const asked = gate.hold();
    const id = grids.create(targetRequest());
    await asked;
    grids.pause(id);
    const next = openGridBench(bench.copyAsKilled());
    next.grids.resumeUnfinished();
    expect(next.grids.get(id).state).toBe('paused');
    await next.close();
  });
});

describe('what is stored of a grid', () => {
  it.each([
    ['grids', "request_json = replace(request_json, 'Paris', 'Parus')", 'grid'],
    ['grid_cells', "result_json = replace(result_json, '-9', '-8')", 'cell of a grid'],
  ])('is found out when it was changed from outside: %s', async (table, change, name) => {
    const id = bench.grids.create(targetRequest({ prompts: prompts('One') }));
    await bench.follow(id).state('complete');
    await bench.end();
    const database = openDatabase(`${bench.dataDir}/prisme.db`);
    try {
      expect(findChangedRows(database)).toEqual([]);
      database.exec(`UPDATE ${table} SET ${change}`);
      expect(findChangedRows(database)).toEqual([expect.stringContaining(name)]);
    } finally {
      database.close();
    }
    bench = openGridBench();
  });
});
