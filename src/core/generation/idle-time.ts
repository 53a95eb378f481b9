/**
 * When nobody wants anything of any model, and what is done then: one piece of background work, which gives way to whoever
 * comes. Runs in the core. The engine's queue and what needs no turn in it say when somebody comes and goes.
 */

/** Gives `onAbort` way: to be ended as soon as the signal is aborted. */
type BackgroundWork<Result> = (signal: AbortSignal) => Promise<Result>;

export class IdleTime {
  #busy = 0;
  #work: { readonly key: string; readonly control: AbortController; readonly ended: Promise<void> } | null =
    null;
  readonly #listeners = new Set<() => void>();

  /** Nobody is there. Background work does not count. */
  get isIdle(): boolean {
    return this.#busy === 0;
  }

  /** Somebody comes; background work is told to end. Answers what says that they are gone (safe to call again). */
  begin(): () => void {
    this.#change(1);
    this.giveWay();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#change(-1);
    };
  }

  /** The same around work that needs no turn. */
  async beside<Result>(work: () => Promise<Result>): Promise<Result> {
    const end = this.begin();
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Tells background work to end, for something that is no work of a model. */
  giveWay(): void {
    this.#work?.control.abort();
  }

  /** Settles when background work for `key` has ended: whoever is next must not find its engine at work. */
  async ended(key: string): Promise<void> {
    if (this.#work?.key === key) await this.#work.ended;
  }

  /** Runs `work` while nobody is there; null, without having run it: somebody is, or other such work. */
  async run<Result>(key: string, work: BackgroundWork<Result>): Promise<Result | null> {
    if (!this.isIdle || this.#work !== null) return null;
    const control = new AbortController();
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    this.#work = { key, control, ended };
    try {
      return await work(control.signal);
    } finally {
      this.#work = null;
      end();
    }
  }

  /** Calls the listener whenever somebody comes first, or the last one goes. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #change(by: 1 | -1): void {
    const wasIdle = this.isIdle;
    this.#busy += by;
    if (wasIdle !== this.isIdle) for (const listener of this.#listeners) listener();
  }
}
