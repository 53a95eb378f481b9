/**
 * Who may reach another machine. Runs in every process of Prisme but the page. Nobody has a permit unless a person
 * started what needs it, and none is good while Prisme is offline.
 */
import { PrismeError } from '#contract/errors.ts';

export type EgressRequest = {
  /** A name or an address. A redirect to another host needs a permit of its own. */
  readonly host: string;
  /** `person`: somebody pressed the button that starts it, and saw this host. */
  readonly startedBy: 'person' | 'app';
};

export type EgressPermit = {
  /** Gives the permit back. Safe to call again. */
  release(): void;
};

export class EgressPermits {
  readonly #held = new Map<symbol, string>();
  /** Until a core says what its settings are, nothing is permitted. */
  #isOffline = (): boolean => true;

  /** @param isOffline the setting, asked at every use: a permit ends when somebody goes offline */
  follow(isOffline: () => boolean): void {
    this.#isOffline = isOffline;
  }

  /** @throws egress.denied `{ host, reason: 'offline' | 'notStartedByPerson' }` */
  request({ host, startedBy }: EgressRequest): EgressPermit {
    if (startedBy !== 'person')
      throw new PrismeError('egress.denied', { host, reason: 'notStartedByPerson' });
    if (this.#isOffline()) throw new PrismeError('egress.denied', { host, reason: 'offline' });
    const id = Symbol(host);
    this.#held.set(id, host.toLowerCase());
    return { release: () => void this.#held.delete(id) };
  }

  allows(host: string): boolean {
    return !this.#isOffline() && [...this.#held.values()].includes(host.toLowerCase());
  }
}
