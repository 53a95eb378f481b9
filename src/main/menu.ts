/**
 * The application menu: the system's own roles and nothing of Prisme's, whose actions all live in the page. Runs in
 * Electron's main process. Without it, copy, paste and zoom would have no keys on some systems.
 */
import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

export function menuTemplate(
  words: Words,
  options: { readonly platform: NodeJS.Platform; readonly hasDevTools: boolean },
): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const developer: MenuItemConstructorOptions[] = options.hasDevTools
    ? [separator, { role: 'reload' }, { role: 'toggleDevTools' }]
    : [];
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    { label: words.file, submenu: [isMac ? { role: 'close' } : { role: 'quit' }] },
    {
      label: words.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: words.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
    { label: words.window, submenu: [{ role: 'minimize' }, { role: 'zoom' }] },
  ];
}
