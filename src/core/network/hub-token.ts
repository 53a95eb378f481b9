/**
 * The token for the hub. Runs in the core. On disk there is only what the system's store of secrets has made of it; where
 * there is no such store, it is in memory alone. It goes into no log and no error.
 */
import type { NetworkStatus } from '#contract/network.ts';
import type { Log } from '../app/log.ts';
import { hubTokenKey } from '../db/settings.ts';
import type { Store } from '../db/store.ts';

/** The system's store, as a shell gives it. Null: it is not there, or did not do it. */
export type SecretStore = {
  encrypt(secret: string): Promise<string | null>;
  decrypt(ciphertext: string): Promise<string | null>;
};

export type HubToken = {
  /** Resolves when a token of an earlier start is known again. Never rejects. */
  readonly ready: Promise<void>;
  status(): NetworkStatus;
  set(token: string): Promise<NetworkStatus>;
  forget(): NetworkStatus;
  /** Of a request to the hub. */
  headers(): Readonly<Record<string, string>>;
};

export type HubTokenOptions = {
  readonly store: Store;
  readonly secrets: SecretStore | null;
  readonly log: Log;
};

const none = JSON.stringify('');

export function createHubToken({ store, secrets, log }: HubTokenOptions): HubToken {
  let token: string | null = null;
  let place: NetworkStatus['token'] = null;
  const write = (ciphertextJson: string): void =>
    store.transaction(() => store.settings.set(hubTokenKey, ciphertextJson));
  const status = (): NetworkStatus => ({ token: place });

  async function read(): Promise<void> {
    const ciphertext = ciphertextOf(store);
    if (ciphertext === null || secrets === null) return;
    const known = await secrets.decrypt(ciphertext).catch(() => null);
    if (known === null) log.warn({}, 'the system’s store did not give the token back');
    // One that was given meanwhile is the newer one.
    if (known === null || token !== null) return;
    token = known;
    place = 'systemStore';
  }

  return {
    ready: read(),
    status,
    set: async (given) => {
      const ciphertext = (await secrets?.encrypt(given).catch(() => null)) ?? null;
      write(JSON.stringify(ciphertext ?? ''));
      token = given;
      place = ciphertext === null ? 'memory' : 'systemStore';
      return status();
    },
    forget: () => {
      write(none);
      token = null;
      place = null;
      return status();
    },
    headers: () => (token === null ? {} : { authorization: `Bearer ${token}` }),
  };
}

function ciphertextOf(store: Store): string | null {
  try {
    const value: unknown = JSON.parse(store.settings.all().get(hubTokenKey) ?? none);
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    // What is damaged is no token.
    return null;
  }
}
