/**
 * Entry of the Electron shell: one window, one core process, and the wires between them. Knows no conversations. No
 * top-level await: everything happens after `whenReady`.
 */
import '#egress/guard-this-process.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BrowserWindow, Menu, app, dialog, ipcMain, protocol, safeStorage, session, shell } from 'electron';
import type { ErrorRecord } from '#contract/errors.ts';
import { engineEnvironment } from '#core/shells/engine-environment.ts';
import { type Folders, appFolder, resolveFolders } from '#core/shells/folders.ts';
import { readPageFiles } from '#core/shells/page-files.ts';
import { externalAddress, isStartPage, pageScheme } from './addresses.ts';
import { answerPageRequest } from './answer-page-request.ts';
import { droppedModel } from './dropped-model.ts';
import { closeNetwork } from './close-network.ts';
import { type CoreProcess, startCoreProcess } from './core-process.ts';
import { createWindow } from './create-window.ts';
import { askBeforeSaving, hardenContents, hardenSession } from './harden.ts';
import { menuTemplate } from './menu.ts';
import { recordRefusedRequest } from './refused-request.ts';
import { answerSecret } from './secrets.ts';
import { isTrustedSender } from './trusted-sender.ts';
import { startErrorText, wordsFor } from './words.ts';

const outDir = join(import.meta.dirname, '..');
const hasDevTools = !app.isPackaged;

const given = readArguments();
const folders = resolveFolders(given);
// The browser's own files are kept apart from the data; the lock on them makes a second start find the first.
app.setPath('userData', given.data === undefined ? appFolder() : join(folders.dataDir, 'window'));
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
app.enableSandbox();
closeNetwork(app.commandLine);

if (app.requestSingleInstanceLock()) start(folders);
else {
  process.stderr.write('prisme: already open on this data folder; its window comes to the front.\n');
  app.exit(0);
}

/** Electron's and Chromium's own switches stand between ours: whatever is not known is left alone. */
function readArguments(): {
  readonly data?: string | undefined;
  readonly models?: readonly string[] | undefined;
} {
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { data: { type: 'string' }, models: { type: 'string', multiple: true } },
    strict: false,
  });
  const models = values.models?.filter((folder) => typeof folder === 'string');
  return { data: typeof values.data === 'string' ? values.data : undefined, models };
}

function start({ dataDir, modelDirs }: Folders): void {
  let core: CoreProcess | undefined;
  app.on('second-instance', focusWindow);
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
  app.on('window-all-closed', () => app.quit());
  closeCoreBeforeQuitting(() => core);
  app
    .whenReady()
    .then(async () => {
      const files = await readPageFiles(join(outDir, 'renderer'));
      protocol.handle(pageScheme, (request) => answerPageRequest(files, request));
      hardenSession(session.defaultSession, recordRefusedRequest);
      askBeforeSaving(session.defaultSession, app.getPath('downloads'));
      Menu.setApplicationMenu(
        Menu.buildFromTemplate(
          menuTemplate(wordsFor(app.getLocale()), { platform: process.platform, hasDevTools }),
        ),
      );
      const running = startCoreProcess({
        coreEntry: join(outDir, 'main', 'core.js'),
        engineEntry: join(outDir, 'main', 'engine.js'),
        engineEnv: engineEnvironment(process.env),
        init: { dataDir, modelDirs, version: app.getVersion() },
        chooseFile: (what) => (what === 'folder' ? chooseModelFolder() : chooseModelFile()),
        answerSecret: (asked) => answerSecret(safeStorage, process.platform, asked),
        onFocus: focusWindow,
        onFailed: (error) => void fail(error),
        onRestarted: () => BrowserWindow.getAllWindows().forEach((window) => givePort(window, running)),
      });
      core = running;
      answerPage(running);
      openWindow(running);
    })
    .catch((cause: unknown) => {
      process.stderr.write(
        `prisme: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
      );
      void fail({ code: 'app.internal', details: {} });
    });
}

function openWindow(core: CoreProcess): void {
  const window = createWindow({
    preload: join(outDir, 'preload', 'preload.cjs'),
    folder: app.getPath('userData'),
    hasDevTools,
  });
  // One port for each load. The one before ends with the document that held it.
  window.webContents.on('did-finish-load', () => givePort(window, core));
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && reason !== 'killed') window.reload();
  });
}

/** Hands a port to the main frame of the page, and to nothing else that a window may be showing. */
function givePort(window: BrowserWindow, core: CoreProcess): void {
  const { webContents } = window;
  if (webContents.isDestroyed() || !isStartPage(webContents.mainFrame.url)) return;
  webContents.postMessage('prisme:port', null, [core.connectPage()]);
}

/** Margins are in the page's own print style. */
const paper = { pageSize: 'A4', printBackground: true, preferCSSPageSize: true } as const;

/**
 * The only things that a page may ask of the shell: to open an address (false: refused, by sender or by address), to
 * take a file that was dropped on it (the preload finds that file's path; the page gets a ticket and never sees it), and to
 * be given itself as a PDF.
 */
function answerPage(core: CoreProcess): void {
  ipcMain.handle('prisme:open-external', async (event, address: unknown): Promise<boolean> => {
    const url = isTrustedSender(event) ? externalAddress(address) : null;
    if (url === null) return false;
    await shell.openExternal(url);
    return true;
  });
  ipcMain.handle('prisme:add-file', async (event, dropped: unknown): Promise<string | null> => {
    const path = isTrustedSender(event) ? droppedModel(dropped) : null;
    return path === null ? null : await core.registerFile(path);
  });
  ipcMain.handle('prisme:print-page', async (event, _nothing: unknown): Promise<Uint8Array | null> => {
    const isTrusted = isTrustedSender(event);
    return isTrusted ? await event.sender.printToPDF(paper) : null;
  });
}

function chooseModelFolder(): Promise<string | null> {
  return choose({
    title: wordsFor(app.getLocale()).chooseFolder,
    properties: ['openDirectory', 'dontAddToRecent'],
  });
}

function chooseModelFile(): Promise<string | null> {
  const words = wordsFor(app.getLocale());
  return choose({
    title: words.chooseModel,
    properties: ['openFile', 'dontAddToRecent'],
    filters: [{ name: words.ggufModels, extensions: ['gguf'] }],
  });
}

async function choose(options: Electron.OpenDialogOptions): Promise<string | null> {
  const window = BrowserWindow.getAllWindows()[0];
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}

function focusWindow(): void {
  const window = BrowserWindow.getAllWindows()[0];
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Nothing can be shown without a core: says why in words, then ends. */
async function fail(error: ErrorRecord): Promise<void> {
  const text = startErrorText(error, app.getLocale());
  process.stderr.write(`prisme: ${text}\n`);
  const { cannotStart, quit } = wordsFor(app.getLocale());
  await dialog.showMessageBox({
    type: 'error',
    title: 'Prisme',
    message: cannotStart,
    detail: text,
    buttons: [quit],
  });
  app.exit(1);
}

/** However the app is told to quit, the core first puts everything on disk and no process stays behind. */
function closeCoreBeforeQuitting(core: () => CoreProcess | undefined): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    const running = core();
    if (isClosed || running === undefined) return;
    event.preventDefault();
    void running.close().then(() => {
      isClosed = true;
      app.exit(0);
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}
