/**
 * Years of conversations in the core: what the list of 10,000 costs, and how long others wait while 300 large conversations are
 * brought in. Runs in the bench process, on a data folder of its own.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { folderIdSchema } from '#contract/ids.ts';
import { createConversationViews } from '#core/conversations/conversation-views.ts';
import { type DataFolder, openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore, type Store } from '#core/db/store.ts';
import { exportParts } from '#core/move/export-parts.ts';
import { createImportSession } from '#core/move/import-session.ts';
import { fillDataFolder } from '../../fixtures/many-conversations.ts';
import { seedConversation, seedDataFolder } from '../../fixtures/seed-data-folder.ts';
import { type BenchRow, interleave, percentile, summarise } from '../ratio.ts';

const many = 10_000;
const folders = 50;
const pairs = 20;
const imported = 300;
const importedMessages = 100;
const repeats = 2;
const turn =
  'It bends each colour by an angle of its own, so that white leaves as a fan: violet bends most and red least.';

export async function* benchScaleInCore(): AsyncGenerator<BenchRow> {
  yield await withFolder(sortedConversations, benchList);
  yield* await withFolder(() => undefined, benchImport);
}

async function withFolder<Result>(
  seed: (dataDir: string) => void,
  work: (store: Store, folder: DataFolder, dataDir: string) => Promise<Result>,
): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-bench-'));
  try {
    seed(dataDir);
    const folder = openDataFolder({ dataDir, now: Date.now });
    try {
      return await work(createStore(folder.database), folder, dataDir);
    } finally {
      folder.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Half of them in folders, two thirds with two tags. */
function sortedConversations(dataDir: string): void {
  fillDataFolder(dataDir, {
    ...{ conversations: many, messagesEach: 2, startsAtMs: Date.now() },
    titleOf: (index) => `Conversation ${index}`,
    textOf: () => turn,
  });
  seedDataFolder(dataDir, ({ store }) => {
    const ids = Array.from({ length: folders }, () => folderIdSchema.parse(randomUUID()));
    for (const [position, id] of ids.entries())
      store.folders.insert({
        ...{ id, name: `Folder ${position}`, position, systemPrompt: '', modelId: null },
        ...{ isCollapsed: false, createdAtMs: 1, deletedAtMs: null },
      });
    for (const [index, { id }] of store.conversations.list().entries()) {
      const conversation = store.conversations.find(id);
      const folderId = ids[index % folders] ?? null;
      if (conversation !== null && index % 2 === 0) store.conversations.update({ ...conversation, folderId });
      if (index % 3 === 0) continue;
      const tags = [`a${index % 20}`, `b${index % 7}`].map((tag) => ({ tag, folded: tag }));
      store.conversationTags.set(id, tags);
    }
  });
}

/** As it is, against its rows alone without what sorts them. */
async function benchList(store: Store, { database }: DataFolder): Promise<BenchRow> {
  const views = createConversationViews(store, { generation: { isGenerating: () => false } });
  const unsorted = database.prepare(
    `SELECT id, title, is_pinned, created_at_ms, updated_at_ms FROM conversations
     WHERE deleted_at_ms IS NULL ORDER BY is_pinned DESC, updated_at_ms DESC, id`,
  );
  const { ratio, left, right } = await interleave(
    pairs,
    async () => timeOf(() => views.summaries(store.conversations.list())),
    async () => timeOf(() => unsorted.all()),
  );
  return {
    what: `the list of ${many} conversations in the core, with folders and tags / its rows without them`,
    ratio,
    sides: `${left.toFixed(1)} / ${right.toFixed(1)} ms`,
    aim: null,
  };
}

function timeOf(work: () => unknown): number {
  const startedAtMs = performance.now();
  work();
  return performance.now() - startedAtMs;
}

async function benchImport(store: Store, _folder: DataFolder, dataDir: string): Promise<BenchRow[]> {
  const path = join(dataDir, 'conversations.json');
  fillOpenFolder(store);
  const ids = store.conversations.list().map(({ id }) => id);
  const about = { format: 'json', language: 'en', exportedBy: 'bench', nowMs: 1 } as const;
  writeFileSync(
    path,
    Array.from(exportParts(store, { conversationIds: ids, ...about }), ({ text }) => text).join(''),
  );
  const empty = (): void => {
    for (const id of ids) store.transaction(() => store.conversations.remove(id));
  };
  const sliced: Import[] = [];
  const whole: Import[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    empty();
    whole.push(await bringIn(store, path, () => 0));
    empty();
    sliced.push(await bringIn(store, path, () => performance.now()));
  }
  const waits = (imports: readonly Import[]): string =>
    imports.map(({ p95WaitMs }) => p95WaitMs.toFixed(0)).join(', ');
  const longest = (imports: readonly Import[]): number[] => imports.map(({ longestWaitMs }) => longestWaitMs);
  const row = (what: string, lefts: number[], rights: number[], more: string): BenchRow => ({
    what: `${what} of ${imported} conversations with ${importedMessages} messages each, in slices / in one transaction`,
    ratio: summarise(lefts.map((left, index) => left / (rights[index] ?? Number.NaN))),
    sides: `${percentile(lefts, 0.5).toFixed(0)} / ${percentile(rights, 0.5).toFixed(0)} ms${more}`,
    aim: null,
  });
  const totals = (imports: readonly Import[]): number[] => imports.map(({ totalMs }) => totalMs);
  return [
    row('the import', totals(sliced), totals(whole), ''),
    row(
      'the longest that others wait meanwhile, import',
      longest(sliced),
      longest(whole),
      `; 95 % of them wait at most ${waits(sliced)} / ${waits(whole)} ms`,
    ),
  ];
}

function fillOpenFolder(store: Store): void {
  for (let index = 0; index < imported; index++)
    store.transaction(() =>
      seedConversation(
        { store, model: null },
        {
          title: `Conversation ${index}`,
          atMs: Date.now() + index,
          texts: Array.from(
            { length: importedMessages },
            (_, at) => `${at} ${turn.repeat(at % 2 === 0 ? 1 : 6)}`,
          ),
        },
      ),
    );
}

type Import = { readonly totalMs: number; readonly p95WaitMs: number; readonly longestWaitMs: number };

/** As a page does it: asks on as soon as it has an answer. Whoever else asks something small waits for a turn to end. */
async function bringIn(store: Store, path: string, elapsedMs: () => number): Promise<Import> {
  const file = { name: 'conversations.json', path, sizeBytes: statSync(path).size };
  const session = createImportSession(store, [file], { now: Date.now, elapsedMs });
  const turns: number[] = [];
  const startedAtMs = performance.now();
  const inTurn = async <Result>(work: () => Result): Promise<Result> => {
    const begunAtMs = performance.now();
    const result = work();
    turns.push(performance.now() - begunAtMs);
    await nextTurn();
    return result;
  };
  while ((await inTurn(() => session.check())) < 1);
  while ((await inTurn(() => session.write())).result === null);
  return {
    totalMs: performance.now() - startedAtMs,
    p95WaitMs: percentile(turns, 0.95),
    longestWaitMs: Math.max(...turns),
  };
}
