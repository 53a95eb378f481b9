/**
 * Entry of the web shell: the app in the user's own browser, served on 127.0.0.1, with the core in this process and
 * engines forked from it. Knows no conversations. Standard output has one line for each address; everything else
 * goes to standard error.
 */
import '#egress/guard-this-process.ts';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFileLog } from '#core/app/log.ts';
import type { CoreOptions } from '#core/create-core.ts';
import { forkEngine } from '#core/engines/fork-engine.ts';
import type { ServedCore } from '#core/rescue/create-rescue-core.ts';
import { openServedCore } from '#core/rescue/serve-core.ts';
import { readVersion } from '#core/shells/app-version.ts';
import { describeError } from '#core/shells/describe-error.ts';
import { resolveFolders } from '#core/shells/folders.ts';
import { readPageFiles } from '#core/shells/page-files.ts';
import { openBrowser } from './open-browser.ts';
import { PortsTakenError, type WebServer, startWebServer } from './web-server.ts';

/** How long an answer may take to reach its page before the connection is ended. */
const answerMs = 100;
const root = join(import.meta.dirname, '..', '..');
const defaultPort = 7317;
/** When nobody named a port, the next ones are tried too. */
const defaultPorts = Array.from({ length: 20 }, (_, index) => defaultPort + index);

function readOptions() {
  const { values } = parseArgs({
    options: {
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string' },
      data: { type: 'string' },
      models: { type: 'string', multiple: true },
    },
  });
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new Error(`--port ${values.port} is not a port. Give a whole number up to 65535.`);
  }
  return { port, isOpening: !values['no-open'], ...resolveFolders(values) };
}

async function start(): Promise<void> {
  const { port, isOpening, dataDir, modelDirs } = readOptions();
  const files = await readPageFiles(join(root, 'out', 'renderer'));
  // Assigned below; neither a second start nor a page can ask before this one is open.
  let showAgain = (): void => undefined;
  let reopen = (): void => undefined;
  const options = coreOptions(dataDir, modelDirs, {
    onFocusRequested: () => showAgain(),
    onReplaced: () => setTimeout(() => reopen(), answerMs),
  });
  let core = await openServedCore(options);
  const server = await startWebServer({
    core,
    files,
    dataDir,
    ports: port === null ? defaultPorts : [port],
  }).catch(async (cause: unknown) => {
    await core.close();
    throw cause;
  });
  closeOnSignals(async () => {
    await server.close();
    await core.close();
  });
  reopen = () => {
    exchangeCore(server, core, options).then((next) => (core = next), giveUp);
  };
  showAgain = () => show(server, isOpening);
  showAgain();
  offerNewAddress(server);
}

function coreOptions(
  dataDir: string,
  modelDirs: readonly string[],
  listeners: Pick<CoreOptions, 'onFocusRequested' | 'onReplaced'>,
): CoreOptions {
  const log = createFileLog(dataDir);
  return {
    dataDir,
    modelDirs,
    shell: 'web',
    version: readVersion(root),
    launchEngine: forkEngine({
      entry: join(root, 'out', 'main', 'engine.js'),
      log: (line) => log.info({ line }, 'engine'),
    }),
    log,
    now: Date.now,
    newId: randomUUID,
    chooseModelFile: null,
    ...listeners,
  };
}

/** Closes the core whose database is to be exchanged and puts the next one behind the pages that are open. */
async function exchangeCore(server: WebServer, core: ServedCore, options: CoreOptions): Promise<ServedCore> {
  server.serve(null);
  await core.close();
  const next = await openServedCore(options);
  server.serve(next);
  return next;
}

function show(server: WebServer, isOpening: boolean): void {
  const address = server.newAddress();
  process.stdout.write(`Prisme: ${address}\n`);
  if (isOpening) openBrowser(address);
}

/** An address is good for one visit: Enter in the terminal prints another. */
function offerNewAddress(server: WebServer): void {
  if (!process.stdin.isTTY) return;
  process.stderr.write('Press Enter for a new address, Ctrl+C to end.\n');
  process.stdin.on('data', () => show(server, false));
}

/** Ends cleanly on a signal, and when the script that started this process is gone. */
function closeOnSignals(close: () => Promise<void>): void {
  let isClosing = false;
  const end = (): void => {
    if (isClosing) return;
    isClosing = true;
    // Everything that matters is on disk already: a close that hangs must not keep the process.
    setTimeout(() => process.exit(1), 8_000).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  if (process.send !== undefined) process.on('disconnect', end);
}

function explain(cause: unknown): string {
  if (cause instanceof PortsTakenError)
    return `${cause.message}. Choose another with --port, or leave --port out.`;
  return describeError(cause);
}

function giveUp(cause: unknown): void {
  process.stderr.write(`prisme: ${explain(cause)}\n`);
  process.exit(1);
}

start().catch(giveUp);
