/**
 * Serves the contract on a message port. Runs in the core. The port may be a page's: everything that comes through it
 * is checked against the contract before a handler sees it.
 */
import { RPCHandler } from '@orpc/server/message-port';
import {
  type SupportedMessagePort,
  onMessagePortClose,
  onMessagePortMessage,
  postMessagePortMessage,
} from '@orpc/client/message-port';
import { customJsonSerializers } from '#contract/serializers.ts';
import type { CoreRouter } from './create-router.ts';
import { isPageMessage } from './shells/page-message.ts';

/** Returns the function that serves one more port; when a port closes, its open streams end. */
export function createPortServer(router: CoreRouter): (port: SupportedMessagePort) => void {
  const handler = new RPCHandler(router, { customJsonSerializers: [...customJsonSerializers] });
  return (port) => handler.upgrade(withoutNoise(port), { context: {} });
}

/** The port without messages that are no requests: each would end as a rejection that nobody handles. */
function withoutNoise(port: SupportedMessagePort): SupportedMessagePort {
  return {
    on: (event: string, listener: (event?: { data: unknown }) => void): void => {
      if (event === 'close') onMessagePortClose(port, () => listener());
      else
        onMessagePortMessage(port, (data) => {
          if (isPageMessage(data)) listener({ data });
        });
    },
    postMessage: (data: unknown): void => postMessagePortMessage(port, data),
  };
}
