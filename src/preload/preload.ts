/**
 * Runs in the page's process, beside the page and out of its reach. Gives the page its port to the core and four plain
 * things; nothing of Electron or Node crosses over. The order of calls is the page's business.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';

// The page's window, as far as it is used: the types of the DOM belong to the renderer project.
declare const window: {
  postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void;
};

// The port comes once for each load of the page, and again when the core had to be started anew.
ipcRenderer.on('prisme:port', (event) => {
  window.postMessage('prisme:port', '/', event.ports);
});

type DroppedFile = Parameters<typeof webUtils.getPathForFile>[0];

/** Empty: the page made it up. An Electron before 29 has no `webUtils` and puts the path on the file itself. */
function pathOf(file: DroppedFile): string {
  const utilities: typeof webUtils | undefined = webUtils;
  if (utilities !== undefined) return utilities.getPathForFile(file);
  return 'path' in file && typeof file.path === 'string' ? file.path : '';
}

contextBridge.exposeInMainWorld('prisme', {
  platform: process.platform,
  /** Opens a web or mail address in the system's own program; the page has asked the person before. False: refused. */
  openExternal: async (address: string): Promise<boolean> =>
    (await ipcRenderer.invoke('prisme:open-external', address)) === true,
  /** A ticket for a model file that was dropped on the page; the file stays where it is. Null: refused. */
  addFile: async (file: DroppedFile): Promise<string | null> => {
    const ticket: unknown = await ipcRenderer.invoke('prisme:add-file', pathOf(file));
    return typeof ticket === 'string' ? ticket : null;
  },
  /** The page as a PDF, in its print style. Null: refused. */
  printPage: async (): Promise<Uint8Array | null> => {
    const pdf: unknown = await ipcRenderer.invoke('prisme:print-page');
    return pdf instanceof Uint8Array ? pdf : null;
  },
});
