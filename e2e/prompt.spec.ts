/**
 * What the model read: the exact tokens before a reply, and their score.
 */
import { expect, test } from './support/test.ts';

test('the prompt is shown token by token in its parts, with the template folded away', async ({
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ systemPrompt: 'You are brief.', longestReply: 6, seed: 4 });
  await chat.ask('Name a planet.');
  await frame.showInspector(true);
  await inspector.promptTab.click();
  const parts = inspector.panel.getByRole('heading', { level: 3 });
  await expect(parts).toHaveText([/^System prompt \d+\stokens$/, /^You \d+\stokens$/]);
  await expect(inspector.panel.getByText('Given text: the model did not choose it.')).toBeVisible();
  await expect(inspector.promptTokens.filter({ hasText: 'planet' })).toHaveCount(1);
  await expect(inspector.promptTokens.filter({ hasText: 'brief' })).toHaveCount(1);

  const folded = inspector.template.first();
  await expect(folded).toHaveAttribute('aria-expanded', 'false');
  const before = await inspector.promptTokens.count();
  await folded.click();
  await expect(inspector.promptTokens.filter({ hasText: '<|im_start|>' })).not.toHaveCount(0);
  expect(await inspector.promptTokens.count()).toBeGreaterThan(before);
});

test('the parts of a prompt add up to the tokens that the reply says it read', async ({
  app,
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ longestReply: 6, seed: 4 });
  await chat.ask('Name a planet.');
  await chat.ask('And another one.');
  await chat.figures().click();
  const read = await app.page
    .getByRole('dialog')
    .getByText(/tokens, \d+ of them remembered/)
    .textContent();
  await app.page.keyboard.press('Escape');
  await frame.showInspector(true);
  await inspector.promptTab.click();
  const parts = inspector.panel.getByRole('heading', { level: 3 });
  await expect(parts.filter({ hasText: 'Earlier reply' })).toHaveCount(1);
  for (const folded of await inspector.template.all()) await folded.click();
  const total = Number(/^([\d,]+)/.exec(read ?? '')?.[1]?.replaceAll(',', ''));
  await expect(inspector.promptTokens).toHaveCount(total);
});

test('scoring the prompt gives every token a probability, labelled as computed later', async ({
  frame,
  chat,
  inspector,
}) => {
  await chat.configure({ longestReply: 6, seed: 4 });
  await chat.ask('The capital of France is called Paris.');
  await frame.showInspector(true);
  await inspector.promptTab.click();
  await inspector.scorePrompt.click();
  await expect(inspector.scorePrompt).toBeHidden();
  await expect(inspector.panel.getByText('Recomputed later: may differ slightly.')).toBeVisible();
  const token = inspector.promptTokens.filter({ hasText: 'Paris' });
  await expect(token).toHaveClass(/heat-\d/);
  await token.click();
  await expect(inspector.sentences).toContainText('Given text: the model did not choose it.');
  await expect(inspector.sentences).toContainText('Paris');
  await expect(inspector.rows.filter({ hasText: 'given' })).toHaveCount(1);
  expect(await inspector.figure('Origin')).toBe('read, not chosen');
});
