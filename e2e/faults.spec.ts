/**
 * What dies, and what is left: engines, the core, the shell; files that are no models; a second start.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { realModelPath } from '../fixtures/real-models.ts';
import { ModelsPage } from './pages/models-page.ts';
import { appWith } from './support/faulty-app.ts';
import { modelFolder, removeFolder } from './support/folders.ts';
import { electronOptions, ended, startServer } from './support/launch.ts';
import { measureStop } from './support/measure-stop.ts';
import { type OwnApp, expect, test } from './support/test.ts';

/** Begins a reply that does not end by itself, and gives the only engine's process. */
async function beginEndlessReply(app: OwnApp): Promise<number> {
  await app.chat.configure({ isEndless: true, longestReply: 6000 });
  await app.chat.submit('Write a very long story.');
  await app.chat.hasWritten(20);
  const [engine, ...others] = app.enginePids();
  if (engine === undefined) throw new Error('no engine runs');
  expect(others).toEqual([]);
  return engine;
}

/** Another message gets a whole answer. */
async function answersAgain({ chat }: OwnApp): Promise<void> {
  await chat.configure({ longestReply: 5 });
  await chat.ask('Are you there?');
  await expect(chat.figures()).toContainText(/5\stokens/);
}

test('an engine that is killed in mid-reply costs nothing that was shown, says why, and the next message works', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const engine = await beginEndlessReply(app);
  const shown = await app.chat.textOf();
  process.kill(engine, 'SIGKILL');
  await app.chat.hasEnded();
  await expect(app.chat.lastReply.getByRole('alert')).toContainText('The engine stopped unexpectedly.');
  await expect(app.chat.figures()).toContainText('interrupted');
  const kept = await app.chat.textOf();
  expect(kept.startsWith(shown.trimEnd())).toBe(true);
  await app.page.reload();
  await app.chat.hasEnded();
  expect(await app.chat.textOf()).toBe(kept);
  await answersAgain(app);
});

test('an interrupted reply can be continued from its last token', async ({ launchApp }) => {
  const app = await launchApp();
  process.kill(await beginEndlessReply(app), 'SIGKILL');
  await app.chat.hasEnded();
  const kept = await app.chat.textOf();
  await app.chat.goOn().click();
  await app.chat.isWriting();
  await expect.poll(async () => (await app.chat.textOf()).length).toBeGreaterThan(kept.length);
  expect((await app.chat.textOf()).startsWith(kept.trimEnd())).toBe(true);
  await app.chat.stop.click();
  await app.chat.hasEnded();
});

test('a reply that was lost with the graphics card goes on with the processor on request', async ({
  launchApp,
}) => {
  const appFolder = appWith('pretended-card');
  const app = await launchApp({ appFolder });
  const engine = await beginEndlessReply(app);
  const shown = await app.chat.textOf();
  process.kill(engine, 'SIGKILL');
  await app.chat.hasEnded();
  const lost = app.chat.lastReply.getByRole('alert');
  await expect(lost).toContainText('The engine stopped unexpectedly.');
  const kept = await app.chat.textOf();
  expect(kept.startsWith(shown.trimEnd())).toBe(true);
  await lost.getByRole('button', { name: 'Go on with the processor' }).click();
  await app.chat.isWriting();
  await expect.poll(async () => (await app.chat.textOf()).length).toBeGreaterThan(kept.length);
  await app.chat.stop.click();
  await app.chat.hasEnded();
  await expect(lost).toHaveCount(0);
  expect((await app.chat.textOf()).startsWith(kept.trimEnd())).toBe(true);

  // From now on the model is loaded without the card.
  const models = new ModelsPage(app.page);
  await models.open();
  const row = models.model(/SmolLM2/);
  await models.showDetails(row);
  await expect(row.getByRole('radio', { name: 'Not used' })).toBeChecked();
  await expect(row.getByText(/^the processor/)).toBeVisible();
  await app.close();
  removeFolder(appFolder);
});

test('Stop is obeyed within the grace even by an engine that hangs: it is killed', async ({
  launchApp,
}, testInfo) => {
  const app = await launchApp();
  const engine = await beginEndlessReply(app);
  const shown = await app.chat.textOf();
  process.kill(engine, 'SIGSTOP');
  const figures = await measureStop(app.chat);
  await testInfo.attach('stop.json', { body: JSON.stringify(figures), contentType: 'application/json' });
  await app.chat.hasEnded();
  await ended([engine]);
  expect(figures.isHeardInNextFrame).toBe(true);
  // Killed after its 3 s of grace, and not only by the heartbeat, which takes 10 s to give an engine up.
  expect(figures.endedAfterMs).toBeGreaterThan(2_500);
  expect(figures.endedAfterMs).toBeLessThan(10_000);
  await expect(app.chat.figures()).toContainText('stopped by you');
  expect((await app.chat.textOf()).startsWith(shown.trimEnd())).toBe(true);
  await answersAgain(app);
});

test('a core that is killed in mid-reply loses neither the message nor the tokens that were shown a moment before', async ({
  launchApp,
  shell,
}) => {
  const app = await launchApp();
  await beginEndlessReply(app);
  const shown = await app.chat.textOf();
  // Tokens are on disk within 250 ms: what is shown now is there when twice that has passed on the page's own clock.
  const seenAt = await app.page.evaluate(() => performance.now());
  await app.page.waitForFunction((since) => performance.now() - since > 500, seenAt);
  const others = app.pids().filter((pid) => pid !== app.rootPid && pid !== app.corePid());
  process.kill(app.corePid(), 'SIGKILL');

  // Electron starts the core again under the same window; the web shell ended with it and is started anew.
  if (shell === 'chromium') await ended(others);
  const after = shell === 'electron' ? app : await launchApp({ dataDir: app.dataDir });
  await after.chat.hasEnded();
  await expect(after.chat.userMessages).toHaveText('Write a very long story.');
  await expect(after.chat.figures()).toContainText('interrupted');
  expect((await after.chat.textOf()).startsWith(shown.trimEnd())).toBe(true);
  await answersAgain(after);
});

test('a start after a crash says that a reply was interrupted', async ({ launchApp }) => {
  const app = await launchApp();
  await beginEndlessReply(app);
  const pids = app.pids();
  process.kill(app.rootPid, 'SIGKILL');
  await ended(pids);
  const again = await launchApp({ dataDir: app.dataDir });
  const notice = again.page.getByRole('region', { name: 'Prisme has put your data in order' });
  await expect(notice).toContainText('One reply was being written when Prisme last ended.');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toBeHidden();
  await again.page.reload();
  await again.chat.hasEnded();
  await expect(notice).toBeHidden();
});

test('no process stays behind when the window is closed in mid-reply', async ({ launchApp }) => {
  const app = await launchApp();
  await beginEndlessReply(app);
  const pids = app.pids();
  await app.close();
  await ended(pids);
});

test('no process stays behind when the shell is killed in mid-reply', async ({ launchApp }) => {
  const app = await launchApp();
  await beginEndlessReply(app);
  const pids = app.pids();
  process.kill(app.rootPid, 'SIGKILL');
  await ended(pids);
});

test('files that are no models are listed with the reason, and the models beside them work', async ({
  launchApp,
}) => {
  const modelsDir = modelFolder(realModelPath('smolLm2'));
  writeFileSync(join(modelsDir, 'letter.gguf'), 'Dear model, this is a letter.');
  const half = join(modelsDir, 'half.gguf');
  copyFileSync(realModelPath('smolLm2'), half);
  truncateSync(half, 40_000_000);
  const future = join(modelsDir, 'future.gguf');
  copyFileSync(realModelPath('smolLm2'), future);
  const file = openSync(future, 'r+');
  writeSync(file, Buffer.from([0xff, 0, 0, 0]), 0, 4, 4);
  closeSync(file);

  const app = await launchApp({ modelsDir });
  const models = new ModelsPage(app.page);
  await models.open();
  const reason = (name: string) => models.rejected.getByRole('listitem').filter({ hasText: name });
  await expect(reason('letter.gguf')).toContainText('This file is not a GGUF model.');
  await expect(reason('half.gguf')).toContainText('The model file is shorter than its header says.');
  await expect(reason('future.gguf')).toContainText('The GGUF version of this file is not supported.');
  await expect(models.model(/SmolLM2/i)).toHaveCount(1);
  expect(app.enginePids().length).toBeLessThanOrEqual(1);
  await app.close();
  removeFolder(modelsDir);
});

test('a second start on the same data folder is refused in one clear line, and the first goes on', async ({
  launchApp,
  modelsDir,
}) => {
  const app = await launchApp();
  const { code, text } = await outcomeOf(startServer(app.dataDir, modelsDir, 'pipe'));
  expect(code).toBe(1);
  expect(text).toMatch(
    /^prisme: Prisme is already open on this data folder\. Use the window that is open.*\n$/,
  );
  await answersAgain(app);
});

test('a second Electron on the same data folder ends and brings the first window to the front', async ({
  launchApp,
  modelsDir,
  shell,
}) => {
  test.skip(shell !== 'electron', 'the web shell has no window of its own');
  const app = await launchApp();
  const { executablePath, args, cwd, env } = electronOptions(app.dataDir, modelsDir);
  const program = executablePath ?? join(cwd, 'node_modules/.bin/electron');
  const { text } = await outcomeOf(spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  expect(text).toContain('already open on this data folder');
  await answersAgain(app);
});

/** How a process ended and what it wrote to standard error. @throws when it starts to serve instead */
async function outcomeOf(
  started: ChildProcess,
): Promise<{ readonly code: number | null; readonly text: string }> {
  let text = '';
  started.stderr?.on('data', (data: Buffer) => (text += data.toString()));
  // The line of a web shell that serves: nobody would ever end it.
  started.stdout?.on('data', (data: Buffer) => {
    if (data.toString().startsWith('Prisme: ')) started.kill('SIGKILL');
  });
  // Not 'close': a helper process of Chromium may hold the pipe a while longer.
  await once(started, 'exit');
  expect(started.signalCode, 'the second start was not refused').toBe(null);
  await expect.poll(() => text).toMatch(/\n$/);
  return { code: started.exitCode, text };
}
