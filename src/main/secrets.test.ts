import { expect, it } from 'vitest';
import { answerSecret, type SafeStorage } from './secrets.ts';

const storage = (more: Partial<SafeStorage> = {}): SafeStorage => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text) => Buffer.from(`locked ${text}`),
  decryptString: (ciphertext) => ciphertext.toString().replace('locked ', ''),
  ...more,
});
const encrypt = { action: 'encrypt', text: 'secret' } as const;

it('a secret comes back as it went in', () => {
  const text = answerSecret(storage(), 'linux', encrypt);
  expect(text).toBe(Buffer.from('locked secret').toString('base64'));
  expect(answerSecret(storage(), 'linux', { action: 'decrypt', text: text ?? '' })).toBe('secret');
});

it.each<[string, NodeJS.Platform, Partial<SafeStorage>, boolean]>([
  ['without encryption', 'darwin', { isEncryptionAvailable: () => false }, false],
  ['on Linux without a keyring', 'linux', { getSelectedStorageBackend: () => 'basic_text' }, false],
  ['on Linux before it is known which', 'linux', { getSelectedStorageBackend: () => 'unknown' }, false],
  ['that refuses', 'win32', { encryptString: () => { throw new Error('refused'); } }, false],
  ['of macOS, which has no backends', 'darwin', { getSelectedStorageBackend: () => 'basic_text' }, true],
])('a store %s', (_, platform, more, isKept) => {
  expect(answerSecret(storage(more), platform, encrypt) !== null).toBe(isKept);
}); // prettier-ignore
