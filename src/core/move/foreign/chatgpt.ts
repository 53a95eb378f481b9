/**
 * Reads `conversations.json` of a ChatGPT export. Runs in the core. Pure. The shape, as documented by mitkury/chatgpt-export-parser
 * (docs/chatgpt-data-export-format.md) and seen in several converters: an array of conversations, each with `mapping`, a tree
 * of nodes by id with `parent`, and `current_node`, the end of the branch that is shown; times are seconds. All branches are
 * kept. A first instruction with a text becomes the system prompt. Left out and counted: tools, what is sent to them, pictures
 * and files, thoughts, custom instructions, what is hidden from the conversation; not counted: ratings, citations, links.
 */
import { z } from 'zod';
import type { DroppedKind } from '#contract/move.ts';
import { checked } from '../import-items.ts';
import { drop, type Dropped, type ForeignConversation, type ForeignMessage } from './foreign-conversation.ts';
import { foreignIdSchema, foreignTextSchema, looseTextSchema, momentMs } from './foreign-values.ts';

const messageSchema = z.object({
  author: z.object({ role: z.string().max(40) }),
  create_time: z.unknown().optional(),
  recipient: looseTextSchema,
  content: z.object({
    content_type: z.string().max(100),
    parts: z.array(z.unknown()).max(10_000).nullish(),
    text: z.unknown().optional(),
  }),
  metadata: z
    .object({
      model_slug: looseTextSchema,
      is_visually_hidden_from_conversation: z.boolean().nullish().catch(null),
      attachments: z.array(z.unknown()).nullish().catch(null),
    })
    .nullish(),
});
type Message = z.infer<typeof messageSchema>;

const conversationSchema = z.object({
  id: foreignIdSchema.nullish(),
  conversation_id: foreignIdSchema.nullish(),
  title: foreignTextSchema.nullish(),
  create_time: z.unknown().optional(),
  update_time: z.unknown().optional(),
  current_node: foreignIdSchema.nullish(),
  is_starred: z.boolean().nullish().catch(null),
  mapping: z.record(
    foreignIdSchema,
    z.object({ parent: foreignIdSchema.nullish(), message: messageSchema.nullish() }),
  ),
});

export function readChatGpt(value: unknown, place: string): ForeignConversation {
  const conversation = checked(conversationSchema, value, place);
  const dropped: Dropped = {};
  const nodes = Object.entries(conversation.mapping);
  let systemPrompt = '';
  const messages = nodes.map(([id, { parent, message }]): ForeignMessage => {
    const at = { id, parentId: parent ?? null, place: `${place}.mapping.${id}` };
    const text = message ? textOf(message, dropped) : '';
    const role = message ? roleOf(message, text, dropped, systemPrompt) : null;
    if (role === 'system') systemPrompt = text;
    return {
      ...at,
      role: role === 'system' ? null : role,
      text,
      createdAtMs: momentMs(message?.create_time),
      modelName: message?.metadata?.model_slug ?? null,
    };
  });
  return {
    ...{
      kind: 'chatgpt',
      author: 'ChatGPT',
      title: conversation.title ?? '',
      systemPrompt,
      messages,
      dropped,
      place,
    },
    id:
      conversation.conversation_id ??
      conversation.id ??
      `${conversation.title}\0${String(conversation.create_time)}`,
    createdAtMs: momentMs(conversation.create_time),
    updatedAtMs: momentMs(conversation.update_time),
    isPinned: conversation.is_starred === true,
    leafId: conversation.current_node ?? null,
  };
}

function roleOf(
  message: Message,
  text: string,
  dropped: Dropped,
  systemPrompt: string,
): 'user' | 'assistant' | 'system' | null {
  const { role } = message.author;
  const reason = leftOutAs(message);
  if (role === 'system' && text.trim() === '') return null;
  if (role === 'system' && systemPrompt === '' && reason === null) return 'system';
  if (reason === null && (role === 'user' || role === 'assistant')) return role;
  drop(dropped, role === 'system' ? 'system' : (reason ?? 'other'));
  return null;
}

const notReplies: Readonly<Record<string, DroppedKind>> = {
  user_editable_context: 'system',
  model_editable_context: 'system',
  thoughts: 'reasoning',
  reasoning_recap: 'reasoning',
};

/** Null: it is part of the conversation as its reader saw it. */
function leftOutAs({ author, content, recipient, metadata }: Message): DroppedKind | null {
  if (metadata?.is_visually_hidden_from_conversation === true) return 'system';
  const known = notReplies[content.content_type];
  if (known !== undefined) return known;
  const isToTool = author.role === 'assistant' && (recipient ?? 'all') !== 'all';
  return author.role === 'tool' || isToTool ? 'tool' : null;
}

function textOf({ content, metadata }: Message, dropped: Dropped): string {
  const parts = content.parts ?? [];
  const texts = parts.filter((part) => typeof part === 'string');
  drop(dropped, 'attachment', Math.max(parts.length - texts.length, metadata?.attachments?.length ?? 0));
  if (parts.length > 0) return texts.join('\n');
  return typeof content.text === 'string' ? content.text : '';
}
