/** The fixed edits, in English and French. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editPrompt, promptEditIds, promptEdits, type PromptEditId } from './prompt-edits.ts';

describe('a fixed edit', () => {
  it.each<[PromptEditId, string, string]>([
    ['uppercase', 'La capitale de l’été est', 'LA CAPITALE DE L’ÉTÉ EST'],
    ['lowercase', 'The capital of France is', 'the capital of france is'],
    ['noAccents', 'Où est né le cœur de l’été ?', 'Ou est ne le coeur de l’ete ?'],
    ['noAccents', 'Ou\u0300 est-il ne\u0301 ?', 'Ou est-il ne ?'],
    ['leadingSpace', 'Light is', ' Light is'],
    ['trailingSpace', 'Light is', 'Light is '],
    ['doubleSpaces', 'Light is made of', 'Light  is  made  of'],
    ['straightQuotes', 'Il dit «\u00a0oui\u00a0» et “non”', 'Il dit "oui" et "non"'],
    ['curlyQuotes', 'He said "yes" and «no»', 'He said “yes” and “no”'],
    ['guillemets', 'He said "yes" and “no”', 'He said «\u00a0yes\u00a0» and «\u00a0no\u00a0»'],
    ['politeEnglish', 'The capital of France is', 'Please: The capital of France is'],
    ['politeFrench', 'La capitale est', 'S’il vous plaît : La capitale est'],
    ['questionEnglish', 'The capital of France is', 'What comes after this: The capital of France is?'],
    ['questionFrench', 'La capitale est', 'Qu’est-ce qui vient après ceci : La capitale est\u00a0?'],
  ])('%s makes of "%s": "%s"', (edit, text, variant) => {
    expect(promptEdits[edit](text)).toBe(variant);
  });

  it.each<[PromptEditId, string]>([
    ['uppercase', 'ÉTÉ 42'],
    ['lowercase', 'été 42'],
    ['noAccents', 'The capital'],
    ['leadingSpace', '\u00a0Light'],
    ['trailingSpace', 'Light\n'],
    ['doubleSpaces', 'Light'],
    ['straightQuotes', 'He said "yes"'],
    ['curlyQuotes', 'Nobody’s quotes, 5" wide'],
    ['guillemets', 'Il dit «\u00a0oui\u00a0»'],
    ['politeEnglish', 'Please, say it'],
    ['politeFrench', "Dis-le, s'il te plaît"],
    ['questionEnglish', 'Where is Paris? '],
    ['questionFrench', 'Où est Paris\u202f?'],
  ])('%s has nothing to change in "%s"', (edit, text) => {
    expect(promptEdits[edit](text)).toBeNull();
  });

  it('never answers with the text that it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...promptEditIds), (text, edit) => {
        expect(promptEdits[edit](text)).not.toBe(text);
      }),
    );
  });

  it('leaves signs alone that are no Latin letters with an accent', () => {
    expect(promptEdits.noAccents('½ ﬁ … ① 한국 й é')).toBe('½ ﬁ … ① 한국 й e');
  });
});

describe('the variants of a prompt', () => {
  it('stand in the fixed order of the edits, whatever was ticked first, without those that change nothing', () => {
    const wanted = new Set<PromptEditId>(['politeEnglish', 'lowercase', 'noAccents', 'uppercase']);
    expect(editPrompt('Say it', wanted)).toEqual([
      { edit: 'uppercase', text: 'SAY IT' },
      { edit: 'lowercase', text: 'say it' },
      { edit: 'politeEnglish', text: 'Please: Say it' },
    ]);
  });

  it('are none where no edit is wanted', () => {
    expect(editPrompt('Say it', new Set())).toEqual([]);
  });
});
