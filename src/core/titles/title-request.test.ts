import { expect, test } from 'vitest';
import { withTitleRequest } from './title-request.ts';

const user = (text: string) => ({ role: 'user', text, messageId: null }) as const;
const reply = (text: string) => ({ role: 'assistant', text, messageId: null }) as const;

test('a conversation in French is asked in French, whatever its reply quotes', () => {
  const { request } = withTitleRequest([user('Pourquoi la mer monte-t-elle ?'), reply('The tides are it.')]);
  expect(request).toMatch(/^Donne/);
});

test('any other one is asked in English for a title in its own language', () => {
  expect(withTitleRequest([user('Warum steigt das Meer?'), reply('…')]).request).toMatch(/own|language of/);
  expect(withTitleRequest([user('Why does the sea rise?'), reply('…')]).request).toMatch(/^Give/);
});

test('the request stands behind the reply, or in the message that has none, so that roles take turns', () => {
  const turns = [user('Why?'), reply('The moon.')];
  expect(withTitleRequest(turns).turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(withTitleRequest(turns).turns.slice(0, 2)).toEqual(turns);
  const [only, ...rest] = withTitleRequest([user('Why?')]).turns;
  expect(rest).toEqual([]);
  expect(only?.text).toMatch(/^Why\?\n\nGive/);
});
