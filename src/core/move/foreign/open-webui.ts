/**
 * Reads a chat export of Open WebUI. Runs in the core. Pure. The shape, as its own pages build and import it
 * (open-webui/open-webui, src/lib/components/chat/Chat.svelte and Settings → Data controls): an array of rows, or one row, with
 * `chat.history.messages`, a tree by id with `parentId`, and `chat.history.currentId`; times are seconds. All branches are
 * kept. Left out and counted: files, thoughts and calls of tools inside of replies (`<details type="…">`); not counted:
 * folders, tags, ratings, sources.
 */
import { z } from 'zod';
import { checked } from '../import-items.ts';
import { drop, type Dropped, type ForeignConversation, type ForeignMessage } from './foreign-conversation.ts';
import { foreignIdSchema, foreignTextSchema, looseTextSchema, momentMs } from './foreign-values.ts';

const messageSchema = z.object({
  parentId: foreignIdSchema.nullish(),
  role: z.string().max(40),
  content: foreignTextSchema.nullish(),
  timestamp: z.unknown().optional(),
  model: looseTextSchema,
  files: z.array(z.unknown()).max(10_000).nullish().catch(null),
});

const chatSchema = z.object({
  title: looseTextSchema,
  system: looseTextSchema,
  params: z.object({ system: looseTextSchema }).nullish().catch(null),
  timestamp: z.unknown().optional(),
  history: z.object({
    currentId: foreignIdSchema.nullish(),
    messages: z.record(foreignIdSchema, messageSchema),
  }),
});

const rowSchema = z.object({
  id: foreignIdSchema.nullish(),
  title: looseTextSchema,
  created_at: z.unknown().optional(),
  updated_at: z.unknown().optional(),
  pinned: z.boolean().nullish().catch(null),
  chat: chatSchema,
});

const details = /<details type="(reasoning|tool_calls|code_interpreter)"[^>]*>[^]*?<\/details>\s*/g;

export function readOpenWebUi(value: unknown, place: string): ForeignConversation {
  const row = checked(rowSchema, value, place);
  const { chat } = row;
  const dropped: Dropped = {};
  const messages = Object.entries(chat.history.messages).map(([id, message]): ForeignMessage => {
    const { role, content, timestamp, model, files, parentId } = message;
    drop(dropped, 'attachment', files?.length ?? 0);
    if (role !== 'user' && role !== 'assistant') drop(dropped, role === 'tool' ? 'tool' : 'system');
    return {
      id,
      parentId: parentId ?? null,
      role: role === 'user' || role === 'assistant' ? role : null,
      text: withoutDetails(content ?? '', dropped),
      createdAtMs: momentMs(timestamp),
      modelName: model ?? null,
      place: `${place}.chat.history.messages.${id}`,
    };
  });
  const createdAtMs = momentMs(row.created_at) ?? momentMs(chat.timestamp);
  return {
    ...{ kind: 'openWebUi', author: 'Open WebUI', id: row.id ?? `${row.title}\0${createdAtMs}` },
    title: row.title ?? chat.title ?? '',
    ...{ createdAtMs, updatedAtMs: momentMs(row.updated_at), isPinned: row.pinned === true },
    systemPrompt: chat.params?.system ?? chat.system ?? '',
    ...{ messages, leafId: chat.history.currentId ?? null, dropped, place },
  };
}

function withoutDetails(text: string, dropped: Dropped): string {
  return text.replaceAll(details, (_all, type: string) => {
    drop(dropped, type === 'reasoning' ? 'reasoning' : 'tool');
    return '';
  });
}
