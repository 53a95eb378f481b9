/**
 * The headers that every answer with a piece of the page carries, under Electron (app://ui) and in the web shell alike.
 * Runs in the shells. Serves nothing itself.
 */

/**
 * The content security policy. The page may load what it was built from and nothing else; strings never become code
 * or markup (Trusted Types without a policy).
 *
 * @param connect where the page may open connections: `'none'` under Electron, whose page speaks over a MessagePort;
 *   the page's own origin in the web shell.
 */
function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // No inline styles: React sets style attributes through the CSSOM, which needs no permission.
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src ${connect}`,
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** @param connect see contentSecurityPolicy. */
export function pageHeaders(connect: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(connect),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  };
}
