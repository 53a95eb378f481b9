/**
 * Runs the core in a process of its own and passes between it and the windows: ports, dialogs, engine launches. Runs
 * in Electron's main process. It hands messages on and understands none of what pages and core say to each other.
 */
import { MessageChannelMain, utilityProcess } from 'electron';
import type { MessagePortMain, UtilityProcess } from 'electron';
import type { ErrorRecord } from '#contract/errors.ts';
import { egress } from '#egress/guard-this-process.ts';
import type { CoreToMainMessage, MainToCoreMessage } from '#core/shell-messages.ts';
import { type EngineProcesses, createEngineProcesses } from './engine-processes.ts';

export type CoreProcessOptions = {
  readonly coreEntry: string;
  readonly engineEntry: string;
  readonly engineEnv: Record<string, string>;
  readonly init: Omit<Extract<MainToCoreMessage, { kind: 'init' }>, 'kind'>;
  chooseFile(): Promise<string | null>;
  /** Asks the system's store of secrets; null: there is none, or it refused. */
  answerSecret(asked: { readonly action: 'encrypt' | 'decrypt'; readonly text: string }): string | null;
  onFocus(): void;
  /** The core could not open; it has ended. */
  onFailed(error: ErrorRecord): void;
  /** A new core serves, because the one before died: every page needs a new port. */
  onRestarted(): void;
};

export type CoreProcess = {
  /** A new connection to the core, for one page. */
  connectPage(): MessagePortMain;
  /** Asks the core to finish and ends it, and every engine, at the latest after `closeWithinMs`. */
  close(): Promise<void>;
};

/** How long the core may take to stop engines and close the database before it is killed. */
const closeWithinMs = 6_000;
/** More deaths than this within `crashWindowMs`, and the core is not started again. */
const maxCrashes = 3;
const crashWindowMs = 60_000;

export function startCoreProcess(options: CoreProcessOptions): CoreProcess {
  let core: UtilityProcess;
  let state: 'running' | 'closing' | 'failed' = 'running';
  let isReopening = false;
  const mayRestart = crashBudget();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const tell = (message: MainToCoreMessage, ports: MessagePortMain[] = []): void =>
    core.postMessage(message, ports);
  const engines = createEngineProcesses(options.engineEntry, options.engineEnv, tell);

  const fail = (error: ErrorRecord): void => {
    state = 'failed';
    options.onFailed(error);
  };
  const wires = { options, engines, tell, fail };

  function start(): void {
    isReopening = false;
    core = forkCore(options.coreEntry);
    // The core is part of this program: its messages have the types of shell-messages.ts.
    core.on('message', (message: CoreToMainMessage) => {
      isReopening ||= message.kind === 'reopening';
      answerCore(message, wires);
    });
    core.once('exit', () => {
      engines.killAll();
      if (state !== 'running') return end();
      if (isReopening || mayRestart(Date.now())) {
        // The database repairs itself when it is opened: a dead core costs the last 250 ms of a reply, not the window.
        start();
        return options.onRestarted();
      }
      fail({ code: 'app.internal', details: {} });
      end();
    });
    tell({ kind: 'init', ...options.init });
  }

  start();
  egress.ledger.subscribe(() => state === 'running' && tellEgress(tell));
  return {
    connectPage: () => {
      const { port1, port2 } = new MessageChannelMain();
      tell({ kind: 'page' }, [port2]);
      return port1;
    },
    close: async () => {
      if (state === 'running') {
        state = 'closing';
        tell({ kind: 'close' });
      }
      await endWithin(ended, () => killProcess(core.pid));
    },
  };
}

async function endWithin(ended: Promise<void>, kill: () => void): Promise<void> {
  const timer = setTimeout(kill, closeWithinMs);
  await ended;
  clearTimeout(timer);
}

/** The core keeps the list of what tried to leave this machine, also for the processes of the window. */
function tellEgress(tell: (message: MainToCoreMessage) => void): void {
  tell({ kind: 'egress', report: egress.ledger.takeReport() });
}

function forkCore(entry: string): UtilityProcess {
  return utilityProcess.fork(entry, [], {
    serviceName: 'Prisme core',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

type Wires = {
  readonly options: CoreProcessOptions;
  readonly engines: EngineProcesses;
  readonly tell: (message: MainToCoreMessage) => void;
  readonly fail: (error: ErrorRecord) => void;
};

function answerCore(message: CoreToMainMessage, { options, engines, tell, fail }: Wires): void {
  if (message.kind === 'launchEngine') engines.launch(message.requestId);
  else if (message.kind === 'killEngine') engines.kill(message.requestId);
  else if (message.kind === 'focus') options.onFocus();
  else if (message.kind === 'failed') fail(message.error);
  else if (message.kind === 'askSecret')
    tell({ kind: 'secretAnswered', requestId: message.requestId, text: options.answerSecret(message) });
  else if (message.kind === 'chooseFile') {
    const { requestId } = message;
    void options
      .chooseFile()
      .catch(() => null)
      .then((path) => tell({ kind: 'fileChosen', requestId, path }));
  }
}

/** Whether one more crash is bearable: false from the fourth within a minute on. */
function crashBudget(): (nowMs: number) => boolean {
  let crashedAtMs: readonly number[] = [];
  return (nowMs) => {
    crashedAtMs = [...crashedAtMs.filter((atMs) => nowMs - atMs < crashWindowMs), nowMs];
    return crashedAtMs.length <= maxCrashes;
  };
}

function killProcess(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
