/** That a quotation is Markdown's, stays whole, and loses nothing that was written. */
import { expect, it } from 'vitest';
import { asQuotation, withQuote } from './with-quote.ts';

it('each line is marked, and an empty one keeps the quotation together', () => {
  expect(asQuotation('One.\r\n\r\nTwo.  \nThree.\n')).toBe('> One.\n>\n> Two.\n> Three.');
});

it('what was written stays in front, and writing goes on below', () => {
  expect(withQuote('', 'Glass.')).toBe('> Glass.\n\n');
  expect(withQuote('Look:\n', 'Glass.')).toBe('Look:\n\n> Glass.\n\n');
});

it('a quotation can be quoted', () => {
  expect(asQuotation('> Glass.')).toBe('> > Glass.');
});
