/**
 * The two secrets of the web shell: codes, each good for one visit, and the cookie that a code is exchanged for.
 * Runs in the web shell. Cookies are not separated by port, so the name holds the port: two Prismes on one machine do
 * not sign each other out.
 */
import { randomBytes } from 'node:crypto';
import { isSameSecret, readCookie } from './access.ts';

export type Session = {
  /** A new code for an address; codes handed out before and not used yet stay good. */
  newCode(): string;
  /** The `Set-Cookie` value for a code, which is then spent; null for a code that is not, or no longer, good. */
  exchange(code: string): string | null;
  /** Whether a request's `Cookie` header has this session's cookie. */
  isSignedIn(cookieHeader: string | undefined): boolean;
};

/** Codes that nobody used are dropped, oldest first, beyond this number. */
const maxCodes = 20;

export function createSession(
  port: number,
  newSecret: () => string = () => randomBytes(32).toString('base64url'),
): Session {
  const name = `prisme_${port}`;
  const secret = newSecret();
  let codes: readonly string[] = [];
  return {
    newCode: () => {
      const code = newSecret();
      codes = [...codes, code].slice(-maxCodes);
      return code;
    },
    exchange: (code) => {
      const left = codes.filter((each) => !isSameSecret(code, each));
      if (left.length === codes.length) return null;
      codes = left;
      return `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    isSignedIn: (cookieHeader) => {
      const value = readCookie(cookieHeader, name);
      return value !== null && isSameSecret(value, secret);
    },
  };
}
