/**
 * What the page holds after many conversations were opened: no more than before. The tokens are coloured, so that the
 * traces are read too. PRISME_CONVERSATION_OPENS says how many are opened, twenty unless told otherwise.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { traceFile } from '../fixtures/trace-file.ts';
import { Exports } from './pages/exports.ts';
import { removeFolder, temporaryFolder } from './support/folders.ts';
import { type PageMemory, measurePageMemory } from './support/page-memory.ts';
import { expect, type OwnApp, test } from './support/test.ts';

const opens = Number(process.env['PRISME_CONVERSATION_OPENS'] ?? 20);
/** Where there is time for it, more than the page keeps traces of. */
const conversations = opens < 100 ? 8 : 20;
const mostGrowthBytes = 5e6;
/** Of nodes and listeners: this share, and a few that come and go by themselves. */
const mostShare = 0.02;
const mostFew = 20;

const titleOf = (index: number): string => `Conversation number ${index}`;
const replyOf = (index: number): string =>
  `Reply number ${index} has **words**, a list and a table.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n${'And it goes on for a while. '.repeat(20)}`;

async function importConversations(app: OwnApp, folder: string): Promise<void> {
  const path = join(folder, 'trace.json');
  for (let index = 0; index < conversations; index++) {
    const texts = { title: titleOf(index), userText: 'A question?', replyText: replyOf(index) };
    writeFileSync(path, traceFile(texts));
    await new Exports(app, folder).import(path);
    await isShown(app, index);
  }
}

async function isShown({ chat, inspector }: OwnApp, index: number): Promise<void> {
  await expect(chat.lastReply).toContainText(`Reply number ${index} has`);
  await expect(inspector.coloured(chat.lastReply)).not.toHaveCount(0);
}

async function openInTurn(app: OwnApp, count: number): Promise<void> {
  for (let open = 0; open < count; open++) {
    const index = open % conversations;
    await app.frame.open(`Imported: ${titleOf(index)}`);
    await isShown(app, index);
  }
}

test('a page that has opened many conversations holds no more than before', async ({ launchApp }) => {
  test.setTimeout(60_000 + (opens + 2 * conversations) * 5_000);
  const folder = temporaryFolder('traces');
  const app = await launchApp();
  await app.frame.setHeatMap('Surprise');
  await importConversations(app, folder);
  const measureAtFirst = async (): Promise<PageMemory> => {
    await openInTurn(app, 1);
    return measurePageMemory(app.page);
  };
  await openInTurn(app, conversations);
  const before = await measureAtFirst();
  await openInTurn(app, opens);
  const after = await measureAtFirst();
  test.info().annotations.push({ type: 'figures', description: JSON.stringify({ opens, before, after }) });
  expect(after.heapBytes - before.heapBytes).toBeLessThan(mostGrowthBytes);
  expect(after.nodes).toBeLessThan(before.nodes * (1 + mostShare) + mostFew);
  expect(after.listeners).toBeLessThan(before.listeners * (1 + mostShare) + mostFew);
  removeFolder(folder);
});
