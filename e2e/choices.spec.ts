/**
 * Choices: one question scored in several ways, letters in several orders, a set from a file with its accuracies and
 * exports, a file that is no set, and a run that is found again after a reload.
 */
import { readFile } from 'node:fs/promises';
import { ChoicesPage } from './pages/choices-page.ts';
import { Exports } from './pages/exports.ts';
import { expect, test } from './support/test.ts';

const capitals = ['Lyon', 'Paris', 'Nice'];
const set = [
  { question: 'The capital of France is', answers: capitals, correct: 1 },
  { question: 'The capital of Italy is', answers: ['Rome', 'Milan'], correct: 0 },
  { question: 'The colour of the sky is', answers: ['blue', 'square'] },
];
const fileOf = (name: string, text: string) => ({
  name,
  mimeType: 'application/x-ndjson',
  buffer: Buffer.from(text),
});

test('one question shows every score of every answer, and the favourite of each', async ({ app, chat }) => {
  await expect(chat.message).toBeVisible();
  const choices = new ChoicesPage(app.page);
  await choices.open();
  await expect(choices.run).toBeDisabled();
  await choices.ask('The capital of France is', capitals);
  await choices.isComplete();
  await expect(choices.answerRows).toHaveCount(3);
  const paris = await choices.numbersOf('Paris');
  const lyon = await choices.numbersOf('Lyon');
  // Σ, ÷ tokens, ÷ characters, ÷ bytes, − neutral, share, greedy.
  expect(paris).toHaveLength(7);
  for (const cell of paris.slice(0, 5)) expect(cell).toMatch(/✓, favourite$/);
  const sum = (cells: readonly string[]): number => Number.parseFloat((cells[0] ?? '').replace('−', '-'));
  expect(sum(paris)).toBeGreaterThan(sum(lyon));
  expect(paris[6]).toBe('yes');
  expect(lyon[6]).toBe('no');
  // Nobody said which one is right.
  await expect(choices.accuracy).toHaveCount(0);
  await expect(choices.result).toContainText('Raw, before samplers');
});

test('letters are asked in several orders, and each answer says in how many it is the favourite', async ({
  app,
  chat,
}) => {
  await expect(chat.message).toBeVisible();
  const choices = new ChoicesPage(app.page);
  await choices.open();
  await app.page.getByRole('radio', { name: 'Letters' }).check({ force: true });
  await choices.ask('The capital of France is', capitals);
  await choices.isComplete();
  await expect(choices.answerRows).toHaveCount(3);
  const wins: number[] = [];
  for (const answer of capitals) {
    const cells = await choices.numbersOf(answer);
    expect(cells[7]).toMatch(/^\d\/6$/);
    expect(cells[8]).toMatch(/% – /);
    wins.push(Number.parseInt(cells[7] ?? '', 10));
  }
  expect(wins.reduce((total, won) => total + won, 0)).toBe(6);
  await app.page.getByRole('radio', { name: 'Whole answers' }).check({ force: true });
});

test('a set from a file has its accuracies with intervals, a list by question, and leaves as CSV and JSON', async ({
  app,
  chat,
}, testInfo) => {
  await expect(chat.message).toBeVisible();
  const { page } = app;
  const choices = new ChoicesPage(page);
  await choices.open();
  await page.getByRole('radio', { name: 'A set' }).check({ force: true });
  await choices.file.setInputFiles(fileOf('set.jsonl', set.map((line) => JSON.stringify(line)).join('\n')));
  await expect(page.getByRole('main')).toContainText('3 questions, 2 with a right answer');
  // A file that is no set changes nothing, and its first wrong line is named.
  await choices.file.setInputFiles(fileOf('broken.jsonl', `${JSON.stringify(set[0])}\n{"question": 5}`));
  await expect(page.getByRole('alert')).toContainText('line 2');
  await expect(page.getByRole('main')).toContainText('3 questions, 2 with a right answer');
  await choices.start();
  await choices.isComplete();
  const cells = await choices.accuracy.locator('tbody td').allTextContents();
  expect(cells[0]).toBe('2');
  expect(cells[1]).toMatch(/^(0|50\.0|100)%.*to /);
  const list = choices.result.getByRole('table').last();
  await list.getByRole('button', { name: /^2\. The capital of Italy/ }).click();
  await expect(choices.answerRows).toHaveCount(2);
  await expect(choices.answerRows.first()).toContainText('A. Rome(right)');
  const exports = new Exports(app, testInfo.outputDir);
  const csv = await readFile(await exports.save(choices.exportMenu, /CSV$/), 'utf8');
  expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + 3 + 2 + 2);
  const json: unknown = JSON.parse(await readFile(await exports.save(choices.exportMenu, /JSON$/), 'utf8'));
  expect(json).toMatchObject({ schema: 'prisme.choices.v1', request: { orders: 6 } });
});

test('a long set is paused, found again after a reload, and ended with what it has', async ({
  launchApp,
}) => {
  const app = await launchApp();
  const choices = new ChoicesPage(app.page);
  await choices.open();
  await app.page.getByRole('radio', { name: 'A set' }).check({ force: true });
  const long = Array.from({ length: 400 }, (_, index) =>
    JSON.stringify({ ...set[0], question: `Number ${index}. The capital of France is` }),
  );
  await choices.file.setInputFiles(fileOf('long.jsonl', long.join('\n')));
  await choices.start();
  await expect(choices.status.filter({ hasText: /: [1-9]\d* of 400 questions$/ })).toBeVisible({
    timeout: 90_000,
  });
  await choices.result.getByRole('button', { name: 'Pause' }).click();
  const paused = choices.status.filter({ hasText: /^Paused at [1-9]/ });
  await expect(paused).toBeVisible();
  const at = (await paused.textContent()) ?? '';
  await app.page.reload();
  await expect(app.chat.message).toBeVisible();
  await choices.open();
  await expect(paused).toHaveText(at);
  await expect(app.page.getByRole('main')).toContainText('400 questions, 400 with a right answer');
  await choices.result.getByRole('button', { name: 'Go on' }).click();
  await expect(choices.status.filter({ hasText: /: [1-9]\d* of 400 questions$/ })).toBeVisible();
  await choices.result.getByRole('button', { name: 'Stop' }).click();
  await expect(choices.status.filter({ hasText: /^Partial: [1-9]/ })).toBeVisible();
  await expect(choices.accuracy).toBeVisible();
});
