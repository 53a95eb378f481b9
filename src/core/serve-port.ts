/**
 * Serves the contract on a message port. Runs in the core. The port may be a page's: everything that comes through it
 * is checked against the contract before a handler sees it.
 */
import { RPCHandler } from '@orpc/server/message-port';
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { customJsonSerializers } from '#contract/serializers.ts';
import type { CoreRouter } from './create-core.ts';

/** Returns the function that serves one more port; when a port closes, its open streams end. */
export function createPortServer(router: CoreRouter): (port: SupportedMessagePort) => void {
  const handler = new RPCHandler(router, { customJsonSerializers: [...customJsonSerializers] });
  return (port) => handler.upgrade(port, { context: {} });
}
