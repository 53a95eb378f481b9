/**
 * Text out of tokens that arrive one by one: only complete characters come out, so half an "é" never flashes as
 * U+FFFD. Portable. It keeps at most three bytes between calls.
 */
import { countCutBytes } from './utf8.ts';

export type Utf8Stream = {
  /** The characters that these bytes complete. */
  push(bytes: Uint8Array): string;
  /** What is left when no more bytes come: U+FFFD for a character that was cut, else nothing. */
  end(): string;
};

export function createUtf8Stream(): Utf8Stream {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let held = new Uint8Array(0);

  function push(bytes: Uint8Array): string {
    const joined = new Uint8Array(held.length + bytes.length);
    joined.set(held, 0);
    joined.set(bytes, held.length);
    const complete = joined.length - countCutBytes(joined);
    held = joined.slice(complete);
    return decoder.decode(joined.subarray(0, complete));
  }

  function end(): string {
    const rest = decoder.decode(held);
    held = new Uint8Array(0);
    return rest;
  }

  return { push, end };
}
