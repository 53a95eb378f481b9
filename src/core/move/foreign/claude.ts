/**
 * Reads `conversations.json` of a Claude export. Runs in the core. Pure. The shape, as typed by public readers of it
 * (Sinity/polylogue docs/providers/claude-ai.md, withLinda/claude-conversation-exporter): an array of conversations with
 * `chat_messages`; `sender` is human or assistant; `content` holds blocks, of which `text` repeats those with words; times are
 * ISO 8601. Where messages name the one before (`parent_message_uuid`; a root names a UUID of zeros) branches are kept, else
 * they follow each other. What was pasted as an attachment without a name is part of the message. Left out and counted: files,
 * tools, thoughts; not counted: citations, projects, styles.
 */
import { z } from 'zod';
import { checked } from '../import-items.ts';
import { drop, type Dropped, type ForeignConversation, type ForeignMessage } from './foreign-conversation.ts';
import {
  foreignIdSchema,
  foreignTextSchema,
  looseTextSchema,
  momentMs,
  mostForeignMessages,
} from './foreign-values.ts';

const blockSchema = z.object({ type: z.string().max(100), text: looseTextSchema });
const messageSchema = z.object({
  uuid: foreignIdSchema,
  sender: z.enum(['human', 'assistant']),
  text: foreignTextSchema.nullish(),
  content: z.array(blockSchema).max(10_000).nullish(),
  created_at: z.unknown().optional(),
  parent_message_uuid: foreignIdSchema.nullish(),
  attachments: z
    .array(z.object({ file_name: looseTextSchema, extracted_content: looseTextSchema }))
    .max(10_000)
    .nullish(),
  files: z.array(z.unknown()).max(10_000).nullish(),
});
type Message = z.infer<typeof messageSchema>;

const conversationSchema = z.object({
  uuid: foreignIdSchema,
  name: foreignTextSchema.nullish(),
  model: looseTextSchema,
  created_at: z.unknown().optional(),
  updated_at: z.unknown().optional(),
  is_starred: z.boolean().nullish().catch(null),
  current_leaf_message_uuid: foreignIdSchema.nullish(),
  chat_messages: z.array(messageSchema).max(mostForeignMessages),
});

/** The parent of a message without one before it. */
const zeros = /^0{8}-/;

export function readClaude(value: unknown, place: string): ForeignConversation {
  const conversation = checked(conversationSchema, value, place);
  const dropped: Dropped = {};
  const isTree = conversation.chat_messages.some(({ parent_message_uuid: parent }) => parent);
  const messages = conversation.chat_messages.map((message, index): ForeignMessage => {
    const before = conversation.chat_messages[index - 1]?.uuid ?? null;
    const parent = message.parent_message_uuid;
    const named = parent && !zeros.test(parent) ? parent : null;
    return {
      id: message.uuid,
      parentId: isTree ? named : before,
      role: message.sender === 'human' ? 'user' : 'assistant',
      text: textOf(message, dropped),
      createdAtMs: momentMs(message.created_at),
      modelName: conversation.model ?? null,
      place: `${place}.chat_messages.${index}`,
    };
  });
  return {
    ...{
      kind: 'claude',
      author: 'Claude',
      id: conversation.uuid,
      title: conversation.name ?? '',
      systemPrompt: '',
    },
    createdAtMs: momentMs(conversation.created_at),
    updatedAtMs: momentMs(conversation.updated_at),
    isPinned: conversation.is_starred === true,
    ...{ messages, leafId: conversation.current_leaf_message_uuid ?? null, dropped, place },
  };
}

function textOf({ text, content, attachments, files }: Message, dropped: Dropped): string {
  const blocks = content ?? [];
  const words = blocks.flatMap((block) => (block.type === 'text' && block.text ? [block.text] : []));
  drop(dropped, 'reasoning', blocks.filter(({ type }) => type === 'thinking').length);
  drop(dropped, 'tool', blocks.filter(({ type }) => type.startsWith('tool_')).length);
  const pasted = (attachments ?? []).flatMap(({ file_name: name, extracted_content: paste }) =>
    !name && paste ? [paste] : [],
  );
  drop(dropped, 'attachment', (attachments?.length ?? 0) - pasted.length + (files?.length ?? 0));
  // An older export has words in `text` alone.
  return [...(words.length === 0 && text ? [text] : words), ...pasted].join('\n\n');
}
