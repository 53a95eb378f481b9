/**
 * The checksum of a stored run of captured steps. Runs in the core. A changed bit in a number would otherwise be shown
 * as a number that the model gave.
 */
import { crc32 } from 'node:zlib';
import { PrismeError } from '#contract/errors.ts';

type StoredRun = {
  readonly first_token: number;
  readonly token_count: number;
  readonly steps: Uint8Array;
  readonly text: string;
};

/** CRC-32 over position, number of tokens, steps and text. Not over the message: a copy of a run keeps its own. */
export function chunkChecksum({ first_token, token_count, steps, text }: StoredRun): number {
  return crc32(text, crc32(steps, crc32(`${first_token}\0${token_count}\0`)));
}

/** @param checksum null: stored before there were any. @throws database.damaged */
export function assertChecksum(run: StoredRun, checksum: number | null): void {
  if (checksum !== null && checksum !== chunkChecksum(run))
    throw new PrismeError('database.damaged', {
      reason: 'the numbers of a reply do not match their checksum',
    });
}
