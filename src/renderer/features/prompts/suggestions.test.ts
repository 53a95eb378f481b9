import { expect, it } from 'vitest';
import { parseTemplate, variablesOf } from '#contract/prompt-template.ts';
import { readPromptFile, writePromptFile } from '#contract/prompt-file.ts';
import { suggestions } from './suggestions.ts';

it.each(['en', 'fr'] as const)('every suggestion (%s) can be added, and asks for something', (language) => {
  const given = suggestions[language];
  expect(readPromptFile(writePromptFile(given))).toEqual(given);
  for (const { text } of given) expect(variablesOf(parseTemplate(text))).not.toEqual([]);
});
