/**
 * Node's IPC channel of a child process as an oRPC message port. Runs in the core (Node shells and tests; Electron has
 * real message ports). Carries strings; knows nothing of what they say.
 */
import type { ChildProcess } from 'node:child_process';
import type { SupportedMessagePort } from '@orpc/client/message-port';

/** The port of a child that was started with an IPC channel. It closes when the channel does. */
export function ipcPort(child: ChildProcess): SupportedMessagePort {
  return {
    on(event, callback) {
      if (event === 'message') child.on('message', (data) => callback({ data }));
      if (event === 'close') child.once('disconnect', () => callback());
    },
    postMessage(data: string) {
      // A message to a process that is gone is lost; that it is gone is reported by its exit, once.
      if (child.connected) child.send(data, () => undefined);
    },
  };
}
