/**
 * Closes every door of a window that Prisme does not use: permissions, requests, navigation, new windows, embedded
 * pages. Runs in Electron's main process. What is allowed is decided in addresses.ts and permissions.ts.
 */
import { basename, join } from 'node:path';
import type { DownloadItem, Session, WebContents } from 'electron';
import { isAllowedRequest, isOwnContent, isStartPage } from './addresses.ts';
import { isPermissionAllowed } from './permissions.ts';

/**
 * Applies to everything that any window of this session does; `onRefused` is told of each request that is. Both
 * permission handlers are needed: either alone leaves gaps.
 */
export function hardenSession(
  session: Pick<
    Session,
    | 'setPermissionRequestHandler'
    | 'setPermissionCheckHandler'
    | 'setDevicePermissionHandler'
    | 'setSpellCheckerEnabled'
    | 'webRequest'
  >,
  onRefused: (address: string) => void,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(isPermissionAllowed(permission)),
  );
  session.setPermissionCheckHandler((_contents, permission) => isPermissionAllowed(permission));
  session.setDevicePermissionHandler(() => false);
  // A window without it is not enough: a session fetches the dictionaries of its languages for itself.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const cancel = !isAllowedRequest(url);
    if (cancel) onRefused(url);
    answer({ cancel });
  });
}

/** The parts of Electron's DownloadItem that are asked. */
type Download = Pick<DownloadItem, 'getURL' | 'setSaveDialogOptions' | 'getFilename'>;

/** A page may hand over what it made itself, and the person says where it goes; nothing is fetched from elsewhere. */
export function askBeforeSaving(session: Pick<Session, 'on'>, downloadsDir: string): void {
  session.on('will-download', (event, item: Download) => {
    if (!isOwnContent(item.getURL())) event.preventDefault();
    else item.setSaveDialogOptions({ defaultPath: join(downloadsDir, basename(item.getFilename())) });
  });
}

type Navigation = { readonly url?: string; preventDefault(): void };

/** Applies to one window's contents, whoever created it. Older Electron gives the address as second argument only. */
export function hardenContents(contents: Pick<WebContents, 'setWindowOpenHandler'>): void {
  // Electron's overloads tie each event to a listener type; one listener serves all of them here.
  const events = contents as unknown as {
    on(name: string, listener: (event: Navigation, address?: unknown) => void): void;
  };
  const keepOnPage = (event: Navigation, address?: unknown): void => {
    if (!isStartPage(typeof address === 'string' ? address : event.url)) event.preventDefault();
  };
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) events.on(name, keepOnPage);
  events.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
