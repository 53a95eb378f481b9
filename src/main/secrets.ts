/**
 * The system's store of secrets: the keychain, DPAPI, or a keyring. Runs in Electron's main process. It keeps nothing
 * itself: it turns a text into one that only this user of this machine can turn back.
 */

/** What is used of Electron's `safeStorage`. */
export type SafeStorage = {
  isEncryptionAvailable(): boolean;
  /** Not in older Electrons. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(ciphertext: Buffer): string;
};

/** Null: there is no store, or it refused. */
export function answerSecret(
  storage: SafeStorage,
  platform: NodeJS.Platform,
  { action, text }: { readonly action: 'encrypt' | 'decrypt'; readonly text: string },
): string | null {
  try {
    if (!isKept(storage, platform)) return null;
    return action === 'encrypt'
      ? storage.encryptString(text).toString('base64')
      : storage.decryptString(Buffer.from(text, 'base64'));
  } catch {
    // The person refused, or the key of before is gone.
    return null;
  }
}

/** Without a keyring Chromium falls back to a key that stands in its source: that keeps no secret. */
function isKept(storage: SafeStorage, platform: NodeJS.Platform): boolean {
  if (!storage.isEncryptionAvailable()) return false;
  if (platform !== 'linux') return true;
  const backend = storage.getSelectedStorageBackend?.() ?? 'unknown';
  return backend !== 'basic_text' && backend !== 'unknown';
}
