/**
 * One engine's wait for the machine's cores. Runs in the core. Threads of llama.cpp spin while they wait for each other:
 * two engines that take each other's cores are many times slower than one after the other, so those that are in memory
 * together work in turns. Engines with cores of their own wait for nobody.
 */
import type { Turns } from './turns.ts';

export class ShareOfCores {
  readonly #cores: Turns | undefined;
  readonly #ended: Promise<unknown>;
  #stop: () => void = () => undefined;

  /** @param cores the turns that are shared; undefined: cores of its own. @param ended settles with the engine */
  constructor(cores: Turns | undefined, ended: Promise<unknown>) {
    this.#cores = cores;
    this.#ended = ended;
  }

  /** Waits for the turn, and answers what ends it. `stopWaiting` and the end of the engine cut the wait. */
  async take(): Promise<() => void> {
    if (this.#cores === undefined) return () => undefined;
    const { promise: stopped, resolve } = Promise.withResolvers<void>();
    this.#stop = resolve;
    const turn = this.#cores.take();
    await Promise.race([turn, stopped, this.#ended]);
    // Whoever did not wait passes its turn on when it comes.
    return () => void turn.then((release) => release());
  }

  /** What is being stopped needs no cores. */
  stopWaiting(): void {
    this.#stop();
  }
}
