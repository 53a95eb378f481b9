import { describe, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { readArguments } from './cli-arguments.ts';

function refusal(...args: string[]): PrismeError {
  try {
    readArguments(args);
  } catch (error) {
    if (error instanceof PrismeError) return error;
    throw error;
  }
  throw new Error('the arguments were accepted');
}

describe('the arguments of ask', () => {
  it('takes the balanced preset where nothing else is said', () => {
    const command = readArguments(['ask', 'Bonjour']);
    expect(command).toMatchObject({ kind: 'ask', text: 'Bonjour', isRaw: false, system: null, attached: [] });
    expect(command).toMatchObject({ settings: { ...samplerPresets.balanced, maxTokens: 256, seed: null } });
  });

  it('reads every flag', () => {
    const line =
      'ask Bonjour --model m.gguf --system S --tokens 8 --seed 3 --temperature 0.5 --top-k 7 --top-p 0.9 --min-p 0.1 --top 4 --json';
    expect(
      readArguments([...line.split(' '), '--data', 'd', '--models', 'a', '--models', 'b']),
    ).toMatchObject({
      system: 'S',
      settings: { maxTokens: 8, seed: 3, temperature: 0.5, topK: 7, topP: 0.9, minP: 0.1 },
      output: { top: 4, isJson: true },
      places: { modelFile: 'm.gguf', dataDir: 'd', modelDirs: ['a', 'b'] },
    });
  });

  it.each([
    [['ask'], 'wants one text'],
    [['ask', 'a', 'b'], 'wants one text'],
    [['ask', 'a', '--top-p', '1.5'], '<=1'],
    [['ask', 'a', '--temperature', 'hot'], 'not a number'],
    [['ask', 'a', '--seed', '1.5'], 'int'],
    [['ask', 'a', '--tokens', '0'], '>=1'],
    [['ask', 'a', '--top', '-1'], "Option '--top'"],
    [['ask', 'a', '--colour'], "Unknown option '--colour'"],
    [['ask', 'a', '--var', 'x=y'], 'belongs to --prompt'],
    [['ask', '--prompt', 'p', '--var', 'x'], 'is not name=value'],
    [['ask', 'a', '--prompt', 'p'], 'no text beside'],
    [['ask', 'a', '--raw', '--system', 'S'], 'no system prompt'],
    [['ask', 'a', ...Array.from({ length: 21 }, () => ['--attach', 'f']).flat()], 'at most 20'],
    [['tell', 'a'], 'the commands are'],
    [[], 'the commands are'],
  ])('refuses %j and says why', (args, reason) => {
    const error = refusal(...args);
    expect(error.code).toBe('app.invalidInput');
    expect(String(error.details['reason'])).toContain(reason);
  });
});

describe('the arguments of models get', () => {
  it('are a repository of the hub, and what is wanted of it', () => {
    const places = { dataDir: null, modelDirs: [] };
    const get = { kind: 'get', repository: 'o/n', places };
    expect(readArguments(['models', 'get', 'o/n'])).toEqual({ ...get, wanted: null });
    expect(readArguments(['models', 'get', 'o/n:Q4_K_M'])).toEqual({ ...get, wanted: 'Q4_K_M' });
    expect(readArguments(['models', 'get', 'o/n:a/b.gguf', '--data', 'd', '--models', 'm'])).toEqual({
      ...get,
      wanted: 'a/b.gguf',
      places: { dataDir: 'd', modelDirs: ['m'] },
    });
  });

  it.each([
    [['get']],
    [['get', 'a', 'b']],
    [['get', 'name']],
    [['get', '../x']],
    [['get', 'o/n', '--top', '1']],
  ])('%j make no sense', (args) => {
    expect(() => readArguments(['models', ...args])).toThrow(
      expect.objectContaining({ code: 'app.invalidInput' }),
    );
  });
});

describe('the arguments of models inspect', () => {
  it('takes one file, and says it as JSON when asked to', () => {
    expect(readArguments(['models', 'inspect', 'm.gguf'])).toEqual({
      kind: 'inspect',
      file: 'm.gguf',
      isJson: false,
    });
    expect(readArguments(['models', 'inspect', '--json', 'm.gguf'])).toMatchObject({ isJson: true });
    const places = { dataDir: 'd', modelDirs: [] };
    expect(readArguments(['models', '--data', 'd'])).toEqual({ kind: 'listModels', isJson: false, places });
    expect(readArguments(['models', 'rm', 'abcd', '--file', '--data', 'd'])).toEqual({
      kind: 'removeModel',
      name: 'abcd',
      withFile: true,
      places,
    });
  });

  it.each([
    [['models', 'list'], 'wants nothing, "inspect FILE"'],
    [['models', 'rm'], 'wants the id of a model'],
    [['models', 'rm', 'a', '--json'], 'answers in words'],
    [['models', 'inspect', 'a', '--file'], 'belongs to "models rm"'],
    [['models', 'inspect'], 'wants one file'],
    [['models', 'inspect', 'a', 'b'], 'wants one file'],
    [['models', 'inspect', 'a', '--model', 'b'], "Unknown option '--model'"],
  ])('refuses %j and says why', (args, reason) => {
    expect(String(refusal(...args).details['reason'])).toContain(reason);
  });
});

describe('the arguments of score', () => {
  it('takes one file', () => {
    expect(readArguments(['score', '-', '--top', '0'])).toMatchObject({
      kind: 'score',
      file: '-',
      output: { top: 0 },
    });
  });

  it('refuses the settings of a draw, because nothing is drawn', () => {
    expect(refusal('score', 'f', '--seed', '1').details['reason']).toContain('--seed');
  });
});

describe('the arguments of compare', () => {
  it('takes models in the order in which they stand, the reference first', () => {
    expect(
      readArguments(['compare', 'text.txt', '--model', 'a.gguf', '--model', 'b.gguf', '--json']),
    ).toEqual({
      kind: 'compare',
      file: 'text.txt',
      modelFiles: ['a.gguf', 'b.gguf'],
      distributionTokens: 512,
      isJson: true,
      places: { dataDir: null, modelDirs: [] },
    });
  });

  it.each([
    [['compare', 't.txt', '--model', 'a.gguf'], 'from 2 to 8 model files'],
    [['compare', '--model', 'a.gguf', '--model', 'b.gguf'], 'wants one file'],
    [['compare', 't', '--model', 'a', '--model', 'b', '--distributions', '1.5'], 'whole number'],
    [['compare', 't', '--model', 'a', '--model', 'b', '--top', '3'], "Unknown option '--top'"],
  ])('refuses %j', (args, reason) => {
    expect(String(refusal(...args).details['reason'])).toContain(reason);
  });
});
