/**
 * What the core needs from whoever starts engine processes. Runs in the core. Starting one is the shell's business
 * (Electron: utilityProcess through main; web and terminal: child_process.fork, see fork-engine.ts).
 */
import type { SupportedMessagePort } from '@orpc/client/message-port';

/** How a process ended. `code` and `signal` as Node reports them; both null when the system did not say. */
export type EngineExit = { readonly code: number | null; readonly signal: string | null };

/** One running engine process, seen from the core. */
export type EngineProcess = {
  readonly pid: number | undefined;
  /** Carries the engine contract; closes when the process ends. */
  readonly port: SupportedMessagePort;
  /** Settles once, when the process has ended, however it ended. Never rejects. */
  readonly exited: Promise<EngineExit>;
  /** Ends the process at once (SIGKILL). Safe to call again. */
  kill(): void;
};

/** Starts an engine process. Rejects with `engine.unavailable` when it cannot start. */
export type LaunchEngine = () => Promise<EngineProcess>;
