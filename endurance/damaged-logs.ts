/**
 * Ways in which a write-ahead log can be damaged. Pure. Its format: a header of 32 bytes, then frames of 24 bytes and
 * one page each (https://sqlite.org/fileformat2.html#walformat).
 */
import type { Random } from './random.ts';

const headerBytes = 32;
const frameBytes = 24 + 4_096;

type Damage = (log: Buffer, random: Random) => Buffer | null;

/** A random range, at most `most` long. */
function range(log: Buffer, random: Random, most: number): [number, number] {
  const start = random.int(0, log.length - 1);
  return [start, Math.min(log.length, start + random.int(1, most))];
}

function frame(log: Buffer, random: Random): [number, number] {
  const frames = Math.floor((log.length - headerBytes) / frameBytes);
  const start = headerBytes + random.int(0, frames - 1) * frameBytes;
  return [start, start + frameBytes];
}

function flip(log: Buffer, random: Random, [start, end]: [number, number]): Buffer {
  for (let count = random.int(1, 8); count > 0; count--) {
    const at = random.int(start, end - 1);
    log[at] = (log[at] ?? 0) ^ (1 << random.int(0, 7));
  }
  return log;
}

/** Null: the log is gone. */
export const damages: Readonly<Record<string, Damage>> = {
  'cut anywhere': (log, random) => log.subarray(0, random.int(0, log.length)),
  'cut at a frame': (log, random) => log.subarray(0, frame(log, random)[0]),
  'cut in its last frame': (log, random) => log.subarray(0, log.length - random.int(1, frameBytes)),
  gone: () => null,
  'a few bits': (log, random) => flip(log, random, [0, log.length]),
  'bits of the header': (log, random) => flip(log, random, [0, headerBytes]),
  "bits of a frame's header": (log, random) => {
    const [start] = frame(log, random);
    return flip(log, random, [start, start + 24]);
  },
  zeros: (log, random) => log.fill(0, ...range(log, random, 8_192)),
  'zeros to the end': (log, random) => log.fill(0, random.int(0, log.length - 1)),
  noise: (log, random) => {
    const [start, end] = range(log, random, 4_096);
    random.bytes(end - start).copy(log, start);
    return log;
  },
  'a frame twice': (log, random) => {
    log.copy(log, frame(log, random)[0], ...frame(log, random));
    return log;
  },
  'frames in another order': (log, random) => {
    const [first, second] = [frame(log, random), frame(log, random)];
    const kept = Buffer.from(log.subarray(...first));
    log.copy(log, first[0], ...second);
    kept.copy(log, second[0]);
    return log;
  },
  'earlier frames at its end': (log, random) => Buffer.concat([log, log.subarray(frame(log, random)[0])]),
  'noise at its end': (log, random) => Buffer.concat([log, random.bytes(random.int(1, 2 * frameBytes))]),
};
