/**
 * Reads a conversation of LM Studio (`*.conversation.json`). Runs in the core. Pure. The shape, as read by
 * YorkieDev/lm-studio-conversation-converter and named in its own checks (lmstudio-ai/lmstudio-bug-tracker#872): `messages`, each
 * with `versions`, of which `currentlySelected` goes on; a version is one step with `content`, or several `steps`, of which
 * content blocks are the reply. Its makers call the file internal, so it may change. Every version is kept as a branch. Left
 * out and counted: files, thoughts, tools; not counted: speeds and settings of each reply.
 */
import { z } from 'zod';
import { checked } from '../import-items.ts';
import { drop, type Dropped, type ForeignConversation, type ForeignMessage } from './foreign-conversation.ts';
import { foreignTextSchema, looseTextSchema, momentMs, mostForeignMessages } from './foreign-values.ts';

const contentSchema = z
  .array(z.object({ type: z.string().max(100), text: looseTextSchema }))
  .max(10_000)
  .nullish();
const stepSchema = z.object({
  type: z.string().max(100),
  content: contentSchema.catch(null),
  style: z.object({ type: looseTextSchema }).nullish().catch(null),
  genInfo: z.object({ indexedModelIdentifier: looseTextSchema }).nullish().catch(null),
});
const versionSchema = z.object({
  role: z.string().max(40),
  content: z.union([contentSchema, foreignTextSchema]).nullish(),
  steps: z.array(stepSchema).max(10_000).nullish(),
  senderInfo: z.object({ senderName: looseTextSchema }).nullish().catch(null),
});
type Version = z.infer<typeof versionSchema>;

const fileSchema = z.object({
  name: foreignTextSchema.nullish(),
  pinned: z.boolean().nullish().catch(null),
  createdAt: z.unknown().optional(),
  systemPrompt: looseTextSchema,
  lastUsedModel: z.object({ identifier: looseTextSchema }).nullish().catch(null),
  perChatPredictionConfig: z
    .object({ fields: z.array(z.object({ key: z.string(), value: z.unknown().optional() })).max(1_000) })
    .nullish()
    .catch(null),
  messages: z
    .array(
      z.object({
        versions: z.array(versionSchema).min(1).max(10_000),
        currentlySelected: z.int().min(0).max(10_000).nullish(),
      }),
    )
    .max(mostForeignMessages),
});

export function readLmStudio(value: unknown, place: string): ForeignConversation {
  const file = checked(fileSchema, value, place);
  const dropped: Dropped = {};
  const messages: ForeignMessage[] = [];
  let parentId: string | null = null;
  for (const [index, { versions, currentlySelected }] of file.messages.entries()) {
    const selected = Math.min(currentlySelected ?? 0, versions.length - 1);
    for (const [number, version] of versions.entries())
      messages.push({
        ...{
          id: `${index}.${number}`,
          parentId,
          role: roleOf(version, dropped),
          text: textOf(version, dropped),
        },
        ...{ createdAtMs: null, modelName: modelOf(version) ?? file.lastUsedModel?.identifier ?? null },
        place: `${place}.messages.${index}.versions.${number}`,
      });
    parentId = `${index}.${selected}`;
  }
  const createdAtMs = momentMs(file.createdAt);
  const { name } = file;
  return {
    ...{
      kind: 'lmStudio',
      author: 'LM Studio',
      id: String(createdAtMs ?? name),
      title: name ?? '',
      createdAtMs,
    },
    ...{ updatedAtMs: null, isPinned: file.pinned === true, systemPrompt: systemPromptOf(file) },
    ...{ messages, leafId: parentId, dropped, place },
  };
}

function systemPromptOf({ systemPrompt, perChatPredictionConfig }: z.infer<typeof fileSchema>): string {
  const field = perChatPredictionConfig?.fields.find(({ key }) => key === 'llm.prediction.systemPrompt');
  return typeof field?.value === 'string' ? field.value : (systemPrompt ?? '');
}

function roleOf({ role }: Version, dropped: Dropped): 'user' | 'assistant' | null {
  if (role === 'user' || role === 'assistant') return role;
  drop(dropped, role === 'tool' ? 'tool' : 'system');
  return null;
}

const modelOf = ({ steps, senderInfo }: Version): string | null =>
  steps?.find(({ genInfo }) => genInfo?.indexedModelIdentifier)?.genInfo?.indexedModelIdentifier ??
  senderInfo?.senderName ??
  null;

function textOf({ content, steps }: Version, dropped: Dropped): string {
  if (typeof content === 'string') return content;
  const texts = [wordsOf(content ?? [], dropped)];
  for (const step of steps ?? []) {
    if (step.style?.type === 'thinking') drop(dropped, 'reasoning');
    else if (step.type === 'contentBlock') texts.push(wordsOf(step.content ?? [], dropped));
    else if (step.type.startsWith('tool')) drop(dropped, 'tool');
  }
  return texts.filter((text) => text !== '').join('\n\n');
}

function wordsOf(content: NonNullable<z.infer<typeof contentSchema>>, dropped: Dropped): string {
  const texts = content.flatMap(({ type, text }) => (type === 'text' && text ? [text] : []));
  drop(dropped, 'attachment', content.filter(({ type }) => type === 'file' || type === 'image').length);
  drop(dropped, 'tool', content.filter(({ type }) => type.startsWith('tool')).length);
  return texts.join('\n');
}
