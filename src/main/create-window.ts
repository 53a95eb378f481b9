/**
 * Makes the window: the one place where a window is made, with the one set of options. Runs in Electron's main
 * process. What its contents may do is in harden.ts.
 */
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { startAddress } from './addresses.ts';
import { type WindowBounds, readWindowBounds, saveWindowBounds } from './window-bounds.ts';
import { webPreferences } from './web-preferences.ts';

/** The page's own background in both themes, so that nothing flashes before it is drawn. */
const background = { light: '#ffffff', dark: '#111318' };

export type WindowOptions = {
  readonly preload: string;
  readonly folder: string;
  readonly hasDevTools: boolean;
};

export function createWindow({ preload, folder, hasDevTools }: WindowOptions): BrowserWindow {
  const boundsFile = join(folder, 'window.json');
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const bounds = readWindowBounds(boundsFile, displays);
  const window = new BrowserWindow({
    ...(bounds === null
      ? { width: 1280, height: 840 }
      : { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height }),
    minWidth: 480,
    minHeight: 400,
    show: false,
    title: 'Prisme',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: webPreferences(preload, hasDevTools),
  });
  if (bounds?.isMaximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => saveWindowBounds(boundsFile, boundsOf(window)));
  // A failed load is seen as an empty window; the promise's rejection adds nothing.
  window.loadURL(startAddress).catch(() => undefined);
  return window;
}

function boundsOf(window: BrowserWindow): WindowBounds {
  return { ...window.getNormalBounds(), isMaximised: window.isMaximized() };
}
