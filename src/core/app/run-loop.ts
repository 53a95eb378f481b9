/**
 * Works through what is to be done, one thing after the other, and looks again when it is woken. Runs in the core. What is to
 * be done is read anew each time, so that it needs nothing of its own after a restart. Knows nothing of what it works on.
 */

export type RunLoopWork<Id> = {
  /** What comes next; null: nothing. */
  next(): Id | null;
  /** @throws where it cannot go on: nothing is tried again before the next `wake` */
  run(id: Id): Promise<void>;
  onFailure(cause: unknown): void;
  /** It rests: there is nothing to do, it failed, or it is closing. */
  onRest(): void;
};

export class RunLoop<Id> {
  readonly #work: RunLoopWork<Id>;
  #running: Promise<void> | null = null;
  #isAwake = false;
  #isClosing = false;

  constructor(work: RunLoopWork<Id>) {
    this.#work = work;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** There may be something to do. */
  wake(): void {
    this.#isAwake = true;
    if (this.#running !== null || this.#isClosing) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
      // Asked again while the last one was being put away.
      if (this.#isAwake) this.wake();
    });
  }

  /** Starts nothing any more; what runs may see by `isClosing` that it is to end. */
  prepareToClose(): void {
    this.#isClosing = true;
  }

  /** Starts nothing any more; resolves when nothing runs. */
  async close(): Promise<void> {
    this.prepareToClose();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { next, run, onFailure, onRest } = this.#work;
    try {
      while (this.#isAwake && !this.#isClosing) {
        this.#isAwake = false;
        for (let id = next(); id !== null && !this.#isClosing; id = next()) await run(id);
      }
    } catch (cause) {
      this.#isAwake = false;
      onFailure(cause);
    } finally {
      onRest();
    }
  }
}
