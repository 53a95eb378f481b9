/**
 * Finding models: the list that needs no network, and a hub on this machine that answers as the real one does.
 */
import { createHash } from 'node:crypto';
import starter from '../resources/starter-model.json' with { type: 'json' };
import { gemma, revision, sibling } from '../fixtures/hub/answers.ts';
import { answerAsHub } from '../fixtures/hub/answer-as-hub.ts';
import { startHubServer } from '../fixtures/hub/hub-server.ts';
import { createTinyLlama } from '../fixtures/tiny-llama.ts';
import { FirstRunPage } from './pages/first-run-page.ts';
import { HubPage } from './pages/hub-page.ts';
import { PrivacyPage } from './pages/privacy-page.ts';
import { axeProblems } from './support/axe-problems.ts';
import { layoutFaults } from './support/layout-faults.ts';
import { test } from './support/hub-app.ts';
import { expect } from './support/test.ts';

test('the list that comes with Prisme is there offline, narrows while one types, and nothing is asked', async ({
  launchOn,
  hub,
}) => {
  const app = await launchOn(hub);
  const privacy = new PrivacyPage(app.page);
  await privacy.open();
  await privacy.offline.check();
  const models = new HubPage(app.page);
  await models.open();
  await expect(app.page.getByRole('status').filter({ hasText: 'Prisme is offline' })).toBeVisible();
  await expect(models.searchButton).toBeDisabled();
  await expect(models.rows).toHaveCount(20);
  await models.query.fill('mistral');
  await expect(models.rows).toHaveCount(3);
  await models.filter(3, 'large');
  await expect(models.rows).toHaveCount(2);
  await models.query.press('Enter');
  await expect(models.list).toBeVisible();
  await privacy.open();
  await expect(privacy.requests.getByRole('status')).toHaveText(/^0 requests/);
  expect(hub.asked).toEqual([]);
});

test('a search finds, filters, and opens a repository with its files by what they cost; the ledger has both requests', async ({
  launchOn,
  hub,
}) => {
  const app = await launchOn(hub);
  const models = new HubPage(app.page);
  await models.open();
  await expect(models.searchButton).toHaveText(`Search ${hub.url.host}`);
  expect(hub.asked).toEqual([]);

  await models.search('');
  await expect(models.results.getByRole('listitem')).toHaveCount(3);
  await expect(models.results.getByText('conditions')).toBeVisible();
  await models.filter(1, 'fr');
  await models.search('smol');
  await expect(models.results.getByRole('listitem')).toHaveCount(1);
  await expect(models.results.getByText('speaks French')).toBeVisible();
  expect(new URL(hub.asked[1] ?? '', hub.url).searchParams.getAll('filter')).toEqual(['gguf', 'fr']);

  await models.showFiles(/^Show the files of ggml-org\/SmolLM3/);
  const main = app.page.getByRole('main');
  await expect(main.getByRole('heading', { level: 2 })).toHaveText(['Balanced', 'Large']);
  await expect(main.getByRole('region', { name: 'Large' }).getByRole('listitem')).toHaveCount(2);
  await expect(main.getByText('One GGUF file is left out')).toBeVisible();
  expect(hub.asked[2]).toBe('/api/models/ggml-org/SmolLM3-3B-GGUF?blobs=true');
  expect(await app.page.evaluate(layoutFaults)).toEqual([]);
  expect(await axeProblems(app.page, 'repository')).toEqual([]);

  const privacy = new PrivacyPage(app.page);
  await privacy.open();
  await expect(privacy.requests.getByRole('status')).toHaveText(/^3 requests/);
  await expect(privacy.requests.getByRole('row').nth(1)).toContainText('127.0.0.1');
  await expect(privacy.requests.getByRole('row').nth(1)).toContainText('allowed');
});

test('whether a model fits has the sum behind it, and the sum adds up to the verdict', async ({
  launchOn,
  hub,
}) => {
  const app = await launchOn(hub);
  const models = new HubPage(app.page);
  await models.open();
  const verdicts = models.list.locator('[data-verdict]');
  await verdicts.first().click();
  await expect(models.sum.getByRole('row')).toHaveText([
    /^Weights/,
    /^Cache for a context of 8,192 tokens\+/,
    /^Computing, and the engine\+/,
    ...((await models.sum.getByText('Given back by loaded models').count()) > 0 ? [/^Given back.*−/] : []),
    /^To be found=/,
    /^Free now/,
    /^Kept free for the system−256 MB$/,
    /^(Left over|Too little by)=/,
  ]);
  const verdict = await verdicts.first().getAttribute('data-verdict');
  await expect(models.sum.getByRole('row').last()).toHaveText(
    verdict === 'doesNotFit' ? /^Too little by/ : /^Left over/,
  );
  await app.page.keyboard.press('Escape');
  await expect(models.sum).toHaveCount(0);
  await expect(verdicts.first()).toBeFocused();
});

test('what the hub refuses, or says so that nobody understands, is said in words, and can be tried again', async ({
  launchOn,
}) => {
  let isWell = false;
  const hub = await startHubServer((url) =>
    isWell ? answerAsHub(url) : { status: 429, body: { error: 'Too many requests' } },
  );
  const app = await launchOn(hub);
  const models = new HubPage(app.page);
  await models.open();
  await models.search('gemma');
  await expect(models.results.getByRole('alert')).toContainText('too many requests from this address');
  isWell = true;
  await models.results.getByRole('button', { name: 'Try again' }).click();
  await expect(models.results.getByRole('listitem')).toHaveCount(1);
  await hub.close();
  await models.search('gemma');
  await expect(models.results.getByRole('alert')).toContainText('The hub of models could not be reached.');
  await models.backToList.click();
  await expect(models.list).toBeVisible();
});

test('the first run leads to the list, too', async ({ launchApp }) => {
  const { page } = await launchApp({ isNew: true });
  await new FirstRunPage(page).findModels();
  await expect(new HubPage(page).list).toBeVisible();
});

const tiny = Buffer.from(createTinyLlama({ seed: 9 }).file);
const tinyFile = 'Tiny-Llama-F32.gguf';
const tinyRepository = {
  ...gemma,
  id: 'someone/Tiny-GGUF',
  // What the hub says of it is far from what the file says.
  gguf: { total: 900_000_000, architecture: 'llama', context_length: 256 },
  sha: revision,
  siblings: [sibling(tinyFile, tiny.length, createHash('sha256').update(tiny).digest('hex'))],
};

/** @param refusal null: it hands ranges of the file out */
const hubOfTiny = (refusal: () => number | null) =>
  startHubServer((url, { headers }) => {
    if (url.pathname === '/api/models') return { body: [tinyRepository] };
    if (!url.pathname.includes('/resolve/')) return answerAsHub(url, { [tinyRepository.id]: tinyRepository });
    const status = refusal();
    if (status !== null) return { status, body: '' };
    const [from = 0, to = 0] = (/(\d+)-(\d+)/.exec(headers.range ?? '') ?? []).slice(1).map(Number);
    const body = tiny.subarray(from, to + 1);
    const range = `bytes ${from}-${from + body.length - 1}/${tiny.length}`;
    return {
      status: 206,
      headers: { 'content-range': range, 'content-length': String(body.length) },
      body,
    };
  });

test('the sum of a file is an estimate until its header is read, which opening it does; then it is exact, and says so', async ({
  launchOn,
}) => {
  let status: number | null = 403;
  const hub = await hubOfTiny(() => status);
  const app = await launchOn(hub);
  const models = new HubPage(app.page);
  const privacy = new PrivacyPage(app.page);
  await models.open();
  await models.search('tiny');
  await models.showFiles(/^Show the files of someone\/Tiny-GGUF$/);
  const verdict = models.verdict(models.file('F32'));
  const dialog = app.page.getByRole('dialog');
  await expect(verdict).toHaveAccessibleName(new RegExp(`reading the header of the file from ${hub.url.host}$`));
  expect(hub.asked.filter((path) => path.includes('/resolve/'))).toEqual([]);

  await verdict.click();
  await expect(dialog.getByText('An estimate.', { exact: true })).toBeVisible();
  await expect(dialog.getByText(/^The header was not read, so this stays an estimate\./)).toBeVisible();
  const estimated = await models.sum.getByRole('row', { name: /^Cache/ }).innerText();
  expect(await axeProblems(app.page, 'a header that was refused')).toEqual([]);

  status = null;
  await app.page.keyboard.press('Escape');
  await verdict.click();
  await expect(dialog.getByText('Exact for this file.')).toBeVisible();
  await expect(models.sum.getByRole('row', { name: /^Cache/ })).not.toHaveText(estimated);
  await expect(verdict).toHaveAttribute('data-exact', 'true');
  expect(await axeProblems(app.page, 'an exact sum')).toEqual([]);

  // What is known is not asked for again, and nothing is asked offline.
  const asked = hub.asked.length;
  await app.page.keyboard.press('Escape');
  await verdict.click();
  await expect(dialog.getByText('Exact for this file.')).toBeVisible();
  await app.page.keyboard.press('Escape');
  // While a dialog is there, the keys of the window are its own.
  await expect(dialog).toHaveCount(0);
  await privacy.open();
  await expect(privacy.requests.getByRole('row').nth(1)).toContainText('127.0.0.1');
  expect(hub.asked).toHaveLength(asked);
  await hub.close();
}); // prettier-ignore

test('a file that is here already says so, another one is fetched and is then among the models', async ({
  launchOn,
}) => {
  const content = Buffer.from(createTinyLlama({ seed: 9 }).file);
  const file = 'Tiny-Llama-F32.gguf';
  const repository = {
    ...gemma,
    id: 'someone/Tiny-GGUF',
    gguf: { total: 100_000, architecture: 'llama', context_length: 256 },
    sha: revision,
    siblings: [
      sibling(file, content.length, createHash('sha256').update(content).digest('hex')),
      sibling('SmolLM2-135M-Instruct.Q4_1.gguf', starter.sizeBytes, starter.sha256),
    ],
  };
  const hub = await startHubServer((url) =>
    url.pathname === `/someone/Tiny-GGUF/resolve/${revision}/${file}`
      ? { body: content }
      : url.pathname === '/api/models'
        ? { body: [repository] }
        : answerAsHub(url, {
            [repository.id]: repository,
            [`${repository.id}/revision/${revision}`]: repository,
          }),
  );
  const app = await launchOn(hub);
  const models = new HubPage(app.page);
  await models.open();
  await models.search('tiny');
  await models.showFiles(/^Show the files of someone\/Tiny-GGUF$/);
  await expect(models.file('Q4_1').getByText('On this machine')).toBeVisible();
  await models
    .file('F32')
    .getByRole('button', { name: /^Download Tiny-Llama-F32/ })
    .click();
  await expect(models.file('F32').getByText('On this machine')).toBeVisible({ timeout: 30_000 });
  await app.frame.models.click();
  await expect(app.page.getByRole('main').getByText('Tiny-Llama', { exact: true })).toBeVisible();
  await hub.close();
});
