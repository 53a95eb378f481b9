import { describe, expect, it, onTestFinished } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import type { HubSearch } from '#contract/hub.ts';
import { createHttpGet } from '#egress/http-get.ts';
import { EgressLedger } from '#egress/ledger.ts';
import { EgressPermits } from '#egress/permits.ts';
import * as recorded from '../../../fixtures/hub/answers.ts';
import { type Answer, startHubServer } from '../../../fixtures/hub/hub-server.ts';
import { createHubClient, type HubClient } from './hub-client.ts';

const everything: HubSearch = {
  query: '',
  task: null,
  licence: null,
  language: null,
  size: null,
  cursor: null,
};

type Setup = {
  readonly isOffline?: boolean;
  readonly below?: string;
  readonly token?: string;
  readonly timeoutMs?: number;
};

async function hubThat(answer: Parameters<typeof startHubServer>[0], setup: Setup = {}) {
  const server = await startHubServer(answer);
  onTestFinished(() => server.close());
  const permits = new EgressPermits();
  permits.follow(() => setup.isOffline ?? false);
  const ledger = new EgressLedger(0);
  const client = createHubClient({
    get: createHttpGet({ permits, ledger, proxyUrl: () => null }),
    hubUrl: () => new URL(setup.below ?? '/', server.url),
    ...(setup.token === undefined
      ? {}
      : { secretHeaders: () => ({ authorization: `Bearer ${setup.token}` }) }),
    ...(setup.timeoutMs === undefined ? {} : { timeoutMs: setup.timeoutMs }),
  });
  return { client, server, ledger };
}

const answering = (answer: Answer | null, setup?: Setup) => hubThat(() => answer, setup);

async function errorOf(asking: Promise<unknown>): Promise<Pick<PrismeError, 'code' | 'details'>> {
  try {
    await asking;
  } catch (error) {
    if (error instanceof PrismeError) return { code: error.code, details: error.details };
    throw error;
  }
  throw new Error('it was answered');
}

const search = (client: HubClient, changes: Partial<HubSearch> = {}) =>
  client.search({ ...everything, ...changes });

describe('a search', () => {
  it('asks for models with GGUF files in the hub’s own words, and is on the ledger', async () => {
    const { client, server, ledger } = await answering({ body: [] });
    await search(client, {
      query: ' smol lm ',
      task: 'text-generation',
      licence: 'apache-2.0',
      language: 'fr',
      size: 'small',
    });
    const asked = new URL(server.asked[0] ?? '', server.url);
    expect(asked.pathname).toBe('/api/models');
    expect([...asked.searchParams]).toEqual([
      ['search', 'smol lm'],
      ['filter', 'gguf'],
      ['filter', 'fr'],
      ['filter', 'license:apache-2.0'],
      ['pipeline_tag', 'text-generation'],
      ['num_parameters', 'min:1B,max:4B'],
      ['sort', 'downloads'],
      ['limit', '20'],
      ...['downloads', 'likes', 'tags', 'pipeline_tag', 'gated', 'gguf', 'lastModified'].map((field) => [
        'expand[]',
        field,
      ]),
    ]);
    expect(ledger.snapshot().attempts).toMatchObject([{ host: '127.0.0.1', wasRefused: false }]);
  });

  it('gives what the hub says of each model: licence, languages, conditions, size, context', async () => {
    const { client } = await answering({
      body: [recorded.smolLm3, recorded.gemma, recorded.gatedLlama],
    });
    const { models, cursor } = await search(client);
    expect(cursor).toBeNull();
    expect(models[0]).toEqual({
      repository: 'ggml-org/SmolLM3-3B-GGUF',
      licence: 'apache-2.0',
      languages: ['en', 'fr', 'es', 'it', 'pt', 'de'],
      isGated: false,
      downloads: 21_040,
      likes: 118,
      updatedAtMs: Date.UTC(2025, 6, 8, 18, 22, 41),
      task: 'text-generation',
      parameterCount: 3_075_098_624,
      architecture: 'smollm3',
      contextTokens: 65_536,
    });
    expect(models.map(({ isGated }) => isGated)).toEqual([false, false, true]);
    expect(models[1]?.languages).toEqual([]);
  });

  it('goes on with the hub’s cursor, and asks nobody else for the next page', async () => {
    const { client, server } = await answering({
      headers: { link: '<https://elsewhere.invalid/api/models?limit=20&cursor=eyJfaWQiOiI2Nyd9%3D>; rel="next"' },
      body: [recorded.gemma],
    }); // prettier-ignore
    const { cursor } = await search(client);
    expect(cursor).toBe('eyJfaWQiOiI2Nyd9=');
    await search(client, { cursor });
    expect(new URL(server.asked[1] ?? '', server.url).searchParams.get('cursor')).toBe(cursor);
  });

  it('leaves out what is too large when a mirror does not know that filter', async () => {
    const { client } = await answering({ body: [recorded.gemma, recorded.smolLm3] });
    const { models } = await search(client, { size: 'small' });
    expect(models.map(({ repository }) => repository)).toEqual([recorded.smolLm3.id]);
  });

  it('asks a mirror that lives below a path', async () => {
    const { client, server } = await answering({ body: [] }, { below: '/mirror/hub/' });
    await search(client);
    expect(server.asked[0]).toMatch(/^\/mirror\/hub\/api\/models\?/);
  });
});

describe('a repository', () => {
  it('is asked for with its files, and answers with the revision they belong to', async () => {
    const { client, server } = await answering({ body: recorded.smolLm3Repository });
    const answer = await client.repository(recorded.smolLm3.id);
    expect(server.asked).toEqual(['/api/models/ggml-org/SmolLM3-3B-GGUF?blobs=true']);
    expect(answer.revision).toBe(recorded.revision);
    expect(answer.files).toContainEqual({
      path: 'SmolLM3-Q4_K_M.gguf',
      sizeBytes: 1_915_305_312,
      sha256: recorded.madeUpSha256('SmolLM3-Q4_K_M.gguf'),
    });
  });

  it('gives whoever fetches its model files, at a revision', async () => {
    const { client, server } = await answering({ body: recorded.smolLm3Repository });
    const { files, revision, isGated } = await client.files(recorded.smolLm3.id, recorded.revision);
    expect(server.asked).toEqual([
      `/api/models/ggml-org/SmolLM3-3B-GGUF/revision/${recorded.revision}?blobs=true`,
    ]);
    expect({ revision, isGated }).toEqual({ revision: recorded.revision, isGated: false });
    expect(files.map(({ path }) => path)).toEqual([
      'SmolLM3-Q4_K_M.gguf',
      'SmolLM3-Q8_0.gguf',
      'SmolLM3-f16-00001-of-00002.gguf',
      'SmolLM3-f16-00002-of-00002.gguf',
    ]);
  });

  it('sends a token only as a header', async () => {
    let sent: string | undefined;
    const { client, server } = await hubThat(
      (_url, { headers }) => {
        sent = headers.authorization;
        return { body: recorded.smolLm3Repository };
      },
      { token: 'hf_secret' },
    );
    await client.repository(recorded.smolLm3.id);
    expect(sent).toBe('Bearer hf_secret');
    expect(server.asked.join()).not.toContain('hf_secret');
  });
});

describe('what the hub refuses becomes a code', () => {
  it.each([
    [401, 'RepoNotFound', 'hub.notFound'],
    [404, '', 'hub.notFound'],
    [401, 'GatedRepo', 'download.gated'],
    [403, 'GatedRepo', 'download.gated'],
    [429, '', 'hub.rateLimited'],
    [500, '', 'hub.failed'],
    [503, '', 'hub.failed'],
    [418, '', 'hub.badAnswer'],
  ])('%i %s: %s', async (status, errorCode, code) => {
    const { client } = await answering({
      status,
      headers: { 'x-error-code': errorCode },
      body: { error: 'no' },
    });
    expect((await errorOf(client.repository(recorded.gemma.id))).code).toBe(code);
  });

  it('offline nothing is sent, and the refusal says so', async () => {
    const { client, server, ledger } = await answering({ body: [] }, { isOffline: true });
    expect(await errorOf(search(client))).toMatchObject({
      code: 'egress.denied',
      details: { reason: 'offline' },
    });
    expect(server.asked).toEqual([]);
    expect(ledger.snapshot().refusedCount).toBe(1);
  });

  it('a connection that breaks, and a hub that nobody serves', async () => {
    const { client, server } = await answering(null);
    expect((await errorOf(search(client))).code).toBe('hub.unreachable');
    await server.close();
    expect((await errorOf(search(client))).code).toBe('hub.unreachable');
  });

  it('an answer that does not come in time', async () => {
    const { client } = await hubThat(() => 'never', { timeoutMs: 1 });
    expect(await errorOf(search(client))).toMatchObject({
      code: 'hub.unreachable',
      details: { reason: 'timeout' },
    });
  });
});

describe('a hostile answer', () => {
  const good = recorded.gemma;

  it.each<[string, unknown]>([
    ['a page of HTML', '<!doctype html><title>Sign in</title>'],
    ['half a list', '[{"id":"a/b"'],
    ['bytes that are no UTF-8', new Uint8Array([0x5b, 0xff, 0xfe, 0x5d])],
    ['an object instead of a list', { models: [good] }],
    ['a list of other things', [{ name: 'x' }, 5, null]],
    ['a list without an end', new Array(1_001).fill(good)],
    ['more than eight megabytes', `[${' '.repeat(8 * 1024 * 1024)}]`],
  ])('%s is not understood', async (_name, body) => {
    const { client } = await answering({ body });
    expect((await errorOf(search(client))).code).toBe('hub.badAnswer');
  });

  it('loses what makes no sense and keeps the rest', async () => {
    const { client } = await answering({
      body: [
        { ...good, id: '../../etc/passwd' },
        { ...good, id: 'https://evil.invalid/x' },
        {
          ...good,
          downloads: 'many',
          likes: -1,
          lastModified: 'yesterday',
          gguf: { total: 1e99, architecture: 7, context_length: 0.5 },
          tags: ['license:‮gemma\u0000', 5, 'fr', 'fr', 'xx'],
        },
        { id: 'just/a-name' },
      ],
    });
    const { models } = await search(client);
    expect(models).toHaveLength(2);
    expect(models[0]).toMatchObject({
      downloads: 0,
      likes: 0,
      updatedAtMs: null,
      parameterCount: null,
      architecture: null,
      contextTokens: null,
      licence: 'gemma',
      languages: ['fr'],
    });
    expect(models[1]).toMatchObject({ licence: null, isGated: false, task: null });
  });

  it('of a repository is refused without a revision, and files that climb out of it are left out', async () => {
    const { sha: _sha, ...withoutRevision } = recorded.smolLm3Repository;
    const { client: first } = await answering({ body: withoutRevision });
    expect(await errorOf(first.repository(good.id))).toMatchObject({
      code: 'hub.badAnswer',
      details: { reason: 'sha' },
    });
    const { client } = await answering({
      body: {
        ...recorded.smolLm3Repository,
        siblings: [
          recorded.sibling('../../outside.gguf', 5),
          recorded.sibling('/absolute.gguf', 5),
          recorded.sibling('C:\\windows.gguf', 5),
          recorded.sibling('ok-Q8_0.gguf', 5),
          { rfilename: 'no-hash-Q8_0.gguf', size: 5 },
          recorded.sibling('bad-hash-Q8_0.gguf', 5, 'abc'),
          recorded.sibling('negative-Q8_0.gguf', -5),
          7,
        ],
      },
    });
    const { files } = await client.files(good.id, 'main');
    expect(files.map(({ path }) => path)).toEqual(['ok-Q8_0.gguf']);
  });
});
