/**
 * An app whose open conversation holds a reply with a given text: what a model may write, exactly. The text is placed
 * in the database of an app that has ended, with the checksum that every message carries. Runs in the test process.
 */
import { createHash, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { OwnApp, OwnAppOptions } from './test.ts';

type Launch = (options?: OwnAppOptions) => Promise<OwnApp>;

/** Starts an app, ends it, writes the texts, starts it again. */
export async function seededApp(launchApp: Launch, replyText: string, userText = 'Seeded'): Promise<OwnApp> {
  const { dataDir, close } = await launchApp();
  await close();
  seedConversation(dataDir, userText, replyText);
  const app = await launchApp({ dataDir });
  await app.chat.lastReply.waitFor();
  return app;
}

/** Puts a conversation of one message and one reply into the database and makes it the one that is opened. */
function seedConversation(dataDir: string, userText: string, replyText: string): void {
  const database = new DatabaseSync(join(dataDir, 'prisme.db'));
  const known = database.prepare('SELECT settings_json, model_id FROM conversations LIMIT 1').get();
  const settings = String(known?.['settings_json']);
  const model = String(known?.['model_id']);
  const ids = { conversation: randomUUID(), user: randomUUID(), reply: randomUUID() };
  const now = Date.now();
  const insertMessage = database.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, role, text, hash, created_at_ms, state, finish_reason, model_id, model_name, settings_json, seed)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'complete', ?, ?, ?, ?, ?)`,
  );
  database.exec('BEGIN');
  database
    .prepare(
      `INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, system_prompt, settings_json, model_id, leaf_id)
       VALUES (?, 'Seeded', ?, ?, '', ?, ?, ?)`,
    )
    .run(ids.conversation, now, now, settings, model, ids.reply);
  const user = { id: ids.user, parentId: null, role: 'user', text: userText };
  const reply = { id: ids.reply, parentId: ids.user, role: 'assistant', text: replyText };
  insertMessage.run(
    user.id,
    ids.conversation,
    null,
    user.role,
    user.text,
    hashOf(user),
    now,
    null,
    null,
    null,
    null,
    null,
  );
  insertMessage.run(
    reply.id,
    ids.conversation,
    reply.parentId,
    reply.role,
    reply.text,
    hashOf(reply),
    now,
    'endToken',
    model,
    'Seeded model',
    settings,
    1,
  );
  database
    .prepare(
      `INSERT INTO settings (key, value_json) VALUES ('lastConversationId', ?) ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json`,
    )
    .run(JSON.stringify(ids.conversation));
  database.exec('COMMIT');
  database.close();
  // The checksum of the whole file: without it the app takes it as after a crash, and does not say that it was changed.
  rmSync(join(dataDir, 'prisme.db.seal'), { force: true });
}

/** As in src/core/db/message-hash.ts; a difference shows as a notice about damaged messages. */
function hashOf({
  id,
  parentId,
  role,
  text,
}: {
  id: string;
  parentId: string | null;
  role: string;
  text: string;
}): Buffer {
  return createHash('sha256')
    .update(`${id}\0${parentId ?? ''}\0${role}\0`)
    .update(text)
    .digest();
}
