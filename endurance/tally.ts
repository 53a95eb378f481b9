/**
 * How often each thing happened, for the figures of a suite. Pure.
 */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  has(name: string): boolean {
    return this.#counts.has(name);
  }

  /** For example "answered 12, engine.exited 3". */
  toString(): string {
    const names = [...this.#counts.keys()].toSorted((left, right) => (left < right ? -1 : 1));
    return names.map((name) => `${name} ${this.#counts.get(name)}`).join(', ');
  }
}
