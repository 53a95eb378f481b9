/**
 * Some six hundred hostile texts as replies, messages, titles and names of models, in both shells: shown, coloured,
 * inspected, read again and exported, they run nothing, ask for nothing and break no rule of the policy.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { traceFile } from '../fixtures/trace-file.ts';
import { Exports } from './pages/exports.ts';
import { removeFolder, temporaryFolder } from './support/folders.ts';
import { activeElements } from './support/hostile-markdown.ts';
import { hostilePayloads } from './support/hostile-payloads.ts';
import { type OwnApp, expect, test } from './support/test.ts';

const perReply = 120;

/** Keeps every breach of the policy from the first moment of this document, and of every later one. */
async function watchPolicy(page: Page): Promise<void> {
  const watch = (): void => {
    const breaches: string[] = [];
    Reflect.set(window, 'policyBreaches', breaches);
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      breaches.push(`${effectiveDirective} ${blockedURI}`),
    );
  };
  await page.addInitScript(watch);
  await page.evaluate(watch);
}

async function expectUnharmed({ page, requests }: OwnApp): Promise<void> {
  const found = await page.evaluate(() => ({
    hasRun: 'hacked' in window,
    breaches: Reflect.get(window, 'policyBreaches') as unknown,
  }));
  expect(found).toEqual({ hasRun: false, breaches: [] });
  await expect(page.getByRole('article').locator(activeElements)).toHaveCount(0);
  await expect(page.locator('iframe, object, embed, video, audio, img, base')).toHaveCount(0);
  const { host } = new URL(page.url());
  expect(requests.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== host)).toEqual([]);
}

/** The texts in replies of many, each with a few of them as its title, question and model. */
function writeFiles(
  folder: string,
): { readonly path: string; readonly replyText: string; readonly mark: string }[] {
  return Array.from({ length: Math.ceil(hostilePayloads.length / perReply) }, (_, index) => {
    const mark = `Batch ${index + 1}`;
    const payloads = hostilePayloads.slice(index * perReply, (index + 1) * perReply);
    const replyText = [mark, ...payloads].join('\n\n').toWellFormed();
    const at = (step: number): string => payloads[step % payloads.length]?.slice(0, 150).toWellFormed() ?? '';
    const path = join(folder, `${index}.json`);
    writeFileSync(
      path,
      traceFile({ title: at(7), modelName: at(23), userText: payloads.join('\n').toWellFormed(), replyText }),
    );
    return { path, replyText, mark };
  });
}

test('hostile texts run nothing, ask for nothing and break no rule, wherever they are shown', async ({
  launchApp,
}) => {
  const folder = temporaryFolder('hostile');
  const app = await launchApp();
  await app.chat.message.waitFor();
  await watchPolicy(app.page);
  const exports = new Exports(app, folder);
  await app.frame.setHeatMap('Surprise');
  await app.frame.showInspector(true);
  for (const { path, replyText, mark } of writeFiles(folder)) {
    await exports.import(path);
    await expect(app.chat.lastReply).toContainText(mark);
    await app.inspector.firstToken.click();
    await expectUnharmed(app);
    const menu = app.chat.lastReply.getByRole('button', { name: 'Export this reply' });
    const exported: unknown = JSON.parse(readFileSync(await exports.save(menu, /^Whole trace/), 'utf8'));
    expect(exported).toMatchObject({ reply: { text: replyText } });
  }
  await app.page.reload();
  await app.chat.lastReply.waitFor();
  await app.chat.message.waitFor();
  await expectUnharmed(app);
  await app.frame.setHeatMap('Off');
  await expectUnharmed(app);
  removeFolder(folder);
});
