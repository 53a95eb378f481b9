/**
 * What a page may be permitted to do by the browser that shows it. Runs in Electron's main process; pure.
 */

/** Copying a text, and full screen: both only ever follow a key or a click. Everything else is refused. */
const allowedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

export function isPermissionAllowed(permission: string): boolean {
  return allowedPermissions.has(permission);
}
