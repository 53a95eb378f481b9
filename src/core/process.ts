/**
 * Entry of the core process under Electron (utilityProcess). Talks to main over `process.parentPort` in the messages of
 * shell-messages.ts and serves pages on the ports that main hands over. The web and terminal shells call createCore
 * themselves instead.
 */
import { egress } from '#egress/guard-this-process.ts';
import { randomUUID } from 'node:crypto';
import { PrismeError } from '#contract/errors.ts';
import { createFileLog, type Log } from './app/log.ts';
import type { EngineExit, EngineProcess } from './engines/engine-process.ts';
import type { SecretStore } from './network/hub-token.ts';
import type { ServedCore } from './rescue/create-rescue-core.ts';
import { openServedCore } from './rescue/serve-core.ts';
import { createPortServer } from './serve-port.ts';
import type { CoreToMainMessage, MainToCoreMessage } from './shell-messages.ts';

/** Electron's MessagePortMain and `process.parentPort`, as far as they are used (the core does not import Electron). */
export type ShellPort = {
  on(event: string, listener: (event?: { data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
};
export type ParentPort = {
  on(event: 'message', listener: (event: { data: unknown; ports: ShellPort[] }) => void): unknown;
  postMessage(message: unknown): void;
};

/** How long an answer may take to leave this process before it ends. */
const answerMs = 100;

type Init = Extract<MainToCoreMessage, { kind: 'init' }>;
type Waiting = {
  readonly engines: Map<string, { resolve(engine: EngineProcess): void; reject(cause: unknown): void }>;
  readonly exits: Map<string, (exit: EngineExit) => void>;
  readonly files: Map<string, (path: string | null) => void>;
  readonly secrets: Map<string, (text: string | null) => void>;
};

/** What a core asks of main, which has the windows, the processes and the system's secrets. */
function helpOfMain(waiting: Waiting, tell: (message: CoreToMainMessage) => void) {
  return {
    launchEngine: () => launchEngine(waiting, tell),
    chooseModelFile: () => chooseFile(waiting, tell, 'model'),
    chooseModelFolder: () => chooseFile(waiting, tell, 'folder'),
    secrets: secretsOfMain(waiting, tell),
  };
}

/** Connects a core to main. `exit` ends the process once everything has been said. */
export function connectToMain(parentPort: ParentPort, exit: (code: number) => void): void {
  const waiting: Waiting = { engines: new Map(), exits: new Map(), files: new Map(), secrets: new Map() };
  const tell = (message: CoreToMainMessage): void => parentPort.postMessage(message);
  const { promise: opened, resolve: open } = Promise.withResolvers<ServedCore>();
  // A page that is handed over before the core is open waits for it.
  const pages = opened.then((core) => createPortServer(core.router));

  async function start(init: Init): Promise<void> {
    const log = createFileLog(init.dataDir);
    logUnexpected(log);
    try {
      const core = await openServedCore({
        ...init,
        shell: 'electron',
        log,
        now: Date.now,
        newId: randomUUID,
        ...helpOfMain(waiting, tell),
        onFocusRequested: () => tell({ kind: 'focus' }),
        onReplaced: reopen,
      });
      open(core);
      tell({ kind: 'ready', startup: core.startup });
    } catch (cause) {
      const error = cause instanceof PrismeError ? cause : new PrismeError('app.internal', {}, { cause });
      log.error(
        { code: error.code, details: error.details, stack: stackOf(cause) },
        'the core could not open',
      );
      tell({ kind: 'failed', error: error.toRecord() });
      exit(1);
    }
  }

  function reopen(): void {
    tell({ kind: 'reopening' });
    setTimeout(() => void closeCore(opened, tell, exit), answerMs);
  }

  parentPort.on('message', ({ data, ports }) => {
    // Main is the same program: its messages have the types of shell-messages.ts.
    const message = data as MainToCoreMessage;
    const port = ports[0];
    if (message.kind === 'init') void start(message);
    else if (message.kind === 'close') void closeCore(opened, tell, exit);
    else if (message.kind === 'egress') egress.ledger.merge('shell', 'shell', message.report);
    else if (message.kind === 'fileDropped') void opened.then((core) => tell(ticketFor(core, message)));
    else if (message.kind === 'page')
      void pages.then((serve) => (port === undefined ? undefined : serve(startedPort(port))));
    else settle(waiting, tell, message, port);
  });
}

async function closeCore(
  opened: Promise<ServedCore>,
  tell: (message: CoreToMainMessage) => void,
  exit: (code: number) => void,
): Promise<void> {
  const core = await opened;
  await core.close();
  tell({ kind: 'closed' });
  exit(0);
}

type Answer = Exclude<MainToCoreMessage, { kind: 'init' | 'close' | 'page' | 'egress' | 'fileDropped' }>;

function settle(
  waiting: Waiting,
  tell: (message: CoreToMainMessage) => void,
  message: Answer,
  port: ShellPort | undefined,
): void {
  const { requestId } = message;
  if (message.kind === 'fileChosen') {
    waiting.files.get(requestId)?.(message.path);
    waiting.files.delete(requestId);
    return;
  }
  if (message.kind === 'secretAnswered') {
    waiting.secrets.get(requestId)?.(message.text);
    waiting.secrets.delete(requestId);
    return;
  }
  if (message.kind === 'engineExited') {
    waiting.exits.get(requestId)?.({ code: message.code, signal: null });
    waiting.exits.delete(requestId);
    waiting.engines
      .get(requestId)
      ?.reject(new PrismeError('engine.unavailable', { reason: 'it ended at once' }));
    waiting.engines.delete(requestId);
    return;
  }
  const launch = waiting.engines.get(requestId);
  waiting.engines.delete(requestId);
  if (launch === undefined) return;
  if (message.kind === 'engineLaunchFailed')
    return launch.reject(new PrismeError('engine.unavailable', { reason: message.reason }));
  if (port === undefined) return launch.reject(new PrismeError('engine.unavailable', { reason: 'no port' }));
  launch.resolve({
    pid: message.pid,
    port: startedPort(port),
    exited: new Promise((resolve) => waiting.exits.set(requestId, resolve)),
    kill: () => tell({ kind: 'killEngine', requestId }),
  });
}

function launchEngine(waiting: Waiting, tell: (message: CoreToMainMessage) => void): Promise<EngineProcess> {
  const requestId = randomUUID();
  return new Promise((resolve, reject) => {
    waiting.engines.set(requestId, { resolve, reject });
    tell({ kind: 'launchEngine', requestId });
  });
}

function ticketFor(
  core: ServedCore,
  { requestId, path }: Extract<MainToCoreMessage, { kind: 'fileDropped' }>,
): CoreToMainMessage {
  try {
    return { kind: 'fileTicket', requestId, ticket: core.registerUpload(path) };
  } catch {
    return { kind: 'fileTicket', requestId, ticket: null };
  }
}

function chooseFile(
  waiting: Waiting,
  tell: (message: CoreToMainMessage) => void,
  what: 'model' | 'folder',
): Promise<string | null> {
  const requestId = randomUUID();
  return new Promise((resolve) => {
    waiting.files.set(requestId, resolve);
    tell({ kind: 'chooseFile', requestId, what });
  });
}

/** The system's store of secrets, which only main can reach. */
function secretsOfMain(waiting: Waiting, tell: (message: CoreToMainMessage) => void): SecretStore {
  const ask = (action: 'encrypt' | 'decrypt', text: string): Promise<string | null> => {
    const requestId = randomUUID();
    return new Promise((resolve) => {
      waiting.secrets.set(requestId, resolve);
      tell({ kind: 'askSecret', requestId, action, text });
    });
  };
  return { encrypt: (text) => ask('encrypt', text), decrypt: (text) => ask('decrypt', text) };
}

/** The port as oRPC uses it. Messages wait in it until it is started, which must be after someone listens. */
function startedPort(port: ShellPort) {
  return {
    on: (event: string, listener: (event?: { data: unknown }) => void): void => {
      port.on(event, listener);
      if (event === 'message') port.start();
    },
    postMessage: (data: unknown): void => port.postMessage(data),
  };
}

/** A forgotten promise is a bug worth a line in the log, not worth a conversation. */
function logUnexpected(log: Log): void {
  process.on('unhandledRejection', (cause) => log.error({ stack: stackOf(cause) }, 'unhandled rejection'));
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

// Electron sets this property in a utility process and nowhere else.
const parentPort = (process as { parentPort?: ParentPort }).parentPort;
// Main must be able to read the last message before the process is gone.
if (parentPort !== undefined)
  connectToMain(parentPort, (code) => void setTimeout(() => process.exit(code), 100));
