import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { inspectStep, type InspectedStep } from '#probability/inspect-step.ts';
import { createTokenFormat } from '../../components/heat-map/token-format.ts';
import { inspector as english } from '../../i18n/en/inspector.ts';
import { inspector as french } from '../../i18n/fr/inspector.ts';
import { withFrenchSpaces } from '../../i18n/words.ts';
import { describeToken } from './describe-token.ts';

const names = ['Syd', 'Mel', 'Can', 'Bri'];

beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    resources: { en: { inspector: english }, fr: { inspector: withFrenchSpaces(french) } },
    ns: ['inspector'],
    defaultNS: 'inspector',
    interpolation: { escapeValue: false },
  });
});

/** p = 41 %, 22 %, 8.4 %, 3 %, and the rest in 49,148 others. */
function inspect(tokenId: number): InspectedStep {
  const probabilities = [0.41, 0.22, 0.084, 0.03];
  const result = inspectStep(
    {
      tokenId,
      origin: 'prompt',
      logit: Math.log(probabilities[tokenId] ?? 0.0002),
      maxLogit: Math.log(0.41),
      logZ: -Math.log(0.41),
      isLogZExact: true,
      draw: null,
      xtcDraw: null,
      endLogprob: null,
      logZAtTemperature: null,
      rank: null,
      topIds: Uint32Array.of(0, 1, 2, 3),
      topLogits: Float32Array.from(probabilities, Math.log),
    },
    { vocabularySize: 49_152, sampler: null },
  );
  if (!result) throw new Error('the step has a distribution');
  return result;
}

function sentences(language: 'en' | 'fr', result: InspectedStep): string[] {
  const t = i18next.getFixedT(language, 'inspector');
  const textOf = (id: number): string => names[id] ?? 'Dar';
  return describeToken(result, textOf, createTokenFormat(language)).map(({ key, values }) =>
    t(`sentence.${key}`, values),
  );
}

describe('a token in plain words', () => {
  test('English: the third choice and its favourite', () => {
    const [place, surprise] = sentences('en', inspect(2));
    expect(place).toBe('“Can”: 3rd choice, 8.4%. The favourite was “Syd” (41.0%).');
    expect(surprise).toBe('Surprise: 3.57 bits, like a 1-in-12 draw.');
  });

  test('French: the same with its own spaces, comma and guillemets', () => {
    const [place, surprise] = sentences('fr', inspect(2));
    expect(place).toBe(
      '«\u202fCan\u202f»\u00a0: 3ᵉ choix, 8,4\u202f%. Le favori était «\u202fSyd\u202f» (41,0\u202f%).',
    );
    expect(surprise).toBe('Surprise\u00a0: 3,57 bits, comme tirer 1 fois sur 12.');
  });

  test('the favourite has no other favourite', () => {
    expect(sentences('en', inspect(0))[0]).toBe('“Syd”: the favourite, 41.0%.');
  });

  test('a token below the captured ones has no made-up rank', () => {
    expect(sentences('en', inspect(9))[0]).toBe(
      '“Dar”: not among the 4 most probable, <0.1%. The favourite was “Syd” (41.0%).',
    );
  });

  test('a number of choices that is only bounded is an interval', () => {
    expect(sentences('en', inspect(2))[2]).toMatch(
      /^The model was hesitating among ≈ [\d.]+–[\d,]+ choices\.$/,
    );
  });

  test('an upper bound is called one', () => {
    expect(sentences('en', { ...inspect(2), isProbabilityExact: false }).at(-1)).toBe(english.sentence.bound);
  });

  test('no word claims more than a probability', () => {
    const all = JSON.stringify([english, french]).toLowerCase();
    for (const word of ['confiden', 'confian', 'hallucin']) expect(all).not.toContain(word);
  });
});
