/**
 * Which distributions are needed to know the probability of several continuations of one text. Portable, pure: it asks
 * no model. Continuations that begin alike are read together, and each distribution once.
 */

/** One distribution: behind `path`, where each of `wanted` stands as the next token of some continuation. */
export type ContinuationRead = { readonly path: readonly number[]; readonly wanted: readonly number[] };

/** What a distribution says about a token. */
export type TokenReading = {
  /** ln p, in nats. */
  readonly logprob: number;
  /** It is the most probable one there. */
  readonly isFirst: boolean;
};

export type ContinuationReading = {
  /** ln p of all tokens together, in nats: Σ over them. */
  readonly logprob: number;
  /** Each token is the most probable one where it stands: greedy decoding would write exactly this. */
  readonly isGreedy: boolean;
};

type Node = { readonly path: readonly number[]; readonly children: Map<number, Node> };

const pathKey = (path: readonly number[]): string => path.join();

/** In an order in which each path goes on from one before it or leaves it: a cache holds the most of it. */
export function continuationReads(continuations: readonly (readonly number[])[]): ContinuationRead[] {
  const root: Node = { path: [], children: new Map() };
  for (const tokenIds of continuations) {
    let node = root;
    for (const tokenId of tokenIds) {
      const child = node.children.get(tokenId) ?? { path: [...node.path, tokenId], children: new Map() };
      node.children.set(tokenId, child);
      node = child;
    }
  }
  return readsOf(root);
}

function readsOf({ path, children }: Node): ContinuationRead[] {
  if (children.size === 0) return [];
  return [{ path, wanted: [...children.keys()] }, ...[...children.values()].flatMap(readsOf)];
}

/** Collects what the reads gave and adds it up for each continuation. */
export class ContinuationSums {
  readonly #readings = new Map<string, TokenReading>();

  add(path: readonly number[], tokenId: number, reading: TokenReading): void {
    this.#readings.set(pathKey([...path, tokenId]), reading);
  }

  /** @throws RangeError when a distribution of this continuation was not read */
  of(tokenIds: readonly number[]): ContinuationReading {
    let logprob = 0;
    let isGreedy = true;
    for (let length = 1; length <= tokenIds.length; length++) {
      const reading = this.#readings.get(pathKey(tokenIds.slice(0, length)));
      if (reading === undefined) throw new RangeError(`token ${length - 1} was not read`);
      logprob += reading.logprob;
      isGreedy &&= reading.isFirst;
    }
    return { logprob, isGreedy };
  }
}
