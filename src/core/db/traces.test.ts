/**
 * Traces on disk: what was written is read again, exactly, and what was changed behind its back is refused.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messageIdSchema, modelIdSchema, vocabularyHashSchema } from '#contract/ids.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { Prompt } from '#contract/prompt.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { TraceHeader } from '#contract/traces.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { type DataFolder, openDataFolder } from './open-data-folder.ts';
import { createStore, type Store } from './store.ts';
import { packIds, type StoredChunk, toTokenChunk, unpackIds } from './traces.ts';
import { newConversation } from './testing/new-conversation.ts';

const profile: EvaluationProfile = { ...testProfile, batchTokens: 8 };
const messageId = messageIdSchema.parse(randomUUID());
const nobody = messageIdSchema.parse(randomUUID());
const prompt: Prompt = {
  tokenIds: [1, 70_000, 3],
  spans: [{ start: 0, end: 3, part: 'user', messageId }],
};
const header: TraceHeader = {
  messageId,
  model: { id: modelIdSchema.parse('a'.repeat(64)), name: 'a model' },
  vocabularyHash: vocabularyHashSchema.parse('b'.repeat(64)),
  vocabularySize: 49_152,
  endTokenIds: [2, 5],
  profile,
  settings: samplerPresets.precise,
  seed: 0xffff_ffff,
  promptTokens: 3,
  replyTokens: 0,
};
const chunk = (firstToken: number, count: number, text: string): StoredChunk => ({
  kind: 'tokens',
  firstToken,
  count,
  steps: Uint8Array.from({ length: 5 * count }, (_, index) => (firstToken + index) % 256),
  text,
});
const run = [chunk(0, 2, 'one '), chunk(2, 3, 'two '), chunk(5, 1, 'three')] as const;

let dataDir = '';
let folder: DataFolder;
let store: Store;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-traces-'));
  folder = openDataFolder({ dataDir, now: Date.now });
  store = createStore(folder.database);
  const conversationId = newConversation(store);
  store.messages.insertReply({
    id: messageId,
    conversationId,
    parentId: null,
    createdAtMs: 1,
    model: header.model,
    settings: header.settings,
    seed: header.seed,
    cutMessageIds: [],
  });
  store.traces.insert(header, prompt);
});
afterEach(() => {
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const firsts = (chunks: readonly StoredChunk[]) => chunks.map(({ firstToken }) => firstToken);
const append = () => run.forEach((each) => store.traces.appendChunk(messageId, each));

describe('the head of a trace', () => {
  it('comes back as it was written, with the numbers of tokens that follow from the rest', () => {
    expect(store.traces.header(messageId)).toEqual(header);
    expect(store.traces.prompt(messageId)).toEqual(prompt);
    append();
    expect(store.traces.header(messageId)).toEqual({ ...header, replyTokens: 6 });
    expect(store.traces.header(nobody)).toBeNull();
    expect(store.traces.prompt(nobody)).toBeNull();
  });

  it('is what a message says that it has', () => {
    expect(store.messages.find(messageId)?.hasTrace).toBe(true);
  });

  it('takes the profile that became known later, and keeps everything else', () => {
    const later = { ...profile, threads: 4, promptAlone: [[0, 2]] as [number, number][] };
    store.traces.setProfile(messageId, later);
    expect(store.traces.header(messageId)).toEqual({ ...header, profile: later });
  });

  it.each(['profile_json', 'settings_json', 'end_token_ids_json', 'prompt_spans_json'])(
    'is refused as damaged when its %s makes no sense',
    (column) => {
      for (const json of ['{', '5', '["x"]']) {
        folder.database.prepare(`UPDATE traces SET ${column} = ?`).run(json);
        const read = () => [store.traces.header(messageId), store.traces.prompt(messageId)];
        expect(read, json).toThrow(expect.objectContaining({ code: 'database.damaged' }));
      }
    },
  );
});

describe('runs of tokens', () => {
  it('come back byte for byte, as plain bytes, with the text that they complete', () => {
    append();
    const stored = store.traces.chunks(messageId, 0, 100);
    expect(stored).toEqual(run);
    expect(stored[0]?.steps.constructor).toBe(Uint8Array);
    expect(store.traces.text(messageId)).toBe('one two three');
    expect(store.traces.tokenCount(messageId)).toBe(6);
    expect(store.traces.lastChunk(messageId)).toEqual(run[2]);
  });

  it('are none where nothing was written', () => {
    for (const id of [messageId, nobody]) {
      expect(store.traces.chunks(id, 0, 100)).toEqual([]);
      expect(store.traces.lastChunk(id)).toBeNull();
      expect(store.traces.tokenCount(id)).toBe(0);
      expect(store.traces.text(id)).toBe('');
      expect(store.traces.promptScore(id)).toBeNull();
    }
  });

  it('are found by any token in them, up to the end that is asked for, as many as are asked for', () => {
    append();
    const found = (...range: [number, number, number?]) => firsts(store.traces.chunks(messageId, ...range));
    expect(found(1, 100)).toEqual([0, 2, 5]);
    expect(found(4, 100)).toEqual([2, 5]);
    expect(found(5, 100)).toEqual([5]);
    expect(found(0, 2)).toEqual([0]);
    expect(found(0, 3)).toEqual([0, 2]);
    expect(found(0, 100, 2)).toEqual([0, 2]);
    expect(found(0, 0)).toEqual([]);
  });

  it('give way to one that begins where they began', () => {
    append();
    store.traces.replaceFrom(messageId, chunk(2, 1, 'other'));
    expect(firsts(store.traces.chunks(messageId, 0, 100))).toEqual([0, 2]);
    expect(store.traces.text(messageId)).toBe('one other');
  });

  it('lose the last of them, or get another one in its place', () => {
    append();
    store.traces.replaceLastChunk(messageId, chunk(5, 2, 'end'));
    expect(store.traces.text(messageId)).toBe('one two end');
    store.traces.replaceLastChunk(messageId, null);
    expect(store.traces.text(messageId)).toBe('one two ');
    store.traces.replaceFrom(messageId, chunk(0, 1, 'x'));
    store.traces.replaceLastChunk(messageId, null);
    store.traces.replaceLastChunk(messageId, null);
    expect(store.traces.tokenCount(messageId)).toBe(0);
    store.traces.replaceLastChunk(messageId, chunk(0, 1, 'first'));
    expect(store.traces.text(messageId)).toBe('first');
  });

  it.each([
    ['a bit of its numbers', "steps = cast(X'FF' || substr(steps, 2) AS BLOB)"],
    ['its place', 'first_token = 100'],
    ['its count', 'token_count = token_count + 1'],
    ['its text', "text = text || ' '"],
    ['its checksum', 'checksum = checksum + 1'],
  ])('are refused as damaged when %s changed', (_what, change) => {
    append();
    folder.database.exec(`UPDATE trace_chunks SET ${change} WHERE first_token = 2`);
    const read = () => store.traces.chunks(messageId, 0, 1_000);
    expect(read).toThrow(expect.objectContaining({ code: 'database.damaged' }));
  });

  it('from before there were checksums are read unchecked', () => {
    append();
    folder.database.exec("UPDATE trace_chunks SET checksum = NULL, text = 'changed' WHERE first_token = 5");
    expect(store.traces.lastChunk(messageId)?.text).toBe('changed');
  });
});

describe('the scores of a prompt', () => {
  const tokens = run.map(toTokenChunk);

  it('come back as they were written, without a text, and give way to new ones', () => {
    const score = { profile: { ...profile, pass: 'scoring' as const }, scoredAtMs: 5, chunks: tokens };
    store.traces.storePromptScore(messageId, score);
    expect(store.traces.promptScore(messageId)).toEqual(score);
    const again = { ...score, scoredAtMs: 6, chunks: tokens.slice(0, 1) };
    store.traces.storePromptScore(messageId, again);
    expect(store.traces.promptScore(messageId)).toEqual(again);
    expect(store.traces.text(messageId)).toBe('');
  });

  it('are refused as damaged when a bit of them changed', () => {
    store.traces.storePromptScore(messageId, { profile, scoredAtMs: 5, chunks: tokens });
    folder.database.exec("UPDATE prompt_score_chunks SET steps = X'00' WHERE first_token = 2");
    const read = () => store.traces.promptScore(messageId);
    expect(read).toThrow(expect.objectContaining({ code: 'database.damaged' }));
  });
});

it('ids are packed as four little-endian bytes each', () => {
  expect([...packIds([1, 0x01020304])]).toEqual([1, 0, 0, 0, 4, 3, 2, 1]);
  expect(unpackIds(packIds([0, 70_000, 0xffff_ffff]))).toEqual([0, 70_000, 0xffff_ffff]);
  expect(unpackIds(Buffer.alloc(0))).toEqual([]);
});

it('what goes to a page has no text', () => {
  expect(toTokenChunk(run[0])).toEqual({ kind: 'tokens', firstToken: 0, count: 2, steps: run[0].steps });
});
