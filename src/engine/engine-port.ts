/**
 * The one line to whoever started the engine, whatever kind of process it runs in. Runs in the engine. It moves
 * messages and knows nothing of what they say.
 */
import { isMainThread } from 'node:worker_threads';
import type { SupportedMessagePort } from '@orpc/client/message-port';

type PortListener = (event?: { data: unknown }) => void;

/** Electron's MessagePortMain, as far as it is used. */
type ElectronPort = {
  on(event: string, listener: PortListener): void;
  postMessage(data: unknown): void;
  start(): void;
};
type ElectronParentPort = {
  once(event: 'message', listener: (event: { ports: ElectronPort[] }) => void): void;
};

/**
 * The port that the parent gives. Electron (utilityProcess): the first message brings it. Node (child_process.fork):
 * the pipe of the fork itself. `onClose` is called once when the other side is gone: nothing may keep running then.
 *
 * @throws Error when the process has no parent to talk to
 */
export async function openEnginePort(onClose: () => void): Promise<SupportedMessagePort> {
  const parentPort: unknown = Reflect.get(process, 'parentPort');
  const port = parentPort ? await electronPort(parentPort as ElectronParentPort) : pipePort();
  port.on('close', onClose);
  return port;
}

// Electron puts `parentPort` on process in a utilityProcess only, and documents this shape of it.
function electronPort(parentPort: ElectronParentPort): Promise<ElectronPort> {
  return new Promise((resolve) => {
    parentPort.once('message', (event) => {
      const port = event.ports[0];
      if (port === undefined) return;
      // Messages wait in the port until it is started, which must be after the listeners are set: the handler sets
      // them in the same turn in which this promise settles.
      setImmediate(() => port.start());
      resolve(port);
    });
  });
}

function pipePort(): ElectronPort {
  if (process.send === undefined || !isMainThread)
    throw new Error('an engine is started by Prisme, not by hand');
  const send = process.send.bind(process);
  return {
    on(event, listener) {
      if (event === 'message') process.on('message', (data) => listener({ data }));
      if (event === 'close') process.once('disconnect', () => listener());
    },
    // The callback takes the error of a pipe that has just closed; 'disconnect' follows and ends the process.
    postMessage: (data) => void send(data, undefined, undefined, () => undefined),
    start() {},
  };
}
