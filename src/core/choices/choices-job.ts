/**
 * One run over questions: what has been read so far, whether it runs, and who reads along. Runs in the core, in memory
 * only. It knows no engine (see run-choices.ts).
 */
import type { ChoicesEvent, ChoicesItem, ChoicesRequest } from '#contract/choices.ts';
import type { PrismeError } from '#contract/errors.ts';
import type { ModelId } from '#contract/ids.ts';
import { Pulse } from '../app/pulse.ts';

type End = Extract<ChoicesEvent, { kind: 'end' }>;
export type Wish = 'run' | 'pause' | 'cancel';

export class ChoicesJob {
  readonly jobId: string;
  readonly request: ChoicesRequest;
  readonly #pulse = new Pulse();
  readonly #items: ChoicesItem[] = [];
  #done = 0;
  #wish: Wish = 'run';
  #isRunning = false;
  #modelId: ModelId | null = null;
  #end: End | PrismeError | null = null;
  #wished = Promise.withResolvers<void>();

  constructor(jobId: string, request: ChoicesRequest) {
    this.jobId = jobId;
    this.request = request;
  }

  get wish(): Wish {
    return this.#wish;
  }

  /** Settles when somebody wishes something else. */
  get wished(): Promise<void> {
    return this.#wished.promise;
  }

  /** Cancelled is for good, and at once: what the engine still answers is left out. */
  setWish(wish: Wish): void {
    if (this.#wish === 'cancel' || wish === this.#wish) return;
    this.#wish = wish;
    if (wish === 'cancel') this.finish('cancelled');
    this.#wished.resolve();
    this.#wished = Promise.withResolvers<void>();
    this.#pulse.beat();
  }

  /** The model whose turn it is, and whether its engine works for this run now. */
  show(modelId: ModelId, isRunning: boolean): void {
    this.#modelId = modelId;
    this.#isRunning = isRunning;
    this.#pulse.beat();
  }

  append(item: ChoicesItem): void {
    if (this.#end !== null) return;
    this.#items.push(item);
    if (item.kind !== 'model') this.#done++;
    this.#pulse.beat();
  }

  /** The first end counts. */
  finish(reason: End['reason']): void {
    this.#end ??= { kind: 'end', reason, done: this.#done, total: this.#total };
    this.#pulse.beat();
  }

  fail(error: PrismeError): void {
    this.#end ??= error;
    this.#pulse.beat();
  }

  /** Everything from the `fromItem`-th item on, then `end`. @throws what the run failed with */
  async *read(fromItem: number, signal: AbortSignal | undefined): AsyncGenerator<ChoicesEvent, void, void> {
    let next = fromItem;
    let shown = '';
    while (!signal?.aborted) {
      const item = this.#items[next];
      if (item !== undefined) {
        next++;
        yield item;
        continue;
      }
      const state = this.#state();
      const line = JSON.stringify(state);
      if (line !== shown) {
        shown = line;
        yield state;
        continue;
      }
      if (this.#end instanceof Error) throw this.#end;
      if (this.#end !== null) return yield this.#end;
      await this.#pulse.next(signal);
    }
  }

  get #total(): number {
    return this.request.questions.length * this.request.modelIds.length;
  }

  #state(): ChoicesEvent {
    const state = this.#wish === 'pause' ? 'paused' : this.#isRunning ? 'running' : 'waiting';
    return { kind: 'state', state, modelId: this.#modelId, done: this.#done, total: this.#total };
  }
}
