/**
 * Conversations leave as a file and come back, here and elsewhere; those of other programs come in; nothing is overwritten, and
 * an import can be undone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claudeFile, lmStudioFile } from '../src/core/move/foreign/testing/samples.ts';
import { FirstRunPage } from './pages/first-run-page.ts';
import { MovePage } from './pages/move-page.ts';
import { modelFolder, removeFolder, temporaryFolder } from './support/folders.ts';
import { expect, test } from './support/test.ts';

test('everything leaves as JSON and opens elsewhere, branches and numbers included', async ({
  launchApp,
}) => {
  const folder = temporaryFolder('move');
  const app = await launchApp();
  await app.chat.configure({ preset: 'Balanced', seed: 4, isEndless: true, longestReply: 16 });
  await app.chat.ask('Name a river.');
  const text = await app.chat.textOf();
  await app.frame.showInspector(true);
  await app.inspector.firstToken.click();
  const rows = await app.inspector.rowTexts();
  const move = new MovePage(app);
  await move.open();
  const path = await move.save(folder);
  const [head, ...entries] = JSON.parse(readFileSync(path, 'utf8')) as object[];
  expect(head).toMatchObject({ format: 'prisme.conversations', version: 1 });
  expect(entries).toContainEqual(expect.objectContaining({ kind: 'trace' }));
  // Here everything is there already.
  await move.choose(path);
  await expect(move.result).toContainText('0 conversations came.');
  await app.close();

  const noModels = modelFolder();
  const other = await launchApp({ isNew: true, modelsDir: noModels });
  const firstRun = new FirstRunPage(other.page);
  await firstRun.choose('English');
  await firstRun.skip.click();
  await expect(other.frame.settings).toBeVisible();
  const there = new MovePage(other);
  await there.drop('conversations.json', readFileSync(path, 'utf8'));
  await expect(there.result).toContainText(/conversations? came\./);
  await other.frame.closeDialogs();
  await other.frame.conversation('Name a river.').click();
  await expect.poll(() => other.chat.textOf()).toBe(text);
  await other.frame.showInspector(true);
  await other.frame.setHeatMap('Surprise');
  await other.inspector.firstToken.click();
  await expect.poll(() => other.inspector.rowTexts()).toEqual(rows);
  await other.close();
  removeFolder(folder);
  removeFolder(noModels);
});

test('exports of other programs come in, say what was left out, and go again with one action', async ({
  launchApp,
}) => {
  const folder = temporaryFolder('move');
  const app = await launchApp();
  const move = new MovePage(app);
  const claude = join(folder, 'conversations.json');
  const lmStudio = join(folder, '1700.conversation.json');
  writeFileSync(claude, JSON.stringify(claudeFile));
  writeFileSync(lmStudio, JSON.stringify(lmStudioFile));
  await move.open();
  await move.choose(claude, lmStudio);
  await expect(move.result).toContainText('2 conversations came. With 7 messages.');
  await expect(move.result).toContainText('Left out: 2 files and pictures.');
  await move.result.getByRole('button', { name: 'Open the first' }).click();
  await expect(app.chat.lastReply).toContainText('Second.');
  await expect(app.frame.conversation('Rainbows')).toBeVisible();

  // A second time nothing is new; a file that is cut off is refused with its name and changes nothing.
  await move.open();
  await move.choose(claude);
  await expect(move.result).toContainText('1 was there already.');
  writeFileSync(claude, JSON.stringify(claudeFile).slice(0, -40));
  await move.choose(claude);
  await expect(move.dialog.getByRole('alert').first()).toContainText('conversations.json');
  await app.frame.closeDialogs();
  await expect(app.frame.conversation('Lenses')).toHaveCount(1);
  await app.close();
  removeFolder(folder);
});

test('a conversation becomes a PDF in the window, and fills the print dialog of a browser', async ({
  launchApp,
}) => {
  const folder = temporaryFolder('move');
  const app = await launchApp();
  await app.chat.configure({ longestReply: 8 });
  await app.chat.ask('Name a river for paper.');
  const move = new MovePage(app);
  await move.open();
  await move.dialog.getByText('PDF', { exact: true }).click();
  if (app.electron !== null) {
    const path = await move.save(folder);
    expect(readFileSync(path).subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(path).toMatch(/\.pdf$/);
  } else {
    // The dialog itself cannot be driven: what it would show is looked at in its stead.
    await app.page.evaluate(() => {
      window.print = () => {
        document.title = document.querySelector<HTMLElement>('.print-sheet')?.innerText ?? '';
      };
    });
    await app.page.emulateMedia({ media: 'print' });
    await move.exportButton.evaluate((button: HTMLButtonElement) => button.click());
    await expect(app.page).toHaveTitle(/Name a river for paper\./);
    await app.page.emulateMedia({ media: 'screen' });
  }
  await expect(app.page.locator('.print-sheet')).toHaveCount(0);
  await app.close();
  removeFolder(folder);
});

test('an import is undone as a whole', async ({ launchApp }) => {
  const app = await launchApp();
  const move = new MovePage(app);
  await expect(app.frame.conversations).toHaveCount(1);
  await move.drop('conversations.json', JSON.stringify(claudeFile));
  await expect(move.result).toContainText('1 conversation came.');
  await move.result.getByRole('button', { name: 'Undo the import' }).click();
  await expect(move.result).toContainText('1 conversation was moved to the bin.');
  await app.frame.closeDialogs();
  await expect(app.frame.conversation('Lenses')).toHaveCount(0);
  await expect(app.frame.conversations).toHaveCount(1);
  await app.close();
});

test('one conversation leaves from its menu, as Markdown and as a page', async ({ app, frame, chat }) => {
  const folder = temporaryFolder('move');
  await chat.configure({ longestReply: 4 });
  await chat.ask('Take <b>me</b> along');
  await frame.act('Take <b>me</b> along', 'Export…');
  const move = new MovePage(app);
  await expect(move.exportButton).toHaveText('Export 1 conversation');
  await move.dialog.getByText('Markdown', { exact: true }).click();
  expect(readFileSync(await move.save(folder), 'utf8')).toContain('## You\n\nTake <b>me</b> along\n');
  await move.dialog.getByText('HTML', { exact: true }).click();
  const html = readFileSync(await move.save(folder), 'utf8');
  expect(html).toContain('Take &lt;b&gt;me&lt;/b&gt; along');
  expect(html).toContain("default-src 'none'");
  await frame.closeDialogs();
  removeFolder(folder);
});
