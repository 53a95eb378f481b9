/**
 * One scoring: what is scored so far, whether it runs, and who reads along. Runs in the core, in memory only. It knows no
 * engine (see scoring.ts).
 */
import type { TokenChunk } from '#contract/engine.ts';
import type { PrismeError } from '#contract/errors.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { ScoringEvent, ScoringJob as JobFacts, ScoringPlan } from '#contract/scoring.ts';
import { Pulse } from '../app/pulse.ts';

type End = Extract<ScoringEvent, { kind: 'end' }>;

export class ScoringJob {
  readonly facts: JobFacts;
  readonly #pulse = new Pulse();
  readonly #chunks: TokenChunk[] = [];
  #wish: 'run' | 'pause' | 'cancel' = 'run';
  #isRunning = false;
  #plan: ScoringPlan | null = null;
  #profile: EvaluationProfile | null = null;
  #workedMs = 0;
  #end: End | PrismeError | null = null;
  #wished = Promise.withResolvers<void>();

  constructor(facts: JobFacts) {
    this.facts = facts;
  }

  /** Tokens of the text that have a step. */
  get scored(): number {
    const last = this.#chunks.at(-1);
    return last === undefined ? 0 : last.firstToken + last.count;
  }

  get wish(): 'run' | 'pause' | 'cancel' {
    return this.#wish;
  }

  get hasEnded(): boolean {
    return this.#end !== null;
  }

  /** Settles when somebody wishes something else. */
  get wished(): Promise<void> {
    return this.#wished.promise;
  }

  /** Cancelled is for good, and at once: what the engine still answers is left out. */
  setWish(wish: 'run' | 'pause' | 'cancel'): void {
    if (this.#wish === 'cancel' || wish === this.#wish) return;
    this.#wish = wish;
    if (wish === 'cancel') this.finish('cancelled');
    this.#wished.resolve();
    this.#wished = Promise.withResolvers<void>();
    this.#pulse.beat();
  }

  setRunning(isRunning: boolean): void {
    this.#isRunning = isRunning;
    this.#pulse.beat();
  }

  setPlan(plan: ScoringPlan): void {
    this.#plan = plan;
    this.#pulse.beat();
  }

  setProfile(profile: EvaluationProfile): void {
    this.#profile = profile;
  }

  /** @param workedMs how long the engine worked for it */
  append(chunk: TokenChunk, workedMs: number): void {
    if (this.hasEnded) return;
    this.#chunks.push(chunk);
    this.#workedMs += workedMs;
    this.#pulse.beat();
  }

  /** The first end counts. */
  finish(reason: End['reason']): void {
    if (this.hasEnded) return;
    const { scored } = this;
    const tokensPerSecond = this.#workedMs > 0 ? scored / (this.#workedMs / 1_000) : null;
    this.#end = { kind: 'end', reason, scored, plan: this.#plan, profile: this.#profile, tokensPerSecond };
    this.#pulse.beat();
  }

  fail(error: PrismeError): void {
    if (this.hasEnded) return;
    this.#end = error;
    this.#pulse.beat();
  }

  /** Everything from `fromToken` on, then `end`. @throws what the scoring failed with */
  async *read(fromToken: number, signal: AbortSignal | undefined): AsyncGenerator<ScoringEvent, void, void> {
    let cursor = fromToken;
    let shown = '';
    while (!signal?.aborted) {
      const state = this.#state();
      const line = JSON.stringify(state);
      if (line !== shown) {
        shown = line;
        yield state;
      }
      const chunk = this.#chunkAt(cursor);
      if (chunk !== undefined) {
        cursor = chunk.firstToken + chunk.count;
        yield chunk;
        continue;
      }
      if (this.#end instanceof Error) throw this.#end;
      if (this.#end !== null) return yield this.#end;
      await this.#pulse.next(signal);
    }
  }

  #state(): ScoringEvent {
    const state = this.#wish === 'pause' ? 'paused' : this.#isRunning ? 'running' : 'waiting';
    return { kind: 'state', state, scored: this.scored, plan: this.#plan };
  }

  /** The chunk that holds the token, found by halving. */
  #chunkAt(token: number): TokenChunk | undefined {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.#chunks[middle];
      if (chunk !== undefined && chunk.firstToken + chunk.count <= token) low = middle + 1;
      else high = middle;
    }
    return this.#chunks[low];
  }
}
