/**
 * Which addresses the window may load, request and hand to the system. Runs in Electron's main process; pure.
 */

/** The scheme and host under which the built page is served. */
export const pageScheme = 'app';
export const pageHost = 'ui';
export const startAddress = `${pageScheme}://${pageHost}/`;

function parse(address: unknown): URL | null {
  if (typeof address !== 'string') return null;
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** Whether this is the page itself, with any fragment: the only document a window ever shows. */
export function isStartPage(address: unknown): boolean {
  const url = parse(address);
  if (url === null || url.protocol !== `${pageScheme}:` || url.host !== pageHost) return false;
  return url.pathname === '/' && url.search === '' && url.username === '' && url.password === '';
}

/** Whether the network layer lets a request through. Everything but the page's own files is cancelled. */
export function isAllowedRequest(address: unknown): boolean {
  const url = parse(address);
  if (url === null) return false;
  // data: and blob: carry their content in themselves or come from the page's own memory; the policy limits them to images.
  if (url.protocol === 'data:' || url.protocol === 'blob:') return true;
  return url.protocol === `${pageScheme}:` && url.host === pageHost;
}

/** Whether this is content that the page holds in its own memory: the only thing that it may offer for saving. */
export function isOwnContent(address: unknown): boolean {
  return typeof address === 'string' && address.startsWith(`blob:${pageScheme}://${pageHost}/`);
}

const externalProtocols = new Set(['http:', 'https:', 'mailto:']);
const maxAddressLength = 8_192;

/**
 * The address to give to the system's browser, written anew from its parts, or null when it must not leave. A program
 * that is registered for any other scheme could be started with the page's words as arguments.
 */
export function externalAddress(address: unknown): string | null {
  if (typeof address !== 'string' || address.length > maxAddressLength || hasControlCharacter(address))
    return null;
  const url = parse(address);
  if (url === null || !externalProtocols.has(url.protocol)) return null;
  // A name before the host is a classic disguise: https://bank.example@evil.example.
  if (url.username !== '' || url.password !== '') return null;
  return url.href;
}

function hasControlCharacter(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  return /[\u0000-\u001f\u007f\\]/.test(text);
}
