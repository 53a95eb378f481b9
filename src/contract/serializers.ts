/**
 * How bytes cross a port: oRPC's JSON has no binary type, so a Uint8Array becomes base64 in this one place. Portable.
 * Every handler and every link, of the page and of the engine, is made with these serializers.
 */
import type { StandardRPCCustomJsonSerializer } from '@orpc/client/standard';
import { z } from 'zod';

/** Binary data on the wire; `maxBytes` bounds it like every string and number. */
export function bytesSchema(maxBytes: number): z.ZodType<Uint8Array> {
  return z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length <= maxBytes, { error: `at most ${maxBytes} bytes` });
}

/** Uint8Array ↔ base64. 20 is the first type number that oRPC leaves to applications. */
export const customJsonSerializers: readonly StandardRPCCustomJsonSerializer[] = [
  {
    type: 20,
    condition: (value) => value instanceof Uint8Array,
    serialize: (value: Uint8Array) => toBase64(value),
    deserialize: (value: unknown) => fromBase64(value),
  },
];

// Browsers newer than 2025 do this natively and Node with its Buffer (30 times faster than the fallback, which took
// 30 ms for what the tokens of one fetch hold). String.fromCharCode takes a limited number of arguments, hence the blocks.
type NativeBase64 = { toBase64?: () => string };
type NativeFromBase64 = { fromBase64?: (text: string) => Uint8Array };
type NodeBuffer = {
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string };
  from(text: string, encoding: 'base64'): Uint8Array;
};
const { Buffer: nodeBuffer } = globalThis as { readonly Buffer?: NodeBuffer };

function toBase64(bytes: Uint8Array): string {
  if (nodeBuffer) return nodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const native = (bytes as NativeBase64).toBase64;
  if (native) return native.call(bytes);
  let binary = '';
  for (let start = 0; start < bytes.length; start += 8192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(binary);
}

function fromBase64(text: unknown): Uint8Array {
  // Whoever sends it decides what stands here: an object with a `length` would be given as much memory as it says.
  if (typeof text !== 'string') throw new TypeError('bytes are sent as a text in base64');
  // A Buffer is a Uint8Array with a `toJSON` of its own, which oRPC would call: the plain kind, on memory of its own.
  if (nodeBuffer) return new Uint8Array(nodeBuffer.from(text, 'base64'));
  const native = (Uint8Array as NativeFromBase64).fromBase64;
  if (native) return native.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
