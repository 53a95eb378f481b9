/**
 * Loaded into an engine process before the engine: what it computes on the processor is said to come from a graphics card,
 * as long as one may be used. No test machine has a card that can be lost; what the app then does needs none. Test only.
 * It stands between the engine and its line and listens to nothing itself: a line begins to flow with its first listener.
 */
let mayUse = true;

/** @param {unknown} message as it goes over the line: JSON text */
const told = (message) =>
  mayUse && typeof message === 'string'
    ? message.replaceAll('"backend":"cpu"', '"backend":"cuda"').replaceAll('"used":null', '"used":"cuda"')
    : message;

/** @param {unknown} message a request to the engine */
const heard = (message) => {
  if (typeof message === 'string' && message.includes('"gpu":"off"')) mayUse = false;
};

/**
 * Has `look` see every message before the listeners of `target` do.
 * @param {import('node:events').EventEmitter} target
 * @param {(message: any) => void} look
 */
function overhear(target, look) {
  for (const method of ['on', 'once']) {
    const add = target[method].bind(target);
    target[method] = (event, listener) =>
      add(
        event,
        event === 'message' ? (message, ...rest) => (look(message), listener(message, ...rest)) : listener,
      );
  }
}

if (process.parentPort) {
  // Electron: the first message brings the line.
  overhear(process.parentPort, ({ ports: [port] }) => {
    if (!port) return;
    const post = port.postMessage.bind(port);
    port.postMessage = (message, ...rest) => post(told(message), ...rest);
    overhear(port, ({ data }) => heard(data));
  });
} else if (process.send) {
  const send = process.send.bind(process);
  process.send = (message, ...rest) => send(told(message), ...rest);
  overhear(process, heard);
}
