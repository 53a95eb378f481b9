/**
 * One GET to another machine, for what a person started: asked of the permits, put on the ledger, through the person's
 * proxy. Runs in the core. The only way out there is; it knows no hub and no model.
 */
export type HttpRequest = {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

export type HttpAnswer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** After redirects. */
  readonly url: URL;
  /** To be read to its end or destroyed (by leaving a `for await`). */
  readonly body: AsyncIterable<Uint8Array>;
};

/**
 * Follows at most five redirects; a secret header never goes to another host than the first.
 * @throws egress.denied (offline), download.unreachable { host, reason }
 */
export type HttpGet = (request: HttpRequest) => Promise<HttpAnswer>;
