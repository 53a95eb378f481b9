import fc from 'fast-check';
import { expect, it } from 'vitest';
import { promptFieldsSchema } from '#contract/prompts.ts';
import { commandFrom, freeName } from './command-from.ts';

it('a command is the name in small letters without accents, with hyphens between its words', () => {
  expect(['Résumer un texte', ' L’été, déjà ? ', '…', 'x'.repeat(50)].map(commandFrom)).toEqual([
    'resumer-un-texte',
    'l-ete-deja',
    '',
    'x'.repeat(40),
  ]);
});

it('whatever the name is, the command made of it is one, or empty', () => {
  const { command } = promptFieldsSchema.shape;
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const made = commandFrom(name);
      expect(made === '' || command.safeParse(made).success).toBe(true);
    }),
  );
});

it('a name that is taken gets the next number', () => {
  expect(freeName('Été', ['ETE', 'été 2'], ' ')).toBe('Été 3');
  expect(freeName('Été', ['Summer'], ' ')).toBe('Été');
});
