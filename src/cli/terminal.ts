/**
 * The terminal as the commands see it: the answer on standard output, everything else on standard error. Runs in the
 * terminal shell.
 */
import { randomInt } from 'node:crypto';

export type Terminal = {
  /** A piece of the answer. */
  write(text: string): void;
  /** A whole line of the answer. */
  line(text: string): void;
  /** A line that is not part of the answer: progress, totals, errors. */
  note(text: string): void;
  /** A seed for a reply whose seed was not given. */
  randomSeed(): number;
};

/** As programs end that a signal tells that nobody reads their output (128 and SIGPIPE's number). */
const nobodyReads = 141;

export function createTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(nobodyReads);
  });
  return {
    write: (text) => void process.stdout.write(text),
    line: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    randomSeed: () => randomInt(0, 0xffff_ffff),
  };
}
