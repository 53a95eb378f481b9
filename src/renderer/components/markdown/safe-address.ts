/**
 * Which addresses a reply's link may lead to, and how they are shown before anything is opened. Page, pure.
 */

const allowedProtocols = new Set(['http:', 'https:', 'mailto:']);
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * The full address as it would be opened, host in ASCII (punycode), or null when it may not be opened: another
 * protocol, a name with a password, invisible characters, or no address at all.
 */
export function safeAddress(address: string): string | null {
  if (invisible.test(address) || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (!allowedProtocols.has(url.protocol) || url.username !== '' || url.password !== '') return null;
  return url.href;
}
