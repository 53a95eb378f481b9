/**
 * Asks for a part of a file and makes sure that the answer is about this file. Runs in the core. Writes nothing.
 */
import { PrismeError } from '#contract/errors.ts';
import { discard, type HttpAnswer, type HttpGet } from '#egress/http-get.ts';
import type { ByteRange } from './gaps.ts';

/** Where a file is, and how it is asked for. */
export type Source = {
  readonly url: URL;
  /** What proves who asks; sent to the first host only. */
  readonly headers: Readonly<Record<string, string>>;
};

/** What is known about the file before its first byte. */
export type Expected = {
  readonly sizeBytes: number;
  /** The server's name for the version that arrived so far; null: not known. */
  readonly etag: string | null;
};

export type RangeAnswer = {
  /** Where the body begins: 0 where the server sends the whole file whatever is asked. */
  readonly from: number;
  readonly isWhole: boolean;
  readonly etag: string | null;
  readonly body: HttpAnswer['body'];
};

/** The file on the server is not the one that was begun. Not an error for a person yet: it can be begun again once. */
export class FileChanged extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`the file changed: ${reason}`);
    this.name = 'FileChanged';
    this.reason = reason;
  }
}

/**
 * @throws FileChanged; download.gated, download.fileMissing, download.refused {host, status}, download.unreachable,
 * egress.denied, the signal's reason
 */
export async function askRange(
  get: HttpGet,
  source: Source,
  range: ByteRange,
  expected: Expected,
  signal: AbortSignal,
): Promise<RangeAnswer> {
  const headers = { ...source.headers, range: `bytes=${range.from}-${range.to - 1}` };
  const answer = await get({ url: source.url, headers, signal });
  try {
    return read(answer, source, range, expected);
  } catch (cause) {
    await discard(answer);
    throw cause;
  }
}

function read(answer: HttpAnswer, source: Source, range: ByteRange, expected: Expected): RangeAnswer {
  refuseStatus(answer, source);
  const { headers, status, body } = answer;
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new FileChanged('encoding');
  const isWhole = status === 200;
  const sizeBytes = isWhole ? lengthOf(headers['content-length']) : totalOf(headers['content-range'], range);
  if (sizeBytes !== null && sizeBytes !== expected.sizeBytes) throw new FileChanged('length');
  const etag = strongEtag(headers['etag']);
  if (etag !== null && expected.etag !== null && etag !== expected.etag) throw new FileChanged('etag');
  return { from: isWhole ? 0 : range.from, isWhole, etag, body };
}

function refuseStatus({ status, url }: HttpAnswer, source: Source): void {
  if (status === 200 || status === 206) return;
  const details = { host: url.hostname.slice(0, 300), status };
  // A store behind the hub answers 403 for an address that has expired: the hub is then asked for another one.
  const isHubItself = url.origin === source.url.origin;
  if (isHubItself && (status === 401 || status === 403)) throw new PrismeError('download.gated', details);
  if (isHubItself && (status === 404 || status === 410))
    throw new PrismeError('download.fileMissing', details);
  if (status === 416) throw new FileChanged('length');
  throw new PrismeError('download.refused', details);
}

/** The whole length in `bytes 0-99/1000`; null: unknown there (`*`). @throws FileChanged for another range than was asked for */
function totalOf(contentRange: string | undefined, range: ByteRange): number | null {
  const found = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(contentRange ?? '');
  if (found === null || Number(found[1]) !== range.from || Number(found[2]) >= range.to)
    throw new FileChanged('range');
  return found[3] === '*' ? null : Number(found[3]);
}

function lengthOf(contentLength: string | undefined): number | null {
  return contentLength === undefined ? null : Number(contentLength);
}

/** A weak one says nothing about bytes. */
function strongEtag(etag: string | undefined): string | null {
  return etag === undefined || etag.startsWith('W/') || etag.length > 500 ? null : etag;
}

/** Whether the same request may go well a little later. */
export function isPassing({ code, details }: PrismeError): boolean {
  if (code === 'download.unreachable') return !lasting.has(String(details['reason']));
  if (code !== 'download.refused') return false;
  const status = Number(details['status']);
  return status >= 500 || passingStatus.has(status);
}

/** 403 from a store: see above. */
const passingStatus = new Set([403, 408, 425, 429]);
const lasting = new Set(['tooManyRedirects', 'badRedirect', 'insecureRedirect']);
