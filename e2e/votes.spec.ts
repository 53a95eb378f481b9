/**
 * Blind votes between two model files: nothing names them before the vote, everything is there after it, and votes become
 * ratings by folder.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { realModelPath } from '../fixtures/real-models.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { VotesPage } from './pages/votes-page.ts';
import { modelFolder, removeFolder } from './support/folders.ts';
import { expect, test } from './support/test.ts';

test.slow();

/** The small chat model and a tiny one beside it. */
function twoModels() {
  const tiny = writeTinyLlama({ seed: 5, sharpness: 3 });
  const folder = modelFolder(realModelPath('smolLm2'));
  copyFileSync(tiny.path, join(folder, 'pebble.gguf'));
  return { folder, close: () => [folder, tiny.folder].forEach(removeFolder) };
}

test('names are hidden until the vote, votes are taken back once, and become ratings by folder', async ({
  launchApp,
}) => {
  const { folder, close } = twoModels();
  const app = await launchApp({ modelsDir: folder });
  const { page } = app;
  const votes = new VotesPage(page);
  await votes.openBlind();
  await votes.folder.fill('Colours');
  await votes.ask('Name a colour.');

  // Not hidden by the page: nothing in it names a model.
  expect(await votes.models()).toEqual([null, null]);
  expect(await votes.round.evaluate((element) => element.outerHTML)).not.toMatch(/pebble|gguf|[0-9a-f]{64}/i);
  for (const heading of await votes.answers.getByRole('heading', { level: 2 }).allTextContents())
    expect(heading).not.toMatch(/smol/i);

  // Keys are text while somebody types, and votes elsewhere.
  await votes.round.getByRole('group').first().focus();
  await page.keyboard.press('1');
  await votes.hasVote('a');
  const shown = await votes.models();
  expect(new Set(shown).size).toBe(2);
  for (const id of shown) expect(id).toMatch(/^[0-9a-f]{64}$/);
  await votes.question.focus();
  await page.keyboard.press('2');
  await expect(votes.question).toHaveValue('2');
  await votes.hasVote('a');

  await votes.takeBack.click();
  await votes.hasVote('none');
  await votes.vote('b');
  await expect(votes.round).toHaveAttribute('data-changed', 'true');
  await expect(votes.takeBack).toHaveCount(0);

  await votes.ask('Name another colour.');
  expect(await votes.models()).toEqual([null, null]);
  await page.reload();
  await new VotesPage(page).openBlind();
  await votes.showVotes();
  await expect(votes.history).toHaveCount(2);
  await votes.history.first().getByRole('button').first().click();
  await votes.vote('bothBad');
  await votes.sideBySide();
  await expect(page.locator('[data-lane="A"]')).toBeVisible();

  await new VotesPage(page).openBlind();
  await votes.showVotes();
  // One vote that prefers: the winner never lost, and nothing is made up.
  await expect(votes.ratings).toHaveCount(2);
  await expect(page.locator(`[data-rated-model="${shown[1]}"]`)).toHaveAttribute('data-rating', 'neverLost');
  await expect(page.locator(`[data-rated-model="${shown[0]}"]`)).toHaveAttribute('data-rating', 'neverWon');
  await votes.chooseFolder('Colours');
  await expect(votes.history).toHaveCount(2);
  await app.close();
  close();
});

test('deleting a vote takes it out of the ratings and can be undone', async ({ launchApp }) => {
  const { folder, close } = twoModels();
  const app = await launchApp({ modelsDir: folder });
  const { page } = app;
  const votes = new VotesPage(page);
  await votes.openBlind();
  await votes.showVotes();
  await expect(votes.empty).toBeVisible();
  // What was set for the beginning is not kept while another view is shown: a reply without a limit can take minutes.
  await votes.openBlind();
  await votes.ask('Name a bird.');
  await votes.vote('tie');
  await votes.showAll();
  await expect(votes.ratings.first()).toHaveAttribute('data-rating', 'rated');
  await expect(votes.history).toHaveAttribute('data-history-vote', 'tie');

  await votes.history.getByRole('button').last().click();
  await expect(votes.empty).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(votes.history).toHaveCount(1);
  await expect(votes.ratings).toHaveCount(2);
  await app.close();
  close();
});

test('with one model there is no blind vote to begin, and the page says why', async ({ launchApp }) => {
  const app = await launchApp();
  const votes = new VotesPage(app.page);
  await votes.openBlind();
  await expect(votes.needsTwoModels).toBeVisible();
  await votes.question.fill('Name a bird.');
  await votes.question.press('Enter');
  await expect(votes.round).toHaveCount(0);
  await app.close();
});
