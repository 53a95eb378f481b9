/**
 * Asks the hub of models: search, and what a repository holds. Runs in the core, only when a person pressed a button that
 * names the hub. It fetches no model, and knows none of this machine.
 *
 * Addresses: `GET /api/models` and `GET /api/models/{repository}[/revision/{revision}]?blobs=true`, as huggingface_hub
 * (hf_api.py: list_models, model_info) asks for them.
 */
import { PrismeError } from '#contract/errors.ts';
import type { HubFile, HubFound, HubSearch, Repository, Revision } from '#contract/hub.ts';
import { hubSearchSchema, hubSizeRanges, type HubSize } from '#contract/hub.ts';
import { fileAddress } from '#core/downloads/file-address.ts';
import type { GgufHeader } from '#core/models/gguf/gguf-header.ts';
import { readGgufHeaderFrom } from '#core/models/gguf/read-header.ts';
import { discard, type HttpAnswer, type HttpGet } from '#egress/http-get.ts';
import { HubFileSource } from './hub-file-source.ts';
import { badAnswer, readModels, readRepository, type RepositoryAnswer } from './hub-answers.ts';
import { readJson } from './read-json.ts';
import { variantsOf } from './variants.ts';

export type HubClientOptions = {
  readonly get: HttpGet;
  /** Asked at every request: a setting that may change. */
  readonly hubUrl: () => URL;
  /** What proves who asks, where a person gave a token; none otherwise. */
  readonly secretHeaders?: () => Readonly<Record<string, string>>;
  /** How long an answer may take, headers and body together. Tests pass a shorter one. */
  readonly timeoutMs?: number;
};

export type HubClient = {
  /** @throws hub.*, download.gated, egress.denied */
  search(search: HubSearch, signal?: AbortSignal): Promise<HubFound>;
  /** @throws as above, and hub.notFound */
  repository(repository: Repository, signal?: AbortSignal): Promise<RepositoryAnswer>;
  /** The model files of a repository, with their hashes. @param revision a commit, or 'main' @throws as above */
  files(
    repository: Repository,
    revision: string,
    signal?: AbortSignal,
  ): Promise<{ readonly revision: Revision; readonly files: HubFile[]; readonly isGated: boolean }>;
  /**
   * What a model file says of itself: as much of it is fetched as its header is long, 64 MB at most.
   * @throws as above, download.fileMissing, and what readGgufHeader throws
   */
  header(
    repository: Repository,
    revision: Revision,
    file: HubFile,
    signal?: AbortSignal,
  ): Promise<GgufHeader>;
};

const pageLength = 20;
const answerTimeoutMs = 30_000;
/** Ten megabytes over a slow line. */
const headerTimeoutMs = 90_000;
/** What list_models calls `expand`: without it an answer has neither parameters nor whether conditions must be accepted. */
const fields = ['downloads', 'likes', 'tags', 'pipeline_tag', 'gated', 'gguf', 'lastModified'] as const;

export function createHubClient(options: HubClientOptions): HubClient {
  const ask = (path: string, query: URLSearchParams, signal?: AbortSignal) =>
    askHub(options, path, query, signal);
  const repositoryAt = async (
    repository: Repository,
    revision: string,
    signal?: AbortSignal,
  ): Promise<RepositoryAnswer> => {
    // The schema leaves no character of a repository's name that would need another form in an address.
    const path = `api/models/${repository}${revision === 'main' ? '' : `/revision/${encodeURIComponent(revision)}`}`;
    const { json } = await ask(path, new URLSearchParams({ blobs: 'true' }), signal);
    return readRepository(json);
  };
  return {
    search: async (search, signal) => {
      const { json, answer } = await ask('api/models', queryOf(search), signal);
      const models = readModels(json).filter(({ parameterCount }) => isOfSize(search.size, parameterCount));
      return { models, cursor: nextCursor(answer.headers['link']) };
    },
    repository: (repository, signal) => repositoryAt(repository, 'main', signal),
    files: async (repository, revision, signal) => {
      const answer = await repositoryAt(repository, revision, signal);
      const { variants } = variantsOf(answer.files, answer.model.parameterCount);
      return {
        revision: answer.revision,
        files: variants.flatMap(({ files }) => [...files]),
        isGated: answer.model.isGated,
      };
    },
    header: (repository, revision, file, signal) =>
      inTime(options, headerTimeoutMs, signal, (either) => {
        const { get, hubUrl, secretHeaders } = options;
        const url = fileAddress(hubUrl(), { repository, revision }, file.path);
        const source = { url, headers: secretHeaders?.() ?? {} };
        return headerOf(new HubFileSource({ get, source, sizeBytes: file.sizeBytes, signal: either }), file);
      }),
  };
}

async function headerOf(source: HubFileSource, { sizeBytes }: HubFile): Promise<GgufHeader> {
  try {
    return await readGgufHeaderFrom(source, sizeBytes, source.nowMs);
  } finally {
    await source.close();
  }
}

function queryOf({ query, task, licence, language, size, cursor }: HubSearch): URLSearchParams {
  const parts: readonly (readonly [string, string | null])[] = [
    ['search', query.trim() === '' ? null : query.trim()],
    ['filter', 'gguf'],
    ['filter', language],
    ['filter', licence === null ? null : `license:${licence}`],
    ['pipeline_tag', task],
    ['num_parameters', size === null ? null : rangeText(size)],
    ['sort', 'downloads'],
    ['limit', String(pageLength)],
    ...fields.map((field) => ['expand[]', field] as const),
    ['cursor', cursor],
  ];
  return new URLSearchParams(
    parts.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]])),
  );
}

/** In the hub's own words, as its page of models writes them into its address: "min:1B,max:4B". */
function rangeText(size: HubSize): string {
  const [least, most] = hubSizeRanges[size];
  const ends = [least > 0 ? `min:${least / 1e9}B` : null, most < Infinity ? `max:${most / 1e9}B` : null];
  return ends.filter((end) => end !== null).join(',');
}

/** A mirror may not know the filter; what does not say how large it is stays. */
function isOfSize(size: HubSize | null, parameterCount: number | null): boolean {
  if (size === null || parameterCount === null) return true;
  const [least, most] = hubSizeRanges[size];
  return parameterCount >= least && parameterCount <= most;
}

/** Of `Link: <https://…?cursor=…>; rel="next"` only the cursor is taken: where to ask is ours to say. */
function nextCursor(link: string | undefined): string | null {
  const address = /<([^>]*)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
  if (address === undefined || !URL.canParse(address, 'https://hub.invalid')) return null;
  const cursor = new URL(address, 'https://hub.invalid').searchParams.get('cursor');
  return hubSearchSchema.shape.cursor.safeParse(cursor).data ?? null;
}

type Answered = { readonly answer: HttpAnswer; readonly json: unknown };

function askHub(
  options: HubClientOptions,
  path: string,
  query: URLSearchParams,
  signal?: AbortSignal,
): Promise<Answered> {
  const { get, hubUrl, secretHeaders } = options;
  const url = addressOf(hubUrl(), path, query);
  return inTime(options, answerTimeoutMs, signal, async (either) => {
    const headers = { accept: 'application/json', ...secretHeaders?.() };
    const answer = await get({ url, headers, signal: either });
    const refusal = refusalOf(answer);
    if (refusal !== null) {
      await discard(answer);
      throw refusal;
    }
    return { answer, json: await readJson(answer.body) };
  });
}

/** The egress speaks of downloads that are kept and go on: of a question, nothing is. */
async function inTime<T>(
  { hubUrl, timeoutMs }: HubClientOptions,
  usualMs: number,
  signal: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const host = hubUrl().hostname;
  const late = AbortSignal.timeout(timeoutMs ?? usualMs);
  try {
    return await ask(signal === undefined ? late : AbortSignal.any([signal, late]));
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    if (late.aborted) throw new PrismeError('hub.unreachable', { host, reason: 'timeout' }, { cause });
    if (!(cause instanceof PrismeError) || cause.code !== 'download.unreachable') throw cause;
    throw new PrismeError('hub.unreachable', cause.details, { cause });
  }
}

/** A mirror may live below a path of its host. */
function addressOf(hub: URL, path: string, query: URLSearchParams): URL {
  const url = new URL(hub);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  url.search = query.toString();
  return url;
}

/**
 * The hub says in `x-error-code` what it means (huggingface_hub, utils/_http.py: hf_raise_for_status). To somebody without
 * a token a repository that does not exist is 401, as a hidden one is.
 */
function refusalOf({ status, headers, url }: HttpAnswer): PrismeError | null {
  if (status >= 200 && status < 300) return null;
  const code = headers['x-error-code'] ?? '';
  const details = { status, host: url.hostname };
  if (code === 'GatedRepo' || status === 403) return new PrismeError('download.gated', details);
  if (status === 401 || status === 404) return new PrismeError('hub.notFound', details);
  if (status === 429) return new PrismeError('hub.rateLimited', details);
  if (status >= 500) return new PrismeError('hub.failed', details);
  return badAnswer(`status ${status}`);
}
