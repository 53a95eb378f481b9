/**
 * The hash that every message carries. Runs in the core. SQLite's integrity check does not notice a changed letter in
 * a text; this does.
 */
import { createHash } from 'node:crypto';

export type HashedMessage = {
  readonly id: string;
  readonly parentId: string | null;
  readonly role: string;
  readonly text: string;
};

/** SHA-256 over id, parent, role and text (UTF-8), each ended by a zero byte, which none of the first three holds. */
export function messageHash(message: HashedMessage): Buffer {
  const hash = createHash('sha256');
  hash.update(`${message.id}\0${message.parentId ?? ''}\0${message.role}\0`);
  hash.update(message.text);
  return hash.digest();
}
