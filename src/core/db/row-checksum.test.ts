/**
 * Values that have no other check: a title, a setting of a conversation, the tokens of a prompt, a vocabulary. Each is
 * changed behind Prisme's back, as a bit on a disk changes, in a database without the checksum of the whole file.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeTemporaryFolder, openBench } from '#core/generation/testing/generation-bench.ts';
import { scriptedVocabulary, scriptedVocabularyHash } from '#core/generation/testing/scripted-library.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { databaseFileName } from './file-names.ts';
import { openDatabase } from './open.ts';
import { findChangedRows, forgetWrongChecksums } from './row-checksum.ts';
import { verifyDatabase } from './verify.ts';

let dataDir = '';
let conversationId: ConversationId;
let replyId: MessageId;

/** A conversation with a reply, its trace and its vocabulary, closed. */
beforeEach(async () => {
  dataDir = makeTemporaryFolder();
  const bench = openBench(dataDir);
  bench.store.vocabularies.insert(scriptedVocabulary());
  conversationId = bench.newConversation();
  ({ replyId } = await bench.send(conversationId, 'A question'));
  const run = await bench.library.nextRun();
  await run.write('An answer');
  await run.end();
  await bench.readAll(replyId);
  bench.conversations.update(conversationId, { title: 'A title', draft: 'half a th' });
  await bench.generation.close();
  bench.folder.close();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function change(sql: string): void {
  const database = openDatabase(join(dataDir, databaseFileName));
  expect(database.prepare(sql).run().changes).toBe(1);
  database.close();
}

function damagedValues(): string[] {
  return verifyDatabase(join(dataDir, databaseFileName), join(dataDir, 'scratch'))
    .filter(({ check }) => check === 'values')
    .map(({ place }) => place);
}

it('what Prisme wrote matches, also after later changes', () => {
  expect(damagedValues()).toEqual([]);
});

it.each([
  `title = 'B title'`,
  `draft = 'half a tj'`,
  `system_prompt = 'x'`,
  'is_pinned = 1',
  'updated_at_ms = updated_at_ms + 4',
  `settings_json = replace(settings_json, '"seed":7', '"seed":5')`,
])('a conversation that was changed is found: %s', (assignment) => {
  change(`UPDATE conversations SET ${assignment}`);
  expect(damagedValues()).toEqual([`conversation ${conversationId}`]);
});

it.each([
  `prompt_ids = CAST(x'42000000' || substr(prompt_ids, 5) AS BLOB)`,
  'seed = seed + 1',
  `model_name = 'Other'`,
])('what a trace says about its beginning is found when it was changed: %s', (assignment) => {
  change(`UPDATE traces SET ${assignment}`);
  expect(damagedValues()).toEqual([`trace ${replyId}`]);
});

it('a conversation that was changed is still found when it has been written again', () => {
  change(`UPDATE conversations SET title = 'B title'`);
  const bench = openBench(dataDir);
  bench.conversations.update(conversationId, { draft: 'more' });
  bench.folder.close();
  expect(damagedValues()).toEqual([`conversation ${conversationId}`]);
});

it('a changed prompt is not shown as what the model read', () => {
  change(`UPDATE traces SET prompt_ids = CAST(x'42000000' || substr(prompt_ids, 5) AS BLOB)`);
  const bench = openBench(dataDir);
  expect(() => bench.store.traces.prompt(replyId)).toThrow(
    expect.objectContaining({ code: 'database.damaged' }),
  );
  bench.folder.close();
});

it('a vocabulary that was changed is found', () => {
  change(`UPDATE vocabularies SET bytes = CAST(x'58' || substr(bytes, 2) AS BLOB)`);
  expect(damagedValues()).toEqual([`vocabulary ${scriptedVocabularyHash}`]);
});

it('rows from before there were checksums are read as they are', () => {
  change('UPDATE conversations SET checksum = NULL');
  change('UPDATE traces SET checksum = NULL');
  change('UPDATE vocabularies SET checksum = NULL');
  change(`UPDATE conversations SET title = 'From before'`);
  expect(damagedValues()).toEqual([]);
});

it('what was put together from a damaged database goes unchecked where it differs, and only there', () => {
  change(`UPDATE conversations SET title = 'B title'`);
  change('UPDATE traces SET seed = seed + 1');
  const database = openDatabase(join(dataDir, databaseFileName));
  try {
    expect(findChangedRows(database)).toEqual([`conversation ${conversationId}`, `trace ${replyId}`]);
    expect(forgetWrongChecksums(database)).toBe(true);
    expect(findChangedRows(database)).toEqual([]);
    expect(forgetWrongChecksums(database)).toBe(false);
    const checksums = ['conversations', 'traces', 'vocabularies'].map((table) =>
      database.prepare(`SELECT checksum IS NULL AS isForgotten FROM ${table}`).get(),
    );
    expect(checksums).toEqual([{ isForgotten: 1 }, { isForgotten: 1 }, { isForgotten: 0 }]);
  } finally {
    database.close();
  }
});
