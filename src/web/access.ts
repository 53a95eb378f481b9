/**
 * Who may talk to the web shell. Runs in the web shell; pure functions over what a request says about itself.
 *
 * Any page in the user's browser can send requests to 127.0.0.1. A page of another site is told apart by `Origin` and
 * `Sec-Fetch-Site`; a page whose own name was re-pointed at 127.0.0.1 (DNS rebinding) is same-origin with itself and
 * may send neither: its name in `Host` is the only witness. The cookie then tells this user's browser from everything
 * else on the machine.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** What is looked at in a request. Values as they were sent; null: the header is absent. */
export type RequestFacts = {
  /** Every `Host` header, as there must be exactly one. */
  readonly hosts: readonly string[];
  readonly origin: string | null;
  readonly secFetchSite: string | null;
  /** The request target; anything but an absolute path names another host. */
  readonly target: string;
};

/** Why a request is refused. */
export type Refusal = 'host' | 'target' | 'origin' | 'site';

const hostNames = ['127.0.0.1', 'localhost', '[::1]'];

/** The origin that a request reached the shell by, or why it is refused. `port` is the shell's own. */
export function checkAccess(
  facts: RequestFacts,
  port: number,
): { readonly origin: string } | { readonly refusal: Refusal } {
  const [host, ...others] = facts.hosts;
  if (host === undefined || others.length > 0 || !hostNames.some((name) => host === `${name}:${port}`))
    return { refusal: 'host' };
  if (!facts.target.startsWith('/') || facts.target.startsWith('//')) return { refusal: 'target' };
  const origin = `http://${host}`;
  if (facts.origin !== null && facts.origin !== origin) return { refusal: 'origin' };
  if (facts.secFetchSite !== null && facts.secFetchSite !== 'same-origin' && facts.secFetchSite !== 'none')
    return { refusal: 'site' };
  return { origin };
}

/** Whether two secrets are equal, in a time that says nothing about where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The value of a cookie; null when it is absent or was sent twice. */
export function readCookie(header: string | undefined, name: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
}
