/**
 * Exports of other programs: recognised by what they hold, with their branches, and refused whole where they are not sound.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { type DataFolder, openDataFolder } from '../../db/open-data-folder.ts';
import { createStore, type Store } from '../../db/store.ts';
import { createImportSession } from '../import-session.ts';
import { Dice } from '../testing/dice.ts';
import { rowsOf } from '../testing/rows-of.ts';
import {
  chatGptFile,
  claudeFile,
  janMessages,
  janThread,
  lmStudioFile,
  openWebUiFile,
} from './testing/samples.ts';

let dataDir = '';
let folder: DataFolder;
let store: Store;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-foreign-'));
  folder = openDataFolder({ dataDir, now: Date.now });
  store = createStore(folder.database);
});
afterEach(() => {
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Result = ReturnType<ReturnType<typeof createImportSession>['finish']>;

function bring(files: Readonly<Record<string, unknown>>): Result {
  const chosen = Object.entries(files).map(([name, content]) => {
    const path = join(dataDir, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return { name, path, sizeBytes: statSync(path).size };
  });
  return createImportSession(store, chosen, { now: () => 5, elapsedMs: () => performance.now() }).finish();
}

function refusal(files: Readonly<Record<string, unknown>>): unknown {
  try {
    bring(files);
  } catch (error) {
    return error instanceof PrismeError ? error.toRecord() : error;
  }
  return null;
}

/** Each message as its depth and what it says; the branch that is shown is marked. */
function tree({ firstId }: Result): { head: unknown; lines: string[] } {
  const conversation = firstId === null ? null : store.conversations.find(firstId);
  if (conversation === null) throw new Error('nothing came');
  const messages = store.messages.list(conversation.id);
  const depth = new Map<string | null, number>([[null, 0]]);
  const lines = messages.map(({ id, parentId, role, model, text }) => {
    const own = depth.get(parentId) ?? 0;
    depth.set(id, own + 1);
    const mark = id === conversation.leafId ? ' *' : '';
    return `${own} ${role === 'user' ? 'you' : (model?.name ?? '')}: ${text.replaceAll('\n', '/')}${mark}`;
  });
  const { title, systemPrompt, isPinned, createdAtMs } = conversation;
  return { head: [title, systemPrompt, isPinned, createdAtMs], lines };
}

it('ChatGPT: every branch comes, tools and thoughts do not, what follows them is tied to what was before', () => {
  const result = bring({ 'conversations.json': chatGptFile });
  expect(tree(result)).toEqual({
    head: ['Prisms', 'Be brief.', false, 1_700_000_000_000],
    lines: ['0 you: What is a prism?', '1 gpt-4o: Glass.', '1 o3: A block//of glass. *'],
  });
  expect(result).toMatchObject({ came: 1, messages: 3, kinds: ['chatgpt'] });
  expect(Object.fromEntries(result.dropped.map(({ what, count }) => [what, count]))).toEqual({
    attachment: 1, reasoning: 1, system: 1, tool: 2,
  }); // prettier-ignore
});

it('Claude: branches by the message before, pasted texts as part of the message', () => {
  const result = bring({ 'conversations.json': claudeFile });
  expect(tree(result)).toEqual({
    head: ['Lenses', '', false, Date.parse('2026-03-01T10:00:00Z')],
    lines: ['0 you: Read this.//A pasted page.', '1 Claude: First.', '1 Claude: Second. *'],
  });
  expect(result.kinds).toEqual(['claude']);
});

it('Open WebUI: the tree of its history, without the thoughts inside of replies', () => {
  const result = bring({ 'chat-export.json': openWebUiFile });
  expect(tree(result)).toEqual({
    head: ['Colours', 'Speak plainly.', true, 1_700_000_000_000],
    lines: ['0 you: Why blue?', '1 llama3.2:3b: Scattering. *', '1 qwen3:4b: The sky.'],
  });
});

it('LM Studio: every version is a branch, and the chosen one goes on', () => {
  const result = bring({ '1700.conversation.json': lmStudioFile });
  expect(tree(result)).toEqual({
    head: ['Rainbows', 'Answer in one word.', false, 1_700_000_000_000],
    lines: [
      '0 you: How many colours?',
      '1 q/q2.5.gguf: Seven.',
      '1 qwen2.5-7b-instruct: Six.',
      '2 you: Sure? *',
    ],
  });
});

it('Jan: messages with the title of the thread beside them, in whatever order they were chosen', () => {
  const result = bring({ 'messages.jsonl': janMessages, 'thread.json': janThread });
  expect(tree(result)).toEqual({
    head: ['Spectra', 'Be exact.', false, 1_700_000_000_000],
    lines: ['0 you: What is a line?', '1 tinyllama-1.1b: A wavelength. *'],
  });
  expect(tree(bring({ 'messages.jsonl': `${janMessages}\n` })).lines).toHaveLength(2);
});

it('the same export a second time brings what is new, and leaves what a person changed here alone', () => {
  const first = bring({ 'conversations.json': chatGptFile });
  const conversation = first.firstId === null ? null : store.conversations.find(first.firstId);
  if (conversation === null) throw new Error('nothing came');
  store.conversations.update({ ...conversation, title: 'My title', isPinned: true });
  const other = { ...chatGptFile[0], conversation_id: 'another', title: 'Another' };
  expect(bring({ 'conversations.json': [...chatGptFile, other] })).toMatchObject({ came: 1, skipped: 1 });
  expect(
    store.conversations
      .list()
      .map(({ title }) => title)
      .sort(),
  ).toEqual(['Another', 'My title']);
});

it('what is no export is refused by name: other JSON, a packed file, no JSON, nothing', () => {
  expect(refusal({ 'users.json': [{ uuid: 'x' }] })).toEqual({
    code: 'move.unknownFile',
    details: { file: 'users.json' },
  });
  expect(refusal({ 'export.zip': 'PK\u0003\u0004…' })).toEqual({
    code: 'move.packedFile',
    details: { file: 'export.zip' },
  });
  expect(refusal({ 'page.html': '<!doctype html>' })).toMatchObject({
    code: 'move.invalidFile',
    details: { place: '0' },
  });
  expect(refusal({ 'empty.json': '' })).toMatchObject({
    code: 'move.invalidFile',
    details: { reason: 'the file is empty' },
  });
});

it('a tree that is none is refused with the message that is wrong', () => {
  const [conversation] = chatGptFile;
  const { mapping } = conversation ?? { mapping: {} };
  const changed = (nodes: object): unknown => [{ ...conversation, mapping: { ...mapping, ...nodes } }];
  expect(refusal({ f: changed({ a1: { parent: 'gone', message: null } }) })).toMatchObject({
    details: { place: '0.mapping.a1', reason: 'the message before it is missing' },
  });
  expect(refusal({ f: changed({ root: { parent: 'b2', message: null } }) })).toMatchObject({
    details: { place: '0', reason: 'a message comes before itself' },
  });
  expect(refusal({ f: changed({ q: { parent: 'ctx', message: { author: { role: 5 } } } }) })).toMatchObject({
    details: { file: 'f', place: '0.mapping.q.message.author.role' },
  });
});

it('100 files that were cut off change nothing, wherever the cut is', () => {
  bring({ 'conversations.json': claudeFile });
  const before = rowsOf(folder.database);
  const dice = new Dice(3);
  const files = [chatGptFile, claudeFile, openWebUiFile, lmStudioFile].map((file) => JSON.stringify(file));
  for (let index = 0; index < 100; index += 1) {
    const text = files[index % files.length] ?? '';
    expect(refusal({ f: text.slice(0, dice.int(0, text.length - 1)) })).toMatchObject({
      details: { file: 'f' },
    });
  }
  expect(rowsOf(folder.database)).toEqual(before);
});
