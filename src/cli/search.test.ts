/**
 * `search` in the terminal, from its words to what is printed, on a real data folder.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { messageIdSchema } from '#contract/ids.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore } from '#core/db/store.ts';
import { newConversation } from '#core/db/testing/new-conversation.ts';
import { readArguments } from './cli-arguments.ts';
import { searchMessages } from './search.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-search-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const command = readArguments(['search', ...args, '--data', dataDir]);
  if (command.kind !== 'search') throw new Error('a search');
  const lines: string[] = [];
  const line = (text: string): void => void lines.push(text);
  return { code: await searchMessages(command, { line, note: () => undefined }), lines };
}

/** Opens the folder as Prisme does, with one message. */
function open(text: string): () => void {
  const folder = openDataFolder({ dataDir, now: Date.now });
  const store = createStore(folder.database);
  const conversationId = newConversation(store);
  const id = messageIdSchema.parse(randomUUID());
  store.transaction(() =>
    store.messages.insertUserMessage({ id, conversationId, parentId: null, text, createdAtMs: 0 }),
  );
  return () => folder.close();
}

it('prints the day, who wrote it and the passage, and ends with 0', async () => {
  open('the white light\nof the prism')();
  const { code, lines } = await run('light');
  expect(lines).toEqual([
    expect.stringMatching(/^1970-01-01 {2}you {2}.*: the white \[light\] of the prism$/),
  ]);
  expect(code).toBe(0);
});

it('prints one object a line as JSON', async () => {
  open('the white light')();
  const { lines } = await run('light', '--json');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ role: 'user', passage: 'the white light' });
});

it('finds while Prisme is open on the folder, and leaves its files alone', async () => {
  const close = open('the white light');
  expect((await run('light')).code).toBe(0);
  close();
  expect((await run('light')).code).toBe(0);
});

it('ends with 1 when nothing was found, also where there is no data yet', async () => {
  expect(await run('light')).toEqual({ code: 1, lines: [] });
  open('the white light')();
  expect((await run('darkness')).code).toBe(1);
});
