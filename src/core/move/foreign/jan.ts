/**
 * Reads a thread of Jan: `messages.jsonl`, and `thread.json` beside it. Runs in the core. Pure. The shape, from Jan's own
 * description (janhq/jan docs/docs/specs/threads.md and messages.md): a line a message with `role`, `created_at` and `content`
 * blocks, in the order in which they were written; the thread has `title`, and `assistants` with their instructions and model.
 * Other versions of a message are not in these files. Left out and counted: pictures and files, thoughts, tools.
 */
import { z } from 'zod';
import { checked } from '../import-items.ts';
import { drop, type Dropped, type ForeignConversation, type ForeignMessage } from './foreign-conversation.ts';
import { foreignIdSchema, foreignTextSchema, looseTextSchema, momentMs } from './foreign-values.ts';

const messageSchema = z.object({
  id: foreignIdSchema,
  thread_id: foreignIdSchema.nullish(),
  role: z.string().max(40),
  created_at: z.unknown().optional(),
  content: z
    .array(
      z.object({
        type: z.string().max(100),
        text: z.object({ value: foreignTextSchema }).nullish().catch(null),
      }),
    )
    .max(10_000)
    .nullish(),
});
type Message = z.infer<typeof messageSchema>;

const threadSchema = z.object({
  id: foreignIdSchema,
  title: looseTextSchema,
  created: z.unknown().optional(),
  updated: z.unknown().optional(),
  metadata: z.object({ title: looseTextSchema }).nullish().catch(null),
  model: z.object({ id: looseTextSchema }).nullish().catch(null),
  assistants: z
    .array(
      z.object({
        instructions: looseTextSchema,
        model: z.object({ id: looseTextSchema }).nullish().catch(null),
      }),
    )
    .max(100)
    .nullish()
    .catch(null),
});
export type JanThread = z.infer<typeof threadSchema>;

export const readJanThread = (value: unknown, place: string): JanThread =>
  checked(threadSchema, value, place);

/** @param values the lines of one file. @param threadOf what `thread.json` says about the thread, if it was chosen too */
export function readJanMessages(
  values: readonly unknown[],
  threadOf: (id: string) => JanThread | undefined,
): ForeignConversation {
  const lines = values.map((value, index) => checked(messageSchema, value, String(index)));
  const [first] = lines;
  const threadId = lines.find(({ thread_id: id }) => id)?.thread_id ?? first?.id ?? '';
  const { modelName, ...about } = aboutThread(threadOf(threadId));
  const dropped: Dropped = {};
  const messages = lines.map((line, index): ForeignMessage => ({
    id: line.id,
    parentId: lines[index - 1]?.id ?? null,
    role: roleOf(line, dropped),
    text: textOf(line, dropped),
    createdAtMs: momentMs(line.created_at),
    modelName,
    place: String(index),
  }));
  return {
    ...{ kind: 'jan', author: 'Jan', id: threadId, isPinned: false, messages, dropped, place: '0' },
    ...{ ...about, leafId: lines.at(-1)?.id ?? null },
  };
}

type AboutThread = Pick<ForeignConversation, 'title' | 'createdAtMs' | 'updatedAtMs' | 'systemPrompt'> & {
  readonly modelName: string | null;
};

const titleOf = ({ title, metadata }: JanThread): string => title ?? metadata?.title ?? '';

function aboutThread(thread: JanThread | undefined): AboutThread {
  if (thread === undefined)
    return { title: '', createdAtMs: null, updatedAtMs: null, systemPrompt: '', modelName: null };
  const [assistant] = thread.assistants ?? [];
  return {
    title: titleOf(thread),
    createdAtMs: momentMs(thread.created),
    updatedAtMs: momentMs(thread.updated),
    systemPrompt: assistant?.instructions ?? '',
    modelName: assistant?.model?.id ?? thread.model?.id ?? null,
  };
}

function roleOf({ role }: Message, dropped: Dropped): 'user' | 'assistant' | null {
  if (role === 'user' || role === 'assistant') return role;
  drop(dropped, role === 'tool' ? 'tool' : 'system');
  return null;
}

function textOf({ content }: Message, dropped: Dropped): string {
  const blocks = content ?? [];
  drop(dropped, 'reasoning', blocks.filter(({ type }) => type === 'reasoning').length);
  drop(dropped, 'tool', blocks.filter(({ type }) => type.startsWith('tool')).length);
  drop(
    dropped,
    'attachment',
    blocks.filter(({ type }) => type.startsWith('image') || type === 'file').length,
  );
  return blocks.flatMap(({ type, text }) => (type === 'text' && text ? [text.value] : [])).join('\n\n');
}
