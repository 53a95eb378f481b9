import { describe, expect, test } from 'vitest';
import type { TokenChunk } from '#contract/engine.ts';
import { tokenTypes, type TokenType, type Vocabulary } from '#contract/models.ts';
import { vocabularyHashSchema } from '#contract/ids.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { moveSelection } from './move-selection.ts';
import { TokenCells } from './token-cells.ts';
import { TokenTrace } from './token-trace.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';

const encoder = new TextEncoder();
const bytesOf = (piece: string | readonly number[]): Uint8Array =>
  typeof piece === 'string' ? encoder.encode(piece) : Uint8Array.from(piece);

function vocabularyOf(
  pieces: readonly (readonly [string | readonly number[], TokenType])[],
  endTokenIds: number[] = [],
): Vocabulary {
  const parts = pieces.map(([piece]) => bytesOf(piece));
  const offsets = new Uint32Array(parts.length + 1);
  for (const [index, part] of parts.entries()) offsets[index + 1] = (offsets[index] ?? 0) + part.length;
  return {
    hash: vocabularyHashSchema.parse('0'.repeat(64)),
    bytes: Uint8Array.from(parts.flatMap((part) => [...part])),
    offsets: new Uint8Array(offsets.buffer),
    types: Uint8Array.from(pieces, ([, type]) => tokenTypes.indexOf(type)),
    endTokenIds,
  };
}

/** Four tokens with p = 1/2, 1/4, 1/8, 1/8; the step's token is the one with the given id. */
function stepOf(tokenId: number, topIds = [0, 1, 2, 3]): TraceStep {
  const logits = [0, -Math.LN2, -2 * Math.LN2, -2 * Math.LN2];
  const place = topIds.indexOf(tokenId);
  return {
    tokenId,
    origin: 'sampled',
    logit: place >= 0 ? (logits[place] ?? 0) : -20,
    maxLogit: 0,
    logZ: Math.LN2,
    isLogZExact: true,
    draw: 0.5,
    xtcDraw: null,
    endLogprob: null,
    logZAtTemperature: null,
    rank: null,
    topIds: Uint32Array.from(topIds),
    topLogits: Float32Array.from(logits),
  };
}

function chunkOf(firstToken: number, ids: readonly number[]): TokenChunk {
  return { kind: 'tokens', firstToken, count: ids.length, steps: encodeSteps(ids.map((id) => stepOf(id))) };
}

const words = vocabularyOf([
  ['The', 'normal'],
  [' cat', 'normal'],
  [' sat', 'normal'],
  ['.', 'normal'],
  ['<end>', 'userDefined'],
]);
const newTrace = (): TokenTrace => new TokenTrace(vocabularyTable(words), [4]);

describe('the tokens of a text', () => {
  test('chunks that arrive in the wrong order join the text in the right one', () => {
    const trace = newTrace();
    expect(trace.addChunk(chunkOf(3, [3]))).toBe(false);
    expect(trace.addChunk(chunkOf(1, [1, 2]))).toBe(false);
    expect(trace.addChunk(chunkOf(0, [0]))).toBe(true);
    expect(trace.cells.text).toBe('The cat sat.');
    expect(trace.ids).toEqual([0, 1, 2, 3]);
  });

  test('a chunk that is there already, or in part, adds no token twice', () => {
    const trace = newTrace();
    trace.addChunk(chunkOf(0, [0, 1]));
    expect(trace.addChunk(chunkOf(0, [0, 1]))).toBe(false);
    expect(trace.addChunk(chunkOf(1, [1, 2, 3]))).toBe(true);
    expect(trace.cells.text).toBe('The cat sat.');
  });

  test('each token keeps its own step, also across overlapping chunks', () => {
    const trace = newTrace();
    trace.addChunk(chunkOf(0, [0, 1]));
    trace.addChunk(chunkOf(1, [1, 2, 3]));
    expect([0, 1, 2, 3].map((position) => trace.step(position)?.tokenId)).toEqual([0, 1, 2, 3]);
    expect(trace.step(4)).toBeNull();
  });

  test('all steps come in order, each once, with a gap where a token has none', () => {
    const trace = newTrace();
    trace.addChunk(chunkOf(0, [0, 1]));
    trace.addChunk(chunkOf(1, [1, 2, 3]));
    expect([...trace.steps()].map((step) => step?.tokenId)).toEqual([0, 1, 2, 3]);
    const prompt = newTrace();
    prompt.addIds([0, 1, 2, 3]);
    prompt.addScore(chunkOf(1, [1, 2]));
    expect([...prompt.steps()].map((step) => step?.tokenId)).toEqual([undefined, 1, 2, undefined]);
  });

  test('surprisal, probability and rank are those of the captured step', () => {
    const trace = newTrace();
    trace.addChunk(chunkOf(0, [0, 1, 2]));
    expect(trace.values(0)).toEqual({
      surprisalBits: expect.closeTo(1, 6),
      probability: expect.closeTo(0.5, 6),
      rank: 1,
    });
    expect(trace.values(1)).toEqual({
      surprisalBits: expect.closeTo(2, 6),
      probability: expect.closeTo(0.25, 6),
      rank: 2,
    });
    expect(trace.values(2).rank).toBe(3);
  });

  test('a token below the captured ones has the best rank that is possible', () => {
    const trace = newTrace();
    trace.addChunk(chunkOf(0, [4]));
    expect(trace.values(0).rank).toBe(5);
  });

  test('an end token of any type is a mark without text', () => {
    const trace = newTrace();
    trace.addChunk(chunkOf(0, [0, 4]));
    expect(trace.cells.text).toBe('The');
    expect(trace.cells.isChip(1)).toBe(true);
  });

  test('a prompt has text before it has numbers, and both after it was scored', () => {
    const trace = newTrace();
    trace.addIds([0, 1]);
    expect(trace.values(1).surprisalBits).toBeNaN();
    expect(trace.step(1)).toBeNull();
    trace.addScore(chunkOf(0, [0, 1]));
    expect(trace.values(1).surprisalBits).toBeCloseTo(2, 6);
    expect(trace.step(1)?.tokenId).toBe(1);
    expect(trace.cells.text).toBe('The cat');
  });

  test('surprisal adds up over the tokens of one character', () => {
    const trace = new TokenTrace(
      vocabularyTable(
        vocabularyOf([
          [[0xf0, 0x9f, 0x98], 'normal'],
          [[0x8a], 'normal'],
        ]),
      ),
    );
    trace.addChunk(chunkOf(0, [0, 1]));
    expect(trace.cells.count).toBe(1);
    expect(trace.cellValues(0)).toEqual({
      surprisalBits: expect.closeTo(3, 6),
      probability: expect.closeTo(0.125, 6),
      rank: 2,
    });
  });
});

describe('cells', () => {
  const cut = (pieces: readonly (string | readonly number[])[]): TokenCells => {
    const cells = new TokenCells();
    for (const piece of pieces) cells.append({ bytes: bytesOf(piece), type: 'normal' });
    return cells;
  };
  const texts = (cells: TokenCells): string[] =>
    Array.from({ length: cells.count }, (_, cell) => cells.textOf(cell));

  test('tokens that make one character together are one cell', () => {
    const cells = cut(['a', [0xf0, 0x9f], [0x98], [0x8a], 'b']);
    expect(texts(cells)).toEqual(['a', '😊', 'b']);
    expect(cells.tokens(1)).toEqual({ first: 1, end: 4 });
    expect([0, 1, 2, 3, 4].map((token) => cells.cellOfToken(token))).toEqual([0, 1, 1, 1, 2]);
  });

  test('an accent and a joined emoji stay with the character in front of them', () => {
    expect(texts(cut(['e', '\u0301', 't']))).toEqual(['e\u0301', 't']);
    expect(texts(cut(['👩', '\u200d', '👧', '!']))).toEqual(['👩\u200d👧', '!']);
  });

  test('half a character shows nothing until the rest is there', () => {
    const cells = cut([[0xc3]]);
    expect(cells.text).toBe('');
    cells.append({ bytes: bytesOf([0xa9]), type: 'normal' });
    expect(cells.text).toBe('é');
    expect(cells.count).toBe(1);
  });
});

describe('from token to token', () => {
  const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false });
  const trace = newTrace();
  trace.addChunk(chunkOf(0, [0, 1, 3, 2, 3]));

  test('arrows go one token and stop at the ends', () => {
    expect(moveSelection(trace, 0, press('ArrowRight'))).toBe(1);
    expect(moveSelection(trace, 4, press('ArrowRight'))).toBe(4);
    expect(moveSelection(trace, 0, press('ArrowLeft'))).toBe(0);
    expect(moveSelection(trace, -1, press('ArrowRight'))).toBe(0);
  });

  test('Ctrl and an arrow go one word', () => {
    expect(moveSelection(trace, 1, press('ArrowRight', true))).toBe(3);
    expect(moveSelection(trace, 3, press('ArrowLeft', true))).toBe(1);
  });

  test('Home and End go to the ends; other keys mean nothing', () => {
    expect(moveSelection(trace, 2, press('Home'))).toBe(0);
    expect(moveSelection(trace, 2, press('End'))).toBe(4);
    expect(moveSelection(trace, 2, press('x'))).toBeNull();
  });
});
