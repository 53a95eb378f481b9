/**
 * Comparing readings: several models on the same bytes, held against a reference, in colours and in the terminal.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { modelFolder, removeFolder } from './support/folders.ts';
import { projectRoot } from './support/launch.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { CrossReadingPage } from './pages/cross-reading-page.ts';
import { expect, test } from './support/test.ts';

const run = promisify(execFile);
const text = 'the inner rest. then the other rest in the end. The tenth inn.';

/** Two models of one vocabulary and one of another. */
function tinyModels() {
  const models = [
    writeTinyLlama({ seed: 5, sharpness: 3 }),
    writeTinyLlama({ seed: 5, sharpness: 3.6 }),
    writeTinyLlama({ seed: 6, sharpness: 3, extraPieces: ['inner', 'tenth'] }),
  ];
  const folder = modelFolder();
  for (const [index, name] of ['alpha', 'beta', 'gamma'].entries())
    copyFileSync(models[index]?.path ?? '', join(folder, `${name}.gguf`));
  return { folder, close: () => [folder, ...models.map((model) => model.folder)].forEach(removeFolder) };
}

test('two models of one tokeniser are held against each other on the same bytes: in numbers, in colours, and in the terminal', async ({
  launchApp,
}) => {
  const { folder, close } = tinyModels();
  const app = await launchApp({ modelsDir: folder });
  const reading = new CrossReadingPage(app.page);
  await reading.open();
  await expect(reading.run).toBeDisabled();
  await reading.text.fill(text);
  await reading.choose(/^alpha/, /^beta/);
  await reading.run.click();
  await reading.hasEnded();
  await expect(reading.table.getByRole('row')).toHaveCount(3);
  await expect(reading.table).toContainText('alpha · reference');
  expect(await reading.fact(/^Mean KLD/)).toMatch(/^0\.\d{5} ± 0\.\d{5}$/);
  expect(await reading.fact(/^Same top token/)).toMatch(/^\d+\.\d%/);
  await expect(reading.against).toContainText('Noise of computing');
  expect(await reading.fact(/^Goes on with the same/)).toMatch(/^\d+ of 32 tokens$/);
  await expect(reading.continuations.locator('dd')).toHaveCount(2);
  for (const text of await reading.continuations.locator('dd').all()) await expect(text).not.toBeEmpty();
  const worst = reading.disagreements.getByRole('listitem').first();
  await worst.getByRole('button').click();
  for (const model of ['alpha', 'beta'])
    await expect(worst.getByRole('table', { name: `${model} expects` }).getByRole('row')).not.toHaveCount(0);

  // Every byte stands in the coloured text, and its colours change with what is compared.
  expect((await reading.pieces.allTextContents()).join('')).toBe(text);
  await expect(reading.pieces.nth(1)).toHaveClass(/heat-\d/);
  await reading.map.getByRole('combobox', { name: 'Compared with' }).selectOption({ index: 2 });
  await expect(reading.pieces.nth(1)).toHaveClass(/delta-\d/);
  await reading.pieces.nth(1).click();
  await expect(reading.map.getByRole('status')).toHaveText(/alpha \d+\.\d\d bits · beta \d+\.\d\d bits/);
  await app.page.keyboard.press('ArrowRight');
  await expect(reading.pieces.nth(2)).toHaveClass(/token-chosen/);

  // The terminal prints the same numbers.
  const [kld, ratio] = [await reading.fact(/^Mean KLD/), await reading.fact(/^PPL ratio/)];
  const file = join(folder, 'text.txt');
  writeFileSync(file, text);
  const models = ['alpha', 'beta'].flatMap((name) => ['--model', join(folder, `${name}.gguf`)]);
  const { stdout } = await run(
    process.execPath,
    [
      join(projectRoot, 'out/main/cli.js'),
      'compare',
      file,
      ...models,
      '--data',
      join(folder, 'data'),
      '--json',
    ],
    { timeout: 90_000 },
  );
  const { pairs } = JSON.parse(stdout) as {
    pairs: { divergence: { kldNats: { mean: number } }; perplexityRatio: { ratio: { mean: number } } }[];
  };
  expect(kld.startsWith((pairs[0]?.divergence.kldNats.mean ?? 0).toFixed(5))).toBe(true);
  expect(ratio.startsWith((pairs[0]?.perplexityRatio.ratio.mean ?? 0).toFixed(4))).toBe(true);
  close();
});

test('what cannot be compared is absent and says why, and several texts make a matrix that a reload keeps', async ({
  launchApp,
}) => {
  const { folder, close } = tinyModels();
  const { page } = await launchApp({ modelsDir: folder });
  const reading = new CrossReadingPage(page);
  await reading.open();
  await reading.text.fill(text);
  await page.getByRole('button', { name: 'Add a text' }).click();
  await page.getByRole('textbox', { name: 'Text 2' }).fill('in the end the rest');
  await reading.choose(/^alpha/, /^gamma/);
  await reading.run.click();
  await reading.hasEnded();
  await expect(reading.against).toContainText('Different tokenisers: compared per byte.');
  await expect(reading.against).toContainText('Next byte, Jensen–Shannon');
  await expect(reading.against).not.toContainText('PPL ratio');
  await expect(reading.matrix.getByRole('row')).toHaveCount(3);
  const before = await reading.matrix.textContent();
  await page.reload();
  await reading.open();
  await expect(reading.matrix.getByRole('row')).toHaveCount(3);
  expect(await reading.matrix.textContent()).toBe(before);
  close();
});
