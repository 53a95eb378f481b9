/**
 * Conversations as one HTML page, for people and for printing. Runs in the core. Self-contained: no script, nothing that is
 * loaded, and a policy that forbids both; every text is escaped on its way in.
 */
import type { Message } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import type { DocumentRecord } from '../../db/documents.ts';
import type { FileStore } from '../write-own-file.ts';
import type { DocumentPart } from './document-part.ts';
import { documentStyle } from './document-style.ts';
import { documentWords, type DocumentRequest, type DocumentWords } from './document-words.ts';
import { escapeHtml, markdownToHtml } from './markdown-to-html.ts';
import { readAttached, readConversation, type ReadableConversation } from './readable-conversation.ts';

/** Style alone, the one that stands in the page; not even a form. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function* htmlParts(
  store: FileStore,
  conversationIds: readonly ConversationId[],
  request: DocumentRequest,
): Generator<DocumentPart, void, void> {
  const words = documentWords(request.language);
  const [only] = conversationIds.length === 1 ? conversationIds : [];
  const title =
    only === undefined ? words.conversations : store.conversations.find(only)?.title || words.untitled;
  yield { text: begin(title, words), conversations: 0 };
  for (const [index, id] of conversationIds.entries()) {
    const conversation = readConversation(store, id);
    if (conversation === null) continue;
    yield { text: head(conversation, words), conversations: index };
    for (const message of conversation.path)
      yield {
        text: article(store, message, words) + summaryOf(conversation, message, words),
        conversations: index,
      };
    yield { text: '</section>\n', conversations: index };
  }
  const exported = escapeHtml(words.exported(request.exportedBy, request.nowMs));
  yield {
    text: `</main>\n<footer>${exported}</footer>\n</body>\n</html>\n`,
    conversations: conversationIds.length,
  };
}

function begin(title: string, { language }: DocumentWords): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${documentStyle}</style>
</head>
<body>
<main>
`;
}

function head({ conversation, otherMessages }: ReadableConversation, words: DocumentWords): string {
  const { title, createdAtMs, systemPrompt } = conversation;
  const system =
    systemPrompt === ''
      ? ''
      : `<div class="system"><h2>${escapeHtml(words.system)}</h2><p class="plain">${escapeHtml(systemPrompt)}</p></div>\n`;
  const others =
    otherMessages === 0 ? '' : `<p class="note">${escapeHtml(words.otherBranches(otherMessages))}</p>\n`;
  return `<section>
<h1>${escapeHtml(title || words.untitled)}</h1>
<p class="note">${escapeHtml(words.begun(createdAtMs))}</p>
${others}${system}`;
}

function article(store: FileStore, message: Message, words: DocumentWords): string {
  const isReply = message.role === 'assistant';
  const name = isReply ? message.model?.name || words.reply : words.you;
  const state = words.state(message);
  // A person's words stand as they were typed; a reply is Markdown, as on screen.
  const body = isReply ? markdownToHtml(message.text) : `<p class="plain">${escapeHtml(message.text)}</p>`;
  const note = state === '' ? '' : `<p class="note">${escapeHtml(state)}</p>\n`;
  const attached = readAttached(store, message).map((document) => details(document, words));
  return `<article class="${message.role}">
<h2>${escapeHtml(name)}</h2>
${attached.join('')}${body}
${note}</article>
`;
}

/** Folded: the conversation stays readable. */
function details({ name, isPaged, text }: DocumentRecord, words: DocumentWords): string {
  const pages = text.map((page, index) => {
    const heading = isPaged ? `<h3>${escapeHtml(words.page(index + 1))}</h3>\n` : '';
    return `${heading}<p class="plain">${escapeHtml(page)}</p>\n`;
  });
  return `<details><summary>${escapeHtml(words.attached(name))}</summary>\n${pages.join('')}</details>\n`;
}

function summaryOf({ summary }: ReadableConversation, { id }: Message, words: DocumentWords): string {
  if (summary?.lastMessageId !== id) return '';
  const { messageCount, model, text } = summary;
  return `<div class="system">
<h2>${escapeHtml(words.summary(messageCount, model.name))}</h2>
<p class="plain">${escapeHtml(text)}</p>
</div>
`;
}
