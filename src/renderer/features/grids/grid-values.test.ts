/** What is typed becomes a grid and comes back; its numbers, spreads and files. */
import { describe, expect, it } from 'vitest';
import type { GridRequest, GridResult } from '#contract/grids.ts';
import { gridRequestSchema } from '#contract/grids.ts';
import { modelIdSchema } from '#contract/ids.ts';
import { testProfile } from '#contract/testing/test-profile.ts';
import { gridCsv, gridJson } from './grid-files.ts';
import { draftOf, emptyDraft, missingIn, promptsOf, requestOf, seedsOf } from './grid-request.ts';
import { columnSpread, rowSpread, stepOf, valueOf } from './grid-values.ts';

const modelA = modelIdSchema.parse('a'.repeat(64));
const modelB = modelIdSchema.parse('b'.repeat(64));
const draft = {
  ...emptyDraft,
  prompts: 'L’été est\n\nIt is',
  otherLanguage: 'Summer is',
  edits: ['noAccents', 'uppercase'] as const,
  target: ' hot ',
};

describe('what is typed', () => {
  it('becomes prompts, each followed by its variants and the one in the other language', () => {
    expect(promptsOf(draft)).toEqual([
      { text: 'L’été est', edit: null, variantOf: null },
      { text: 'L’ÉTÉ EST', edit: 'uppercase', variantOf: 0 },
      { text: 'L’ete est', edit: 'noAccents', variantOf: 0 },
      { text: 'Summer is', edit: 'otherLanguage', variantOf: 0 },
      { text: 'It is', edit: null, variantOf: null },
      { text: 'IT IS', edit: 'uppercase', variantOf: 4 },
    ]);
  });

  it('has seeds wherever there are whole numbers, each once', () => {
    expect(seedsOf('3, 1 2;3 x -4 4294967295 4294967296 1.5')).toEqual([3, 1, 2, 4_294_967_295]);
  });

  it.each(['target', 'reply', 'bitsPerByte'] as const)(
    'becomes a sound request and comes back: %s',
    (kind) => {
      const typed = {
        ...draft,
        kind,
        settings: ['greedy', 'own'] as const,
        temperature: 0.7,
        topP: 0.9,
        maxTokens: 9,
      };
      const request = requestOf(typed, [modelA, modelB]);
      expect(missingIn(request)).toBeNull();
      expect(gridRequestSchema.parse(request)).toEqual(request);
      expect(requestOf(draftOf(request, emptyDraft), request.modelIds)).toEqual(request);
    },
  );

  it('says what is missing', () => {
    const missing = (change: object, models = [modelA]) =>
      missingIn(requestOf({ ...draft, ...change }, models));
    expect(missing({}, [])).toBe('models');
    expect(missing({ prompts: ' \n' })).toBe('prompts');
    expect(missing({ target: ' ' })).toBe('target');
    expect(missing({ kind: 'reply', seeds: 'x' })).toBe('settings');
    expect(missing({ kind: 'reply', settings: [] })).toBe('settings');
    expect(missing({ prompts: 'a\n'.repeat(501) })).toBe('tooMany');
    const seeds = Array.from({ length: 20 }, (_, seed) => seed).join(' ');
    expect(
      missing({
        kind: 'reply',
        settings: ['balanced'],
        seeds,
        prompts: 'a\n'.repeat(60),
        edits: ['uppercase'],
      }),
    ).toBe('tooMany');
  });
});

const target = (p: number): GridResult => ({
  kind: 'target',
  logprob: Math.log(p),
  tokens: 2,
  isGreedy: false,
  promptTokens: 3,
  spannedBytes: 0,
  profile: testProfile,
});
const failed: GridResult = { kind: 'failed', error: { code: 'engine.hung', details: {} } };
const request: GridRequest = {
  ...requestOf({ ...emptyDraft, prompts: '=one\ntwo', target: 'x' }, [modelA, modelB]),
};
// Column by column: A has 0.5 and 0.2, B has 0.4 and nothing.
const results = new Map([
  [0, target(0.5)],
  [1, target(0.2)],
  [2, target(0.4)],
  [3, failed],
]);

describe('the numbers of a grid', () => {
  it('have a spread in each row and column where there are two of them', () => {
    expect(rowSpread(request, results, 0)).toBeCloseTo(0.1, 12);
    expect(rowSpread(request, results, 1)).toBeNull();
    expect(columnSpread(request, results, 0)).toBeCloseTo(0.3, 12);
    expect(columnSpread(request, results, 1)).toBeNull();
  });

  it('are probabilities, bits per byte, or none', () => {
    const bits = {
      kind: 'bitsPerByte',
      bitsPerByte: 1.25,
      scoredTokens: 2,
      scoredBytes: 8,
      profile: testProfile,
    } as const;
    expect(valueOf(target(0.25))).toBeCloseTo(0.25, 12);
    expect(valueOf(bits)).toBe(1.25);
    expect([valueOf(failed), valueOf(null), valueOf(undefined)]).toEqual([null, null, null]);
  });

  it('are darker the larger they are, in the same steps in every grid', () => {
    expect([0, 0.05, 0.2, 0.3, 0.6, 1].map((p) => stepOf('target', p))).toEqual([0, 1, 2, 3, 4, 5]);
    expect([0, 0.5, 1, 1.5, 2, 3].map((bits) => stepOf('bitsPerByte', bits))).toEqual([0, 1, 2, 3, 4, 5]);
    expect([stepOf('target', null), stepOf('reply', 1)]).toEqual([-1, -1]);
  });
});

describe('the files of a grid', () => {
  const models = [
    { id: modelA, name: 'A' },
    { id: modelB, name: 'B' },
  ];

  it('have one row for each cell, and no text that a spreadsheet would take for a formula', async () => {
    const lines = (await gridCsv(request, results, models).text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(5);
    const widths = lines.map((line) => line.split(',').length);
    expect(new Set(widths)).toEqual(new Set([23]));
    expect(lines[1]).toMatch(/^0,'=one,,,A,/);
    expect(lines[1]).toContain(',done,,0.5,');
    expect(lines[4]).toContain(',failed,engine.hung,');
  });

  it('say of each reply what it was drawn with', async () => {
    const asked = {
      ...emptyDraft,
      prompts: 'one',
      kind: 'reply',
      settings: ['greedy', 'balanced'],
      seeds: '7',
    } as const;
    const drawn = { text: 'yes, "no"', tokens: 3, promptTokens: 2, profile: testProfile };
    const reply: GridResult = { kind: 'reply', reason: 'endToken', ...drawn };
    const filled = new Map([[1, reply]]);
    const lines = (await gridCsv(requestOf(asked, [modelA]), filled, models).text()).trimEnd().split('\r\n');
    expect(lines[1]).toContain(',greedy,0,1,,open,');
    expect(lines[2]).toContain(',balanced,0.8,0.95,7,done,');
    expect(lines[2]).toContain('"yes, ""no""",endToken');
  });

  it('hold everything as JSON', async () => {
    const json: unknown = JSON.parse(await gridJson(request, results, models, '1.0').text());
    expect(json).toMatchObject({
      schema: 'prisme.grid.v1',
      exportedBy: 'Prisme 1.0',
      request,
      columns: [
        { model: models[0], seed: null, cells: [{ tokens: 2 }, { tokens: 2 }] },
        { model: models[1], spread: null, cells: [{ tokens: 2 }, { kind: 'failed' }] },
      ],
    });
  });
});
