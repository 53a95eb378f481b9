/**
 * Conversations as Markdown, for people. Runs in the core. The branch that is shown stands as it reads; what other branches
 * there are is said, not written.
 */
import type { Message } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { DocumentRecord } from '../../db/documents.ts';
import type { FileStore } from '../write-own-file.ts';
import type { DocumentPart } from './document-part.ts';
import { documentWords, type DocumentRequest, type DocumentWords } from './document-words.ts';
import { readAttached, readConversation, type ReadableConversation } from './readable-conversation.ts';

export function* markdownParts(
  store: FileStore,
  conversationIds: readonly ConversationId[],
  request: DocumentRequest,
): Generator<DocumentPart, void, void> {
  const words = documentWords(request.language);
  for (const [index, id] of conversationIds.entries()) {
    const conversation = readConversation(store, id);
    if (conversation === null) continue;
    yield { text: `${index === 0 ? '' : '\n---\n\n'}${head(conversation, words)}`, conversations: index };
    for (const message of conversation.path)
      yield {
        text: messageText(store, message, words) + summaryText(conversation, message, words),
        conversations: index,
      };
  }
  yield {
    text: `\n---\n\n${words.exported(request.exportedBy, request.nowMs)}\n`,
    conversations: conversationIds.length,
  };
}

function head({ conversation, otherMessages }: ReadableConversation, words: DocumentWords): string {
  const { title, createdAtMs, systemPrompt } = conversation;
  const lines = [`# ${inLine(title || words.untitled)}`, '', words.begun(createdAtMs), ''];
  if (systemPrompt !== '') lines.push(`**${words.system}**`, '', quoted(systemPrompt), '');
  if (otherMessages > 0) lines.push(`*${words.otherBranches(otherMessages)}*`, '');
  return lines.join('\n');
}

function messageText(store: FileStore, message: Message, words: DocumentWords): string {
  const name = message.role === 'user' ? words.you : message.model?.name || words.reply;
  const state = words.state(message);
  const attached = readAttached(store, message).map((document) => documentText(document, words));
  return `\n## ${inLine(name)}\n\n${attached.join('')}${message.text}\n${state === '' ? '' : `\n*${state}*\n`}`;
}

/** Between fences, so that nothing in it is a mark. */
function documentText({ name, isPaged, text }: DocumentRecord, words: DocumentWords): string {
  const whole = text
    .map((page, index) => (isPaged ? `[${words.page(index + 1)}]\n${page}` : page))
    .join('\n\n');
  const longest = Math.max(2, ...[...whole.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `**${inLine(words.attached(name))}**\n\n${fence}text\n${whole}\n${fence}\n\n`;
}

function summaryText({ summary }: ReadableConversation, { id }: Message, words: DocumentWords): string {
  if (summary?.lastMessageId !== id) return '';
  const { messageCount, model, text } = summary;
  return `\n*${inLine(words.summary(messageCount, model.name))}*\n\n${quoted(text)}\n`;
}

/** A heading or name is one line, and none of its characters is a mark. */
function inLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/([\\`*_[\]<>#|~])/g, String.raw`\$1`);
}

const quoted = (text: string): string => text.replaceAll(/^/gm, '> ');
