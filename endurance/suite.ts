/**
 * What a suite of the endurance tests is: a promise of Prisme, tried many times from a seed. Runs in the process that
 * runs the suites; a suite starts whatever it harms in processes and folders of its own.
 */
import type { Random } from './random.ts';

export type Suite = {
  /** As in docs/reliability.md, for example "D1". */
  readonly id: string;
  /** What must hold, as a sentence. */
  readonly promise: string;
  /** `model`: real models and the built engine; runs with the integration tests. */
  readonly needs: 'nothing' | 'model';
  /** How often it is tried in `npm test`, and in `npm run test:endurance`. */
  readonly times: { readonly short: number; readonly long: number };
  /** Tries it. Never throws for a broken promise: that is a failure in the outcome. */
  readonly run: (trial: Trial) => Promise<Outcome>;
  /** What the long form does instead, where that is more than the same more often. */
  readonly runLong?: (trial: Trial) => Promise<Outcome>;
};

export type Trial = {
  readonly times: number;
  readonly random: Random;
  /** In a suite that runs end-to-end specs: only those whose file has one of these in its name. Empty: all. */
  readonly only?: readonly string[];
};

export type Outcome = {
  readonly tried: number;
  /** One sentence for each time that the promise did not hold, with what is needed to try it again. */
  readonly failures: readonly string[];
  /** What else was measured, with its unit: `{ 'slowest start': '412 ms' }`. */
  readonly figures: Readonly<Record<string, string>>;
};
