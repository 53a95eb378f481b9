/**
 * A reply leaves as a file and comes back without its model; its numbers leave as a table and as a picture.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Exports, pngSize } from './pages/exports.ts';
import { modelFolder, removeFolder, temporaryFolder } from './support/folders.ts';
import { FirstRunPage } from './pages/first-run-page.ts';
import { ScoringPage } from './pages/scoring-page.ts';
import { projectRoot } from './support/launch.ts';
import { expect, test } from './support/test.ts';

const menuName = 'Export this reply';

test('an exported reply opens elsewhere without the model, with the same numbers', async ({ launchApp }) => {
  const folder = temporaryFolder('exports');
  const app = await launchApp();
  await app.chat.configure({ preset: 'Balanced', seed: 4, isEndless: true, longestReply: 24 });
  const reply = await app.chat.ask('Name a river — and say why.');
  const text = await app.chat.textOf();
  await app.frame.showInspector(true);
  await app.inspector.firstToken.click();
  const rows = await app.inspector.rowTexts();
  const entropy = await app.inspector.figure('Entropy');
  const exported = new Exports(app, folder);
  const path = await exported.save(reply.getByRole('button', { name: menuName }), /^Whole trace/);
  await app.close();

  const noModels = modelFolder();
  const other = await launchApp({ isNew: true, modelsDir: noModels });
  const firstRun = new FirstRunPage(other.page);
  await firstRun.choose('English');
  await firstRun.skip.click();
  await new Exports(other, folder).import(path);
  await expect(other.frame.conversations.filter({ hasText: 'Imported: ' })).toHaveCount(1);
  await expect(other.chat.lastReply).toBeVisible();
  expect(await other.chat.textOf()).toBe(text);
  await other.frame.setHeatMap('Surprise');
  await expect(other.inspector.coloured(other.chat.lastReply)).not.toHaveCount(0);
  await other.frame.showInspector(true);
  await other.inspector.firstToken.click();
  await expect.poll(() => other.inspector.rowTexts()).toEqual(rows);
  expect(await other.inspector.figure('Entropy')).toBe(entropy);
  expect(other.enginePids()).toEqual([]);

  // What leaves again is the same, and a file that was changed is refused with the place that is wrong.
  const again = await new Exports(other, folder).save(
    other.chat.lastReply.getByRole('button', { name: menuName }),
    /^Whole trace/,
  );
  const tokensOf = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8')).tokens;
  expect(tokensOf(again)).toEqual(tokensOf(path));
  const broken = join(folder, 'broken.json');
  writeFileSync(
    broken,
    readFileSync(path, 'utf8').replace('"isLogZExact":true,"draw"', '"isLogZExact":1,"draw"'),
  );
  await new Exports(other, folder).import(broken);
  await expect(other.frame.dialog.getByRole('alert')).toContainText(/place tokens\.0\.isLogZExact/);
  await other.frame.closeDialogs();
  await expect(other.frame.conversations.filter({ hasText: 'Imported: ' })).toHaveCount(1);
  await other.close();
  removeFolder(folder);
  removeFolder(noModels);
});

test('a reply leaves as a table and as pictures, by keyboard alone', async ({ app, chat }) => {
  const folder = temporaryFolder('exports');
  await chat.configure({ preset: 'Balanced', seed: 2, isEndless: true, longestReply: 30 });
  const reply = await chat.ask('Tell me about “tea”, coffee & co.');
  const exported = new Exports(app, folder);
  const menu = reply.getByRole('button', { name: menuName });
  const csv = readFileSync(await exported.save(menu, /CSV$/), 'utf8');
  const lines = csv.split('\r\n');
  expect(lines[0]).toMatch(/^\ufeffindex,token_id,text,bytes_hex,origin,probability,/);
  const published = readFileSync(join(projectRoot, 'docs/trace-format.md'), 'utf8');
  for (const column of (lines[0] ?? '').slice(1).split(','))
    expect(published).toContain(`\`${column.replace(/^top\d/, 'topN')}\``);
  expect(lines).toHaveLength(30 + 2);
  await expect(app.page.getByRole('menu')).toHaveCount(0);
  await menu.focus();
  await app.page.keyboard.press('Enter');
  await expect(app.page.getByRole('menuitem', { name: /PNG$/ })).toBeVisible();
  await app.page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  const size = pngSize(await exported.save(menu, /PNG$/));
  expect(size.width).toBe(1520);
  expect(size.height).toBeGreaterThan(300);
  const svg = readFileSync(await exported.save(menu, /SVG$/), 'utf8');
  expect(svg).toContain('bits/byte');
  expect(svg).toContain('≥8');
  // The picture has the light colours of the app, which is light here.
  const colours = await app.page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    return [1, 2, 3, 4, 5].map((step) => style.getPropertyValue(`--color-heat-${step}`).trim());
  });
  for (const colour of colours) expect(svg).toContain(`fill="${colour}"`);
  expect(svg).not.toMatch(/style=|class=|<script/);
  removeFolder(folder);
});

test('the overview of a reply and a scored text leave as pictures and tables that say where they come from', async ({
  app,
  chat,
  frame,
  inspector,
}) => {
  const folder = temporaryFolder('exports');
  await chat.configure({ preset: 'Balanced', seed: 2, isEndless: true, longestReply: 12 });
  await chat.ask('Say something.');
  await frame.showInspector(true);
  const exported = new Exports(app, folder);
  const strip = inspector.panel.getByRole('button', { name: /^Export this chart: Surprise of each token/ });
  expect(readFileSync(await exported.save(strip, /CSV$/), 'utf8').split('\r\n')).toHaveLength(12 + 2);
  const overview = readFileSync(await exported.save(strip, /SVG$/), 'utf8');
  expect(overview).toMatch(/Captured live · SmolLM2.* · node-llama-cpp/);
  expect(overview).toMatch(/<path [^>]*fill="rgb/);

  const text = 'Paris is the capital of France 😊, and “the Seine” is its river.';
  const scoring = new ScoringPage(app.page);
  await scoring.open();
  await scoring.start(text);
  await scoring.isComplete();
  const menu = app.page.getByRole('button', { name: 'Export this scored text' });
  const [names = '', ...rows] = readFileSync(await exported.save(menu, /CSV$/), 'utf8')
    .trim()
    .split('\r\n');
  expect(names).toMatch(/,bytes_hex,origin,/);
  const hex = rows.map((row) => /,([\dA-F]{2}(?: [\dA-F]{2})*),prompt,/.exec(row)?.[1] ?? '').join('');
  expect(Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('utf8')).toBe(text);
  for (const row of rows) expect(row).toContain(',scoring,');
  const svg = readFileSync(await exported.save(menu, /SVG$/), 'utf8');
  for (const part of ['Text scored by SmolLM2', '≥8', 'Recomputed later', 'node-llama-cpp', 'bits/byte'])
    expect(svg).toContain(part);
  expect(pngSize(await exported.save(menu, /PNG$/)).width).toBe(1520);
  removeFolder(folder);
});
