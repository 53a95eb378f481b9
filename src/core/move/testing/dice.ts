/**
 * Chance that comes out the same each time. Runs in tests only.
 */
import { createHash } from 'node:crypto';
import { uniform } from '#probability/draws.ts';

/** Chance from a seed. */
export class Dice {
  private readonly seed: number;
  private thrown = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  next(): number {
    this.thrown += 1;
    return uniform(this.seed, this.thrown, 'token');
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.int(0, values.length - 1)] ?? values[0];
  }

  uuid(): string {
    const hex = createHash('sha256').update(`${this.seed} ${this.next()}`).digest('hex');
    const at = (start: number, end: number): string => hex.slice(start, end);
    return [at(0, 8), at(8, 12), `4${at(13, 16)}`, `8${at(17, 20)}`, at(20, 32)].join('-');
  }
}
