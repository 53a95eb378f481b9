/**
 * The shapes of the hub of models. Runs in tests only.
 */
import { flag, list, nullable, number, object, oneOf, sha256, text, whole, type Shape } from './shapes.ts';

const noText = [5, null, undefined, ['x']];

export const repository: Shape = {
  valid: ['owner/name', 'Owner-1/name_2.GGUF', `o/${'n'.repeat(198)}`],
  invalid: [
    '', 'owner', 'owner/', '/name', 'owner/name/', 'owner/name/more', '../name', 'owner/..', 'owner/a..b', '.owner/name', 'owner/.name',
    'owner/na me', 'owner/name?x', 'owner/name#x', 'owner/name%2f', 'https://host/name', 'owner\\name', 'owner/name\n', `o/${'n'.repeat(199)}`, ...noText,
  ],
}; // prettier-ignore

const commit = '0123456789abcdef0123456789abcdef01234567';
export const revision: Shape = {
  valid: [commit],
  invalid: ['main', commit.slice(1), `${commit}0`, commit.toUpperCase(), `g${commit.slice(1)}`, ...noText],
};

export const hubPath: Shape = {
  valid: ['a.gguf', 'Q4_K_M/a-00001-of-00002.gguf', 'a b (c), d+[e]@f=g.gguf', 'n'.repeat(500)],
  invalid: ['', '/a', 'a/', 'a//b', '../a', 'a/../b', './a', 'a/.', 'a\\b', 'C:/a', 'a\n', 'a?b', 'a%2f', 'n'.repeat(501), ...noText],
}; // prettier-ignore

const size = number(0, 1e15);
const count = whole(0, 1e15);
export const hubFile = object({ path: hubPath, sizeBytes: size, sha256 });
const languageCode: Shape = { valid: ['fr', 'en'], invalid: ['', 'f', 'fra', 'FR', 'f1', 'fr\n', ...noText] };
const contextTokens = whole(1, 1e9);
const group = oneOf('small', 'balanced', 'large');
const languages = list(languageCode, 0, 200);

const cursor = nullable({
  valid: ['eyJfaWQiOnt9fQ==', 'a-b_c.~/+', 'c'.repeat(2_000)],
  invalid: ['', 'a b', 'a&b', 'a?b', 'a%3D', 'a\n', 'https://host', 'c'.repeat(2_001), 5, undefined, ['x']],
});

export const hubSearch = object({
  query: text(0, 200),
  task: nullable(oneOf('text-generation', 'feature-extraction')),
  licence: nullable(oneOf('apache-2.0', 'mit', 'llama3.1', 'llama3.2', 'llama3.3', 'gemma')),
  language: nullable(languageCode),
  size: nullable(oneOf('tiny', 'small', 'medium', 'large', 'huge')),
  cursor,
});

const aboutRepository = {
  repository,
  licence: nullable(text(0, 200)),
  languages,
  isGated: flag,
  downloads: count,
  likes: count,
  updatedAtMs: nullable(whole(0, 1e14)),
  task: nullable(text(0, 100)),
  parameterCount: nullable(count),
  architecture: nullable(text(0, 100)),
  contextTokens: nullable(contextTokens),
};

export const hubFound = object({ models: list(object(aboutRepository), 0, 100), cursor });

export const hubFiles = object({ repository, revision, files: list(hubFile, 1, 1_000) });

const fit = object({
  verdict: oneOf('fits', 'slow', 'doesNotFit'),
  weightsBytes: size,
  cacheBytes: size,
  computeBytes: size,
  contextTokens,
  freeBytes: size,
  freedBytes: size,
  spareBytes: size,
  tokensPerSecond: nullable(number(0, 1e9)),
});

export const hubFileFit = object({ fit });

export const hubRepository = object({
  ...aboutRepository,
  revision,
  isKnownArchitecture: nullable(flag),
  variants: list(
    object({
      name: text(0, 500),
      quantisation: nullable(text(0, 40)),
      group,
      bitsPerWeight: nullable(number(0, 1_000)),
      sizeBytes: size,
      files: list(hubFile, 1, 1_000),
      fit,
    }),
    0,
    1_000,
  ),
  leftOut: count,
});

export const hubCatalogue = object({
  host: text(0, 300),
  models: list(
    object({
      name: text(0, 100),
      repository,
      use: oneOf('chat', 'reasoning', 'embedding'),
      goodFor: object({ en: text(1, 300), fr: text(1, 300) }),
      licence: text(0, 100),
      architecture: text(0, 100),
      parameterCount: count,
      contextTokens,
      languages,
      isGoodInFrench: flag,
      quantisations: list(object({ name: text(1, 40), group, aboutBytes: whole(1, 1e15), fit }), 1, 3),
      isKnownArchitecture: flag,
    }),
    0,
    100,
  ),
});
