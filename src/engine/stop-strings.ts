/**
 * Looks for stop strings in a reply while it grows, on bytes: a stop string may begin in one token and end in
 * another, and a token may end within a character. Runs in the engine; pure.
 */

export type StopFinder = {
  /** Adds a token's bytes without looking (what stood before). */
  skip(bytes: Uint8Array): void;
  /** Adds a token's bytes; answers the byte at which the earliest stop string begins, or null. */
  add(bytes: Uint8Array): number | null;
};

/** A finder for these texts; positions count the bytes of everything that was added. */
export function createStopFinder(stopStrings: readonly string[]): StopFinder {
  const encoder = new TextEncoder();
  const stops = stopStrings.map((text) => encoder.encode(text)).filter((bytes) => bytes.length > 0);
  const longest = Math.max(0, ...stops.map((stop) => stop.length));
  let recent = new Uint8Array(0);
  let recentStart = 0;

  function append(bytes: Uint8Array): void {
    const joined = new Uint8Array(recent.length + bytes.length);
    joined.set(recent);
    joined.set(bytes, recent.length);
    recent = joined;
  }

  // What is left can still be the beginning of a stop string, never a whole one.
  function forget(): void {
    const excess = recent.length - Math.max(0, longest - 1);
    if (excess <= 0) return;
    recent = recent.subarray(excess);
    recentStart += excess;
  }

  return {
    skip(bytes) {
      append(bytes);
      forget();
    },
    add(bytes) {
      append(bytes);
      let earliest = -1;
      for (const stop of stops) {
        const found = indexOfBytes(recent, stop);
        if (found >= 0 && (earliest < 0 || found < earliest)) earliest = found;
      }
      const position = earliest < 0 ? null : recentStart + earliest;
      forget();
      return position;
    },
  };
}

function indexOfBytes(text: Uint8Array, wanted: Uint8Array): number {
  const last = text.length - wanted.length;
  for (let start = 0; start <= last; start++) {
    let length = 0;
    while (length < wanted.length && text[start + length] === wanted[length]) length++;
    if (length === wanted.length) return start;
  }
  return -1;
}
