/**
 * A real core for the suites that knock at its doors: on a data folder of its own with a model file, a conversation and
 * an imported reply in it, and without an engine. Runs in the process of the suites.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { CoreClient } from '#contract/contract.ts';
import { customJsonSerializers } from '#contract/serializers.ts';
import { type Core, createCore } from '#core/create-core.ts';
import { createPortServer } from '#core/serve-port.ts';
import { writeTinyLlama } from '../fixtures/tiny-llama.ts';
import { traceFile } from '../fixtures/trace-file.ts';
import { coreOptions } from '#core/testing/core-options.ts';

export type LogLine = { readonly fields: object; readonly message: string };

export type OwnCore = {
  readonly core: Core;
  readonly dataDir: string;
  /** Everything that was logged, newest last. */
  readonly logged: readonly LogLine[];
  /** A page's end of a new port. */
  openPort(): MessageChannel['port2'];
  /** Whether what is stored is another thing than when this was last asked. */
  hasChanged(): boolean;
  close(): Promise<void>;
};

/** What an OwnCore has in it. */
export type Contents = {
  readonly conversationIds: readonly string[];
  readonly messageIds: readonly string[];
  readonly modelIds: readonly string[];
  readonly vocabularyHashes: readonly string[];
};

export async function openOwnCore(): Promise<OwnCore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'prisme-doors-'));
  const model = writeTinyLlama();
  const logged: LogLine[] = [];
  const write = (fields: object, message: string): void => void logged.push({ fields, message });
  const core = await createCore({
    ...coreOptions(dataDir),
    modelDirs: [model.folder],
    log: { info: write, warn: write, error: write },
  });
  const serve = createPortServer(core.router);
  const channels: MessageChannel[] = [];
  const reader = new DatabaseSync(join(dataDir, 'prisme.db'), { readOnly: true });
  return {
    core,
    dataDir,
    logged,
    openPort: () => {
      const channel = new MessageChannel();
      channels.push(channel);
      serve(channel.port1);
      channel.port1.start();
      channel.port2.start();
      return channel.port2;
    },
    hasChanged: watch(reader),
    close: async () => {
      for (const { port2 } of channels) port2.close();
      reader.close();
      await core.close();
      for (const folder of [dataDir, model.folder]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Reads everything only when something was committed: SQLite counts the commits of other connections. */
function watch(reader: DatabaseSync): () => boolean {
  const version = reader.prepare('PRAGMA data_version');
  let last = { version: version.get()?.['data_version'], fingerprint: fingerprintOf(reader) };
  return () => {
    const now = version.get()?.['data_version'];
    if (now === last.version) return false;
    const { fingerprint } = last;
    last = { version: now, fingerprint: fingerprintOf(reader) };
    return last.fingerprint !== fingerprint;
  };
}

function fingerprintOf(reader: DatabaseSync): string {
  const tables = reader.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).all();
  const hash = createHash('sha256');
  for (const { name } of tables) {
    hash.update(`${name}\n`);
    for (const row of reader.prepare(`SELECT * FROM "${name}"`).iterate())
      hash.update(`${JSON.stringify(row)}\n`);
  }
  return hash.digest('hex');
}

/** A client on a port of its own. */
export function clientOf(own: OwnCore): CoreClient {
  return createORPCClient<CoreClient>(
    new RPCLink({ port: own.openPort(), customJsonSerializers: [...customJsonSerializers] }),
  );
}

/** Puts two conversations into the core, one of them an imported reply with its trace, and finds the model. */
export async function fill(own: OwnCore): Promise<Contents> {
  const client = clientOf(own);
  await client.models.rescan({});
  const { models } = await client.models.list({});
  const created = await client.conversations.create({ systemPrompt: 'Be brief.' });
  const bytes = new Uint8Array(
    traceFile({ title: 'Imported', userText: 'A question?', replyText: 'An answer of several tokens.' }),
  );
  const imported = await client.traces.import({
    uploadId: randomUUID(),
    titlePrefix: '',
    totalBytes: bytes.length,
    offset: 0,
    bytes,
  });
  if (imported === null || models.length === 0) throw new Error('the core could not be filled');
  const { messages } = await client.conversations.get({ conversationId: imported.conversationId });
  return {
    conversationIds: [created.id, imported.conversationId],
    messageIds: messages.map(({ id }) => id),
    modelIds: models.map(({ id }) => id),
    vocabularyHashes: models.map(({ vocabularyHash }) => vocabularyHash),
  };
}
