/**
 * Turns DRY's sequence breakers from texts into tokens, once per model and list of texts. Portable. llama.cpp,
 * src/llama-sampler.cpp, `get_overlapping_token_sequences` and `llama_sampler_init_dry`. It penalises nothing (see
 * stages/dry.ts).
 */

/**
 * First token of a breaker → the token sequences that may follow it. An empty sequence: the token is a breaker by
 * itself, because its text contains one.
 */
export type DryBreakers = ReadonlyMap<number, readonly (readonly number[])[]>;

export const noDryBreakers: DryBreakers = new Map();

/** llama.cpp reads at most this many bytes of a breaker, and at most this many tokens after the first one. */
const maxBreakerBytes = 40;
const maxTailTokens = 20;

/** Answers the ids of bytes that are text, without special tokens at either end. */
export type TokenizeBytes = (bytes: Uint8Array) => readonly number[];

function startsAt(word: Uint8Array, position: number, breaker: Uint8Array): boolean {
  const length = Math.min(breaker.length, word.length - position);
  for (let index = 0; index < length; index++) {
    if (word[position + index] !== breaker[index]) return false;
  }
  return true;
}

/** Positions in `word` where `breaker` stands, or begins and is cut by the end of the word. */
function overlaps(word: Uint8Array, breaker: Uint8Array): { isContained: boolean; cutLengths: number[] } {
  const cutLengths: number[] = [];
  for (let position = word.indexOf(breaker[0] ?? 0); position >= 0;) {
    if (startsAt(word, position, breaker)) {
      const length = word.length - position;
      if (length >= breaker.length) return { isContained: true, cutLengths: [] };
      cutLengths.push(length);
    }
    position = word.indexOf(breaker[0] ?? 0, position + 1);
  }
  return { isContained: false, cutLengths };
}

function sameIds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

/** Answers the tokens of the breaker's bytes after the first `length`, each length tokenised once. */
function restsOf(breaker: Uint8Array, tokenize: TokenizeBytes): (length: number) => readonly number[] {
  const known = new Map<number, readonly number[]>();
  return (length) => {
    const rest = known.get(length) ?? tokenize(breaker.subarray(length)).slice(0, maxTailTokens);
    known.set(length, rest);
    return rest;
  };
}

/** Adds the sequences that are not there yet. */
function addSequences(known: (readonly number[])[], found: readonly (readonly number[])[]): void {
  for (const sequence of found) {
    if (!known.some((other) => sameIds(other, sequence))) known.push(sequence);
  }
}

/**
 * The tokens of each breaker.
 *
 * @param texts sequence breakers; empty ones are skipped
 * @param tokenBytes bytes of every token, indexed by id (special tokens with their literal text). llama.cpp drops the
 *   leading space of a token here when the vocabulary adds one to every text; a breaker that begins with a space then
 *   matches more tokens here than there.
 * @param tokenize used for the rest of a breaker that begins at the end of a token
 */
export function resolveDryBreakers(
  texts: readonly string[],
  tokenBytes: readonly Uint8Array[],
  tokenize: TokenizeBytes,
): DryBreakers {
  const sequences = new Map<number, (readonly number[])[]>();
  const encoder = new TextEncoder();
  for (const text of texts) {
    const breaker = encoder.encode(text).subarray(0, maxBreakerBytes);
    if (breaker.length === 0) continue;
    const restAfter = restsOf(breaker, tokenize);
    for (const [id, word] of tokenBytes.entries()) {
      const { isContained, cutLengths } = overlaps(word, breaker);
      const found = isContained ? [[]] : cutLengths.map(restAfter);
      if (found.length === 0) continue;
      const known = sequences.get(id) ?? [];
      addSequences(known, found);
      sequences.set(id, known);
    }
  }
  return sequences;
}
