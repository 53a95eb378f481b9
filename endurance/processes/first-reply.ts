/**
 * A process for the suites: starts the built web shell on an empty data folder, asks it for a first reply as a page would,
 * and ends it. Arguments: the data folder and the folder with the model. Prints the number of tokens of the reply, why it
 * ended, and the files and folders whose permissions are not their owner's alone.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { CoreClient } from '#contract/contract.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { tooOpen } from '../too-open.ts';

const [dataDir = '', modelsDir = ''] = process.argv.slice(2);
const entry = join(import.meta.dirname, '..', '..', 'out', 'main', 'web.js');
const server = fork(entry, ['--no-open', '--port', '0', '--data', dataDir, '--models', modelsDir], {
  silent: true,
});
if (server.stdout === null) throw new Error('the web shell has no standard output');
const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
const { origin, host, href } = new URL(line.replace(/^Prisme: /, ''));

const answer = await fetch(href, { redirect: 'manual' });
const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
const page = await fetch(`${origin}/`, { headers: { Cookie: cookie } });
if (!page.ok) throw new Error(`the page was answered with ${page.status}`);
const socket = new WebSocket(`ws://${host}/rpc`, { headers: { Cookie: cookie, Origin: origin } });
await once(socket, 'open');
// oRPC names the browser's type; the ws client has the same methods.
const websocket = socket as unknown as globalThis.WebSocket;
const core = createORPCClient<CoreClient>(
  new RPCLink({
    websocket,
    customJsonSerializers: [...customJsonSerializers],
  }),
);

await core.models.rescan({});
const [model] = (await core.models.list({})).models;
if (model === undefined) throw new Error('the model was not found');
const { id: conversationId, settings } = await core.conversations.create({ modelId: model.id });
await core.conversations.update({ conversationId, settings: { ...settings, maxTokens: 4 } });
const sent = await core.generation.send({
  conversationId,
  parentId: null,
  text: 'Name a colour.',
  overflow: 'refuse',
});
let tokens = 0;
let ended = '';
for await (const event of await core.generation.attach({ replyId: sent.replyId, fromToken: 0 })) {
  if (event.kind === 'tokens') tokens += event.count;
  if (event.kind === 'end') ended = event.end.error?.code ?? event.end.reason;
}
const open = tooOpen(dataDir);
socket.close();
server.kill('SIGTERM');
await once(server, 'exit');
process.stdout.write(`${JSON.stringify({ tokens, ended, tooOpen: open })}\n`);
