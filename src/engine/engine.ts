/**
 * The engine process: one loaded model behind one port. Started by Electron (utilityProcess) or Node
 * (child_process.fork); stdout and stderr carry logs only. It opens no connection and knows no conversations.
 */
import '#egress/guard-this-process.ts';
import { RPCHandler } from '@orpc/server/message-port';
import { customJsonSerializers } from '#contract/serializers.ts';
import { openEnginePort } from './engine-port.ts';
import { createEngineRouter } from './engine-router.ts';

// An engine without a parent would hold gigabytes for nobody. Exit at once: llama.cpp needs no farewell.
const port = openEnginePort(() => process.exit(0));
const handler = new RPCHandler(createEngineRouter(), { customJsonSerializers: [...customJsonSerializers] });
void port.then(
  (opened) => handler.upgrade(opened),
  (error: unknown) => {
    process.stderr.write(`engine: ${String(error)}\n`);
    process.exit(2);
  },
);
