/**
 * Whether a zip file may be unpacked: how much its parts really come to, whatever it says about them. Runs in the reader's
 * thread, before a library meets the file. Keeps nothing of what it unpacks.
 */
import { inflateRawSync } from 'node:zlib';
import { Refusal } from './refusal.ts';

/** PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
const endMark = Buffer.from('PK\u0005\u0006');
const entryMark = 0x02014b50;
const partMark = 0x04034b50;
const endBytes = 22;
const entryBytes = 46;
const partBytes = 30;
const mostCommentBytes = 0xffff;
const deflated = 8;
const encryptedFlag = 1;

/** A Word document has dozens. */
const mostParts = 10_000;

type Part = { readonly method: number; readonly packedBytes: number; readonly at: number };

/** @throws Refusal tooLarge, encrypted, damaged */
export function checkZip(content: Uint8Array, mostUnpackedBytes: number): void {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  let leftBytes = mostUnpackedBytes;
  for (const part of partsOf(bytes)) {
    leftBytes -= unpackedBytes(bytes, part, leftBytes);
    if (leftBytes < 0) throw new Refusal('tooLarge', { limitBytes: mostUnpackedBytes });
  }
}

/** The list at the end of the file, which is what readers of zip go by. */
function* partsOf(bytes: Buffer): Generator<Part> {
  const end = bytes.lastIndexOf(endMark);
  if (end === -1 || end < bytes.length - endBytes - mostCommentBytes || end + endBytes > bytes.length)
    throw new Refusal('damaged');
  const count = bytes.readUInt16LE(end + 10);
  if (count > mostParts) throw new Refusal('tooLarge');
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (at + entryBytes > bytes.length || bytes.readUInt32LE(at) !== entryMark) throw new Refusal('damaged');
    if ((bytes.readUInt16LE(at + 8) & encryptedFlag) !== 0) throw new Refusal('encrypted');
    yield {
      method: bytes.readUInt16LE(at + 10),
      packedBytes: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    };
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    at += entryBytes + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
}

/** More than `mostBytes` where there is more. What cannot be unpacked counts nothing: whoever needs it will say so. */
function unpackedBytes(bytes: Buffer, { method, packedBytes, at }: Part, mostBytes: number): number {
  if (method !== deflated) return packedBytes;
  if (at + partBytes > bytes.length || bytes.readUInt32LE(at) !== partMark) throw new Refusal('damaged');
  const start = at + partBytes + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  try {
    const part = bytes.subarray(start, start + packedBytes);
    return inflateRawSync(part, { maxOutputLength: mostBytes + 1 }).length;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? mostBytes + 1 : 0;
  }
}
