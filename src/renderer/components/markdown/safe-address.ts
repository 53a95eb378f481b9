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
  const url = invisible.test(address) ? null : parsed(address);
  if (url === null || !allowedProtocols.has(url.protocol) || url.username !== '' || url.password !== '')
    return null;
  return url.href;
}

/** Not URL.canParse: browsers of 2023 and before do not have it. */
function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
