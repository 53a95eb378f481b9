import { expect, it } from 'vitest';
import { samplerPresets } from '#contract/sampler.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import {
  createScriptedLibrary,
  scriptedModelId,
  scriptedVocabulary,
} from '#core/generation/testing/scripted-library.ts';
import { ask } from './ask.ts';

it('obeys no control sequence that a model writes, and keeps its lines', async () => {
  const library = createScriptedLibrary();
  const engine = await library.load(scriptedModelId);
  let written = '';
  const asked = ask(
    engine,
    vocabularyTable(scriptedVocabulary()),
    {
      kind: 'ask',
      text: 'x',
      prompt: null,
      isRaw: false,
      system: null,
      attached: [],
      settings: { ...samplerPresets.greedy, seed: 1 },
      output: { top: 1, isJson: false },
    },
    {
      write: (text) => void (written += text),
      line: (text) => void (written += `${text}\n`),
      note: () => undefined,
      randomSeed: () => 1,
    },
  );
  const run = await library.nextRun();
  await run.write('é👩‍👧\n\tb\u001B]52;c;AAAA\u0007c\u009B2J\u202Ed');
  await run.end();
  await asked;
  expect(written).toBe('é👩‍👧\n\tb\uFFFD]52;c;AAAA\uFFFDc\uFFFD2J\uFFFDd\n');
});
