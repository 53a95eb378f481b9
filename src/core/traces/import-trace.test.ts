/**
 * A trace that leaves as a file and comes back is the same, number for number; a file that was changed is refused as a
 * whole.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fork } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import { type MessageId, messageIdSchema, modelIdSchema, vocabularyHashSchema } from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { traceFileParts, type TraceToWrite } from '#contract/trace-file-write.ts';
import { readTraceFile } from '#contract/trace-file-read.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { decodeSteps, encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { createNotices } from '../app/notices.ts';
import { createModelTable } from '../db/models.ts';
import { type DataFolder, openDataFolder } from '../db/open-data-folder.ts';
import { createStore, type Store } from '../db/store.ts';
import { ReplyText } from '../generation/reply-text.ts';
import { createSettings } from '../settings/settings.ts';
import { createTraceImports, type TraceImports } from './import-trace.ts';

let dataDir = '';
let folder: DataFolder;
let store: Store;
let imports: TraceImports;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-test-'));
  folder = openDataFolder({ dataDir, now: Date.now });
  store = createStore(folder.database);
  const notices = createNotices();
  const settings = createSettings(store, notices);
  imports = createTraceImports({ store, notices, settings, now: Date.now, newId: randomUUID });
});
afterAll(() => {
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const size = 300;
const endId = 299;
/** Every byte by itself (many tokens are parts of a character), words, and an end mark. */
const vocabulary: Vocabulary = (() => {
  const pieces = Array.from({ length: size }, (_, id) =>
    id < 256 ? Uint8Array.of(id) : new TextEncoder().encode(id === endId ? '<end>' : ` word${id}`),
  );
  const offsets = new Uint32Array(size + 1);
  pieces.forEach((piece, id) => (offsets[id + 1] = (offsets[id] ?? 0) + piece.length));
  return {
    hash: vocabularyHashSchema.parse('c'.repeat(64)),
    bytes: new Uint8Array(Buffer.concat(pieces)),
    offsets: new Uint8Array(offsets.buffer),
    types: Uint8Array.from({ length: size }, (_, id) => (id === endId ? 3 : id < 256 ? 6 : 1)),
    endTokenIds: [endId],
  };
})();

const f32 = fc.float({ noNaN: true, min: -80, max: 80 });
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const positive = fc.double({ min: 0, max: 20, noNaN: true });

const step: fc.Arbitrary<TraceStep> = fc
  .record({
    tokenId: fc.nat(size - 1),
    origin: fc.constantFrom('sampled' as const, 'forced' as const),
    logit: f32,
    logZ: positive,
    isLogZExact: fc.boolean(),
    draw: fc.option(unit),
    xtcDraw: fc.option(unit),
    endLogprob: fc.option(positive.map((value) => -value)),
    logZAtTemperature: fc.option(positive),
    rank: fc.option(fc.integer({ min: 1, max: size })),
    top: fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.oneof(f32, fc.constant(-Infinity))), {
      selector: ([id]) => id,
      maxLength: 20,
    }),
  })
  .map(({ top, ...rest }) => {
    const sorted = top.toSorted(([, left], [, right]) => (left === right ? 0 : right > left ? 1 : -1));
    const own = sorted.find(([id]) => id === rest.tokenId);
    const logit = own ? own[1] : rest.logit;
    return {
      ...rest,
      logit,
      maxLogit: Math.max(
        Number.isFinite(logit) ? logit : -80,
        sorted[0]?.[1] === -Infinity ? -80 : (sorted[0]?.[1] ?? -80),
      ),
      topIds: Uint32Array.from(sorted, ([id]) => id),
      topLogits: Float32Array.from(sorted, ([, each]) => each),
    };
  });

function textOf(steps: readonly TraceStep[]): string {
  const text = new ReplyText(vocabulary, vocabulary.endTokenIds);
  return text.add(steps.map(({ tokenId }) => tokenId));
}

const trace: fc.Arbitrary<TraceToWrite> = fc
  .record({
    steps: fc.array(step, { maxLength: 150 }),
    promptSteps: fc.array(step, { maxLength: 10 }),
    isScored: fc.boolean(),
    userText: fc.string(),
    title: fc.string({ maxLength: 150 }),
    seed: fc.nat(),
  })
  .map(({ steps, promptSteps, isScored, userText, title, seed }): TraceToWrite => {
    const userId = messageIdSchema.parse(randomUUID());
    const tokenIds = promptSteps.map(({ tokenId }) => tokenId);
    const span = { start: 0, end: tokenIds.length, part: 'user' as const, messageId: userId };
    return {
      head: {
        exportedBy: 'Prisme 0.0.0',
        exportedAtMs: 1,
        model: {
          id: modelIdSchema.parse('d'.repeat(64)),
          name: 'A model',
          vocabularyHash: vocabulary.hash,
          vocabularySize: size,
        },
        profile: testProfile,
        settings: samplerPresets.creative,
        seed,
        endTokenIds: [endId],
        conversation: { title, systemPrompt: 'Be brief.' },
        userMessage: { id: userId, text: userText, createdAtMs: 2 },
        reply: {
          text: textOf(steps),
          createdAtMs: 3,
          end: { reason: 'tokenLimit', error: null, stats: null },
          fork: isScored ? fork : null,
        },
        prompt: { tokenIds, spans: tokenIds.length === 0 ? [] : [span] },
      },
      steps,
      promptScore: isScored
        ? { profile: { ...testProfile, pass: 'scoring' }, scoredAtMs: 4, steps: promptSteps }
        : null,
      vocabulary: vocabularyTable(vocabulary),
    };
  });

const fork: Fork = {
  sourceId: messageIdSchema.parse(randomUUID()),
  target: 'reply',
  position: 0,
  tokenIds: [1],
  text: 'Lyon',
  logprob: -1.25,
};

/** What the stored reply of a file has. The reply that it left is not in the file. */
function replyOf({ head: { reply, seed } }: TraceToWrite) {
  const left = reply.fork && { ...reply.fork, sourceId: null };
  return { text: reply.text, fork: left, hasTrace: true, seed };
}

function fileOf(written: TraceToWrite): Uint8Array {
  return new TextEncoder().encode([...traceFileParts(written)].join(''));
}

async function give(bytes: Uint8Array, partBytes = 4_096) {
  const uploadId = randomUUID();
  let answer: Awaited<ReturnType<TraceImports['take']>> = null;
  for (let offset = 0; offset < bytes.length; offset += partBytes)
    answer = await imports.take({
      uploadId,
      titlePrefix: 'Imported: ',
      totalBytes: bytes.length,
      offset,
      bytes: bytes.subarray(offset, offset + partBytes),
    });
  if (answer === null) throw new Error('the last part was not the last');
  return answer;
}

function bytesOf(steps: readonly TraceStep[] | null): Buffer | null {
  return steps && Buffer.from(encodeSteps(steps));
}

function scoredSteps(messageId: MessageId): readonly TraceStep[] | null {
  const score = store.traces.promptScore(messageId);
  return score && score.chunks.flatMap((chunk) => decodeSteps(chunk.steps));
}

function titleOf({ head }: TraceToWrite): string {
  return `Imported: ${head.conversation.title || 'A model'}`;
}

function rowCount(): number {
  const tables = ['conversations', 'messages', 'traces', 'trace_chunks', 'vocabularies', 'prompt_scores'];
  return tables
    .map(
      (table) =>
        folder.database.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0,
    )
    .reduce((sum, count) => sum + count, 0);
}

function expectOwnVocabulary(messageId: MessageId): void {
  const header = store.traces.header(messageId);
  expect(header).toMatchObject({ vocabularySize: size, model: { name: 'A model' }, profile: testProfile });
  expect(header?.vocabularyHash).not.toBe(vocabulary.hash);
}

it('brings back 100 random traces bit for bit', async () => {
  await fc.assert(
    fc.asyncProperty(trace, async (written) => {
      const { messageId, conversationId } = await give(fileOf(written));
      const chunks = store.traces.chunks(messageId, 0, Number.MAX_SAFE_INTEGER);
      const steps = chunks.flatMap((chunk) => decodeSteps(chunk.steps));
      expect(bytesOf(steps)).toEqual(bytesOf(written.steps));
      expect(chunks.map(({ text }) => text).join('')).toBe(written.head.reply.text);
      expect(store.conversations.find(conversationId)?.title).toBe(titleOf(written));
      const [user, reply] = store.messages.list(conversationId);
      expect(user?.text).toBe(written.head.userMessage?.text);
      expect(reply).toMatchObject(replyOf(written));
      const prompt = store.traces.prompt(messageId);
      expect(prompt?.tokenIds).toEqual(written.head.prompt.tokenIds);
      for (const span of prompt?.spans ?? []) expect(span.messageId).toBe(user?.id);
      expect(bytesOf(scoredSteps(messageId))).toEqual(bytesOf(written.promptScore?.steps ?? null));
      expectOwnVocabulary(messageId);
    }),
    { numRuns: 100 },
  );
}, 60_000);

it('keeps the bytes and types of the tokens that occur, under a hash of their own', async () => {
  const [written] = fc.sample(trace, { numRuns: 1, seed: 7 });
  if (!written) throw new Error('no sample');
  const { messageId } = await give(fileOf(written));
  const hash = store.traces.header(messageId)?.vocabularyHash;
  const stored = hash && createModelTable(folder.database).vocabulary(hash);
  if (!stored) throw new Error('no vocabulary');
  const [partial, whole] = [vocabularyTable(stored), vocabularyTable(vocabulary)];
  expect(partial.size).toBe(size);
  for (const { topIds, tokenId } of written.steps)
    for (const id of [tokenId, ...topIds]) expect(partial.piece(id)).toEqual(whole.piece(id));
});

/** Puts another value at a random place of the document, or takes one away. */
function mutate(value: unknown, pick: (below: number) => number): unknown {
  if (Array.isArray(value) && value.length > 0) {
    const index = pick(value.length);
    if (pick(8) === 0) return value.map((each, at): unknown => (at === index ? { strange: true } : each));
    return value.map((each, at): unknown => (at === index ? mutate(each, pick) : each));
  }
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    const names = Object.keys(value);
    const name = names[pick(names.length)] ?? '';
    const { [name]: old, ...rest } = value as Record<string, unknown>;
    if (pick(6) === 0) return rest;
    if (pick(6) === 0) return { ...value, strange: 1 };
    return { ...rest, [name]: mutate(old, pick) };
  }
  return [{ strange: true }, [[1]], -1e300, '\uffff-not-hex'][pick(4)];
}

it('refuses 100 changed files as a whole, says where, and writes nothing', async () => {
  const samples = fc.sample(trace, { numRuns: 100, seed: 11 });
  let state = 12_345;
  const pick = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const before = rowCount();
  let refused = 0;
  for (const written of samples) {
    const document: unknown = JSON.parse(new TextDecoder().decode(fileOf(written)));
    const changed = new TextEncoder().encode(JSON.stringify(mutate(document, pick)));
    // A changed title or message text is another sound file: only what is refused is counted, and most must be.
    const isSound = await readTraceFile(changed).then(
      () => true,
      () => false,
    );
    if (isSound) continue;
    const failure: unknown = await give(changed).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PrismeError);
    expect(failure).toMatchObject({ code: 'trace.invalidFile' });
    refused++;
  }
  expect(refused).toBeGreaterThan(80);
  expect(rowCount()).toBe(before);
});

it.each([
  ['half of a file', (text: string) => text.slice(0, text.length / 2), ''],
  ['another format', (text: string) => text.replace('prisme.trace', 'inspect.v1'), 'format'],
  ['a later version', (text: string) => text.replace('"version":1', '"version":2'), 'version'],
  [
    'a text that the tokens do not say',
    (text: string) => text.replace('"reply":{"text":"', '$&X'),
    'reply.text',
  ],
])('names the place of what is wrong: %s', async (_name, change, place) => {
  const [written] = fc.sample(trace, { numRuns: 1, seed: 3 });
  if (!written) throw new Error('no sample');
  const bytes = new TextEncoder().encode(change(new TextDecoder().decode(fileOf(written))));
  const before = rowCount();
  await expect(give(bytes)).rejects.toMatchObject({ code: 'trace.invalidFile', details: { place } });
  expect(rowCount()).toBe(before);
});

it('refuses parts that are out of order or too long', async () => {
  const part = {
    uploadId: randomUUID(),
    titlePrefix: '',
    totalBytes: 10,
    offset: 0,
    bytes: new Uint8Array(4),
  };
  expect(await imports.take(part)).toBeNull();
  await expect(imports.take({ ...part, offset: 8 })).rejects.toMatchObject({ code: 'file.expired' });
  await expect(imports.take({ ...part, offset: 4, bytes: new Uint8Array(7) })).rejects.toMatchObject({
    code: 'file.expired',
  });
  await expect(imports.take({ ...part, uploadId: randomUUID(), offset: 4 })).rejects.toMatchObject({
    code: 'file.expired',
  });
});
