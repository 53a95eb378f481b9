/**
 * What the contents of a window are allowed to be. Runs in Electron's main process; plain data. Several are Electron's
 * defaults: they are written down so that a changed default changes nothing here.
 */
import type { WebPreferences } from 'electron';

export function webPreferences(preload: string, hasDevTools: boolean): WebPreferences {
  return {
    preload,
    devTools: hasDevTools,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Its dictionaries would be fetched from a server.
    spellcheck: false,
    safeDialogs: true,
    plugins: false,
    enableWebSQL: false,
    // A reply goes on being drawn while another window is in front.
    backgroundThrottling: false,
  };
}
