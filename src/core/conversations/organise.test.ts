/** Archive, tags, folders and who named a conversation, against real SQLite. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConversationId, FolderId } from '#contract/ids.ts';
import { createFolders, type FoldersService } from '../folders/folders.ts';
import { codeOf, type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';
import { scriptedModelId } from '../generation/testing/scripted-library.ts';

let bench: GenerationBench;
let folders: FoldersService;
beforeEach(() => {
  bench = openBench();
  folders = createFolders({ ...bench, now: Date.now, newId: randomUUID });
});
afterEach(async () => {
  await bench.close();
});

const ids = (list: readonly { id: ConversationId }[]): ConversationId[] => list.map(({ id }) => id);
const folderOf = (id: ConversationId): FolderId | null => bench.conversations.get(id).folderId;

it('an archived conversation leaves the list for the archive, can be read and changed there, and comes back', () => {
  const { conversations } = bench;
  const id = bench.newConversation();
  conversations.update(id, { isArchived: true });
  expect([ids(conversations.list()), ids(conversations.listArchived())]).toEqual([[], [id]]);
  conversations.update(id, { title: 'Kept for later' });
  expect(conversations.get(id)).toMatchObject({ title: 'Kept for later', isArchived: true });
  conversations.update(id, { isArchived: false });
  expect([ids(conversations.list()), ids(conversations.listArchived())]).toEqual([[id], []]);
});

it('the line of one conversation is the same as in the list, and there is none of what is in no list', () => {
  const { conversations } = bench;
  const [id, archived, deleted] = [bench.newConversation(), bench.newConversation(), bench.newConversation()];
  conversations.update(id, { tags: ['prism'], folderId: folders.create('Light').id });
  conversations.update(archived, { isArchived: true });
  conversations.delete(deleted);
  expect(conversations.summary(id)).toEqual(conversations.list()[0]);
  expect(conversations.summary(id)).toMatchObject({ id, tags: ['prism'] });
  expect(conversations.summary(archived)).toEqual(conversations.listArchived()[0]);
  expect(conversations.summary(deleted)).toBeNull();
});

it('a title without a word on who wrote it is the person’s own, and stays it through every other change', () => {
  const { conversations } = bench;
  const id = bench.newConversation();
  expect(conversations.get(id).titleBy).toBe('beginning');
  expect(conversations.update(id, { title: 'First words', titleBy: 'beginning' }).titleBy).toBe('beginning');
  expect(conversations.update(id, { title: 'My own' }).titleBy).toBe('person');
  expect(conversations.update(id, { isPinned: true, draft: 'x' }).titleBy).toBe('person');
});

it('tags are kept in the order of the alphabet, once each, and written as they are known already', () => {
  const { conversations } = bench;
  const first = bench.newConversation();
  const second = bench.newConversation();
  expect(conversations.update(first, { tags: ['Travail', 'été'] }).tags).toEqual(['été', 'Travail']);
  expect(conversations.update(second, { tags: ['TRAVAIL', 'travail', 'Ete'] }).tags).toEqual([
    'été',
    'Travail',
  ]);
  expect(conversations.tags()).toEqual([
    { tag: 'été', conversations: 2 },
    { tag: 'Travail', conversations: 2 },
  ]);
  conversations.update(second, { tags: [] });
  conversations.delete(first);
  expect(conversations.tags()).toEqual([]);
  conversations.restore(first);
  expect(conversations.list().find(({ id }) => id === first)?.tags).toEqual(['été', 'Travail']);
});

it('a new conversation takes the prompt and the model of its folder, one that comes later does not', () => {
  const { conversations } = bench;
  const folder = folders.create('Physics');
  folders.update(folder.id, { systemPrompt: 'Use SI units.', modelId: scriptedModelId });
  const inside = conversations.create({ folderId: folder.id });
  expect(inside).toMatchObject({
    folderId: folder.id,
    systemPrompt: 'Use SI units.',
    modelId: scriptedModelId,
  });
  const given = conversations.create({ folderId: folder.id, systemPrompt: 'Mine.', modelId: null });
  expect(given).toMatchObject({ systemPrompt: 'Mine.', modelId: null });
  const moved = bench.newConversation();
  conversations.update(moved, { folderId: folder.id });
  expect(conversations.get(moved)).toMatchObject({ folderId: folder.id, systemPrompt: '' });
  folders.update(folder.id, { systemPrompt: 'Use feet.' });
  expect(conversations.get(inside.id).systemPrompt).toBe('Use SI units.');
});

it('the conversations of a deleted folder stay, and are in it again when deleting is undone, but for those moved since', () => {
  const { conversations } = bench;
  const [folder, other] = [folders.create('Physics'), folders.create('Other')];
  const [stays, moves] = [bench.newConversation(), bench.newConversation()];
  for (const id of [stays, moves]) conversations.update(id, { folderId: folder.id });
  folders.delete(folder.id);
  expect([folderOf(stays), folderOf(moves)]).toEqual([null, null]);
  expect(conversations.list().map(({ folderId }) => folderId)).toEqual([null, null]);
  conversations.update(moves, { folderId: other.id });
  conversations.update(stays, { title: 'Changed meanwhile' });
  folders.restore(folder.id);
  expect([folderOf(stays), folderOf(moves)]).toEqual([folder.id, other.id]);
});

it('a folder that is deleted or never was takes nothing in', async () => {
  const { conversations } = bench;
  const folder = folders.create('Physics');
  folders.delete(folder.id);
  const id = bench.newConversation();
  expect(await codeOf(() => conversations.update(id, { folderId: folder.id }))).toBe('folder.notFound');
  expect(await codeOf(() => conversations.create({ folderId: folder.id }))).toBe('folder.notFound');
  expect(await codeOf(() => folders.update(folder.id, { name: 'x' }))).toBe('folder.notFound');
  expect(await codeOf(() => folders.move(folder.id, 'up'))).toBe('folder.notFound');
});

it('a new folder stands first; moving it changes places with its neighbour and ends at the edges', () => {
  const names = (): string[] => folders.list().map(({ name }) => name);
  const a = folders.create('A');
  folders.create('B');
  const c = folders.create('C');
  expect(names()).toEqual(['C', 'B', 'A']);
  folders.move(c.id, 'down');
  expect(names()).toEqual(['B', 'C', 'A']);
  folders.move(a.id, 'down');
  folders.move(a.id, 'up');
  expect(names()).toEqual(['B', 'A', 'C']);
  folders.delete(a.id);
  folders.move(c.id, 'up');
  folders.restore(a.id);
  expect(names().toSorted()).toEqual(['A', 'B', 'C']);
});

it('a collapsed folder is collapsed after the next start', async () => {
  const folder = folders.create('Physics');
  folders.update(folder.id, { isCollapsed: true, name: 'Optics' });
  bench.folder.close();
  bench = { ...openBench(bench.dataDir), dataDir: bench.dataDir };
  folders = createFolders({ ...bench, now: Date.now, newId: randomUUID });
  expect(folders.list()).toEqual([{ ...folder, name: 'Optics', isCollapsed: true }]);
});

it('hundreds of conversations come with their own tags, and the bin is found through its index', () => {
  const { conversations, store } = bench;
  const tags = Array.from({ length: 300 }, (_, index) => `t${index % 20}`);
  const expected = new Map(tags.map((tag) => [bench.newConversation(), [tag]]));
  store.transaction(() => {
    for (const [id, [tag = '']] of expected) store.conversationTags.set(id, [{ tag, folded: tag }]);
  });
  expect(new Map(conversations.list().map(({ id, tags }) => [id, tags]))).toEqual(expected);
  const plan = bench.folder.database
    .prepare<[], { detail: string }>(
      'EXPLAIN QUERY PLAN SELECT id FROM conversations WHERE deleted_at_ms IS NOT NULL ORDER BY deleted_at_ms DESC',
    )
    .all();
  expect(plan.map(({ detail }) => detail).join()).toContain('conversations_binned');
});
