/**
 * Starts and ends engine processes when the core asks. Runs in Electron's main process. An engine's port goes straight
 * to the core: main sees none of its messages.
 */
import { MessageChannelMain, utilityProcess } from 'electron';
import type { MessagePortMain, UtilityProcess } from 'electron';
import type { MainToCoreMessage } from '#core/shell-messages.ts';

export type EngineProcesses = {
  launch(requestId: string): void;
  kill(requestId: string): void;
  /** Ends every engine at once. */
  killAll(): void;
};

type TellCore = (message: MainToCoreMessage, ports?: MessagePortMain[]) => void;

export function createEngineProcesses(
  entry: string,
  env: Record<string, string>,
  tellCore: TellCore,
): EngineProcesses {
  const engines = new Map<string, UtilityProcess>();

  function launch(requestId: string): void {
    const engine = utilityProcess.fork(entry, [], {
      serviceName: 'Prisme engine',
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    engines.set(requestId, engine);
    const { port1, port2 } = new MessageChannelMain();
    engine.postMessage({ kind: 'port' }, [port1]);
    let isLaunched = false;
    engine.once('spawn', () => {
      isLaunched = true;
      tellCore({ kind: 'engineLaunched', requestId, pid: engine.pid }, [port2]);
    });
    engine.once('exit', (code) => {
      engines.delete(requestId);
      if (isLaunched) tellCore({ kind: 'engineExited', requestId, code });
      else
        tellCore({
          kind: 'engineLaunchFailed',
          requestId,
          reason: `it ended with code ${code} before it started`,
        });
    });
  }

  /** SIGKILL: a process inside llama.cpp does not hear anything softer. */
  function end(engine: UtilityProcess | undefined): void {
    if (engine?.pid === undefined) return;
    try {
      process.kill(engine.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }

  return {
    launch,
    kill: (requestId) => end(engines.get(requestId)),
    killAll: () => engines.forEach(end),
  };
}
