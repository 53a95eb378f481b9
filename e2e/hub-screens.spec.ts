/**
 * Finding and fetching models as pictures, in both themes, languages and sizes: what a search found, a repository, the sum
 * of a file before and after its header was read, downloads in every state. Nothing sticks out, no text is cut off.
 */
import { answerAsHub } from '../fixtures/hub/answer-as-hub.ts';
import { gemma, revision, sibling } from '../fixtures/hub/answers.ts';
import { startHubServer } from '../fixtures/hub/hub-server.ts';
import { sha256Of, startHostileHub } from '../fixtures/hostile-hub.ts';
import { createTinyLlama } from '../fixtures/tiny-llama.ts';
import { HubPage } from './pages/hub-page.ts';
import { test } from './support/hub-app.ts';
import { pictures, sizes } from './support/pictures.ts';
import { setLanguage } from './support/screens.ts';
import { expect } from './support/test.ts';

const file = 'Little-Model-With-Quite-A-Long-Name-Instruct-F32.gguf';
const content = Buffer.from(createTinyLlama({ embedding: 128, feedForward: 512 }).file);
const wrong = 'Not-What-It-Says-Q8_0.gguf';
const repository = {
  ...gemma,
  id: 'someone-with-a-name/Little-Model-With-Quite-A-Long-Name-GGUF',
  gguf: { total: 1_000_000, architecture: 'llama', context_length: 256 },
  sha: revision,
  siblings: [
    sibling(file, content.length, sha256Of(content)),
    sibling(wrong, content.length, 'f'.repeat(64)),
  ],
};

test.slow();

for (const language of ['en', 'fr'] as const)
  test(`finding and fetching a model fits into both sizes and themes (${language})`, async ({
    launchOn,
    shell,
  }) => {
    const store = await startHostileHub({ [file]: content, [wrong]: content });
    const hub = await startHubServer((url) => {
      // As the real one: its files lie with somebody else.
      if (url.pathname.includes('/resolve/'))
        return { status: 302, headers: { location: `${store.url}${url.pathname}` }, body: '' };
      if (url.pathname === '/api/models' && url.searchParams.get('search') === 'little')
        return { body: [repository] };
      return answerAsHub(url, {
        [repository.id]: repository,
        [`${repository.id}/revision/${revision}`]: repository,
      });
    });
    const app = await launchOn(hub);
    const { page } = app;
    const models = new HubPage(page);
    const faults: string[] = [];
    const shoot = async (screen: string): Promise<void> => {
      for (const size of sizes) {
        await page.setViewportSize(size);
        faults.push(...(await pictures(page, { shell, screen, language })));
      }
    };
    const row = (kind: string) => page.locator(`[data-download=${kind}]`);
    await setLanguage(app, language);
    await models.open();
    await models.search('');
    await shoot('hub-found');
    await models.showFiles(/SmolLM3/);
    await shoot('hub-repository');
    await models.verdict(models.file('Q4_K_M')).click();
    await expect(page.getByRole('dialog').locator('.border-danger')).toBeVisible();
    await shoot('hub-sum-not-read');
    await page.keyboard.press('Escape');
    await models.backToList.click();

    await models.search('little');
    await models.showFiles(/(Show the files|Afficher les fichiers).*someone-with-a-name/);
    await models.verdict(models.file('F32')).click();
    await expect(models.verdict(models.file('F32'))).toHaveAttribute('data-exact', 'true');
    await shoot('hub-sum-exact');
    await page.keyboard.press('Escape');

    store.setFaults({ bytesPerSecond: 20_000 });
    await models
      .file('F32')
      .getByRole('button', { name: /^(Download|Télécharger)/ })
      .click();
    await expect(models.file('F32').getByRole('progressbar')).toBeVisible();
    await shoot('hub-downloading');
    await app.frame.models.click();
    await expect(row('running')).toBeVisible();
    await shoot('downloads-running');
    await row('running').getByRole('button').first().click();
    await expect(row('paused')).toBeVisible();
    await shoot('downloads-paused');
    store.setFaults({});
    await row('paused').getByRole('button').first().click();
    await expect(row('complete')).toBeVisible({ timeout: 30_000 });
    await shoot('downloads-complete');

    // The repository is open still.
    await page.keyboard.press('ControlOrMeta+k');
    await page
      .getByRole('combobox')
      .last()
      .fill(language === 'fr' ? 'Trouver des modèles' : 'Find models');
    await page.keyboard.press('Enter');
    await models
      .file('Q8_0')
      .getByRole('button', { name: /^(Download|Télécharger)/ })
      .click();
    await app.frame.models.click();
    await expect(row('failed')).toBeVisible({ timeout: 30_000 });
    await shoot('downloads-failed');
    expect(faults).toEqual([]);
    await hub.close();
    await store.close();
  });
