/**
 * Documents for people: what is written is read back as text, and nothing in it can act or load.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostilePayloads } from '../../../../e2e/support/hostile-payloads.ts';
import { type ConversationId, messageIdSchema, modelIdSchema, summaryIdSchema } from '#contract/ids.ts';
import type { MoveFormat } from '#contract/move.ts';
import { type DataFolder, openDataFolder } from '../../db/open-data-folder.ts';
import { createStore, type Store } from '../../db/store.ts';
import { newConversation } from '../../db/testing/new-conversation.ts';
import { exportParts } from '../export-parts.ts';
import { markdownToHtml } from './markdown-to-html.ts';

let dataDir = '';
let folder: DataFolder;
let store: Store;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-documents-'));
  folder = openDataFolder({ dataDir, now: Date.now });
  store = createStore(folder.database);
});
afterEach(() => {
  folder.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A conversation with a question, an answer, and another answer in a branch that is not shown. */
function conversation(title: string, question: string, answer: string): ConversationId {
  const id = newConversation(store, { title, systemPrompt: 'Be <kind>.' });
  const [user, reply, other] = [randomUUID(), randomUUID(), randomUUID()].map((each) =>
    messageIdSchema.parse(each),
  );
  if (user === undefined || reply === undefined || other === undefined) throw new Error('no ids');
  const common = { conversationId: id, createdAtMs: 0, settings: null, seed: null, cutMessageIds: [] };
  const model = { id: null, name: 'Model <1>' };
  const end = { reason: 'stopped' as const, error: null, stats: null };
  store.messages.insertComplete({
    ...common,
    id: user,
    parentId: null,
    role: 'user',
    text: question,
    end: null,
    model: null,
  });
  store.messages.insertComplete({
    ...common,
    id: reply,
    parentId: user,
    role: 'assistant',
    text: answer,
    end,
    model,
  });
  store.messages.insertComplete({
    ...common,
    id: other,
    parentId: user,
    role: 'assistant',
    text: 'other way',
    end,
    model,
  });
  const found = store.conversations.find(id);
  if (found !== null) store.conversations.update({ ...found, leafId: reply });
  return id;
}

function written(id: ConversationId, format: MoveFormat, language: 'en' | 'fr' = 'en'): string {
  const request = { conversationIds: [id], format, language, exportedBy: 'Prisme 1', nowMs: 0 };
  return Array.from(exportParts(store, request), ({ text }) => text).join('');
}

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '![pixel](http://evil.test/p.gif)',
  '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  '[click](javascript:alert(1))',
  '[click](JaVaScRiPt:alert(1))',
  '[click](data:text/html,<script>alert(1)</script>)',
  '[click](vbscript:x) [file](file:///etc/passwd)',
  '[a](http://evil.test/"onmouseover="alert(1))',
  '[a](https://user:pass@evil.test/)',
  '<https://evil.test/"><script>alert(1)</script>',
  '[r]: javascript:alert(1)\n\n[text][r]',
  '<svg><script>alert(1)</script></svg>',
  '<style>@import url(http://evil.test)</style>',
  '<iframe src="http://evil.test"></iframe>',
  '<base href="http://evil.test/">',
  '<meta http-equiv="refresh" content="0;url=http://evil.test">',
  '</section></main></body></html><script>alert(1)</script>',
  '```html\n</code></pre><script>alert(1)</script>\n```',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  '<a href="x" style="background:url(http://evil.test)">x</a>',
  '&lt;script&gt; &#x3c;script&#x3e;alert(1)',
  '\u0000<scr\u0000ipt>',
];

/** Everything that is not text: tags, as they are written. */
const tagsOf = (html: string): string[] => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
const allowedTag =
  /^<(?:!doctype html|\/?(?:html|head|title|style|body|main|section|article|div|footer|span|h[1-6]|p|blockquote|em|strong|del|br|code|pre|hr|ul|ol|li|table|thead|tbody|tr|th|td|a|meta)(?: (?:lang|class|charset|name|content|http-equiv|start|rel)="[^"<>]*"| style="text-align:(?:right|center)"| href="(?:https?:|mailto:)[^"<>\s]*")*)>$/;

it('a summary that is read stands behind the last message that it covers, marked, in both kinds of document', () => {
  const id = conversation('Light', 'What?', 'This.');
  const [user] = store.messages.list(id);
  if (user === undefined) throw new Error('no message');
  store.summaries.insert({
    ...{
      id: summaryIdSchema.parse(randomUUID()),
      conversationId: id,
      lastMessageId: user.id,
      messageCount: 2,
    },
    ...{ text: 'They <met>.', model: { id: modelIdSchema.parse('a'.repeat(64)), name: 'Model' } },
    ...{ createdAtMs: 1, isEdited: false, tokens: 3, state: 'current' as const },
  });
  const words = 'Summary of the 2 messages above, which the model reads in their place (written by Model)';
  expect(written(id, 'md')).toContain(`What?\n\n*${words}*\n\n> They <met>.\n`);
  const html = written(id, 'html');
  expect(html).toContain(`<h2>${words}</h2>\n<p class="plain">They &lt;met&gt;.</p>`);
  for (const tag of tagsOf(html.replace(/<style>[^]*?<\/style>/, ''))) expect(tag).toMatch(allowedTag);
});

describe('a page', () => {
  it.each(hostile)('lets nothing act or load: %j', (payload) => {
    for (const html of [
      written(conversation(payload, payload, payload), 'html'),
      written(
        conversation('Title', 'Question', `Some text\n\n${payload}\n\n> ${payload}\n\n- ${payload}`),
        'html',
      ),
    ]) {
      for (const tag of tagsOf(html.replace(/<style>[^]*?<\/style>/, ''))) expect(tag).toMatch(allowedTag);
      expect(tagsOf(html).filter((tag) => tag.startsWith('<meta http-equiv'))).toEqual([
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
      ]);
    }
  });

  it('has nothing that acts or loads for any of the hostile texts that the screen is tried with', () => {
    for (const payload of hostilePayloads)
      for (const tag of tagsOf(markdownToHtml(payload))) expect(tag, payload).toMatch(allowedTag);
  });

  it('reads as the conversation: who said what, in which branch, and how it ended', () => {
    const html = written(
      conversation('Light', 'What?', '# Heading\n\n**bold** `code`\n\n1. one\n2. two'),
      'html',
      'fr',
    );
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('<h2>Vous</h2>\n<p class="plain">What?</p>');
    expect(html).toContain('<h2>Model &lt;1&gt;</h2>\n<h3>Heading</h3>');
    expect(html).toContain('<strong>bold</strong> <code>code</code>');
    expect(html).toContain('Arrêtée.');
    expect(html).toContain('1 message d’une autre branche n’est pas dans ce document.');
    expect(html).not.toContain('other way');
  });

  it('shows where a link leads, and takes a text that is nested too deeply as it is', () => {
    expect(markdownToHtml('[here](https://example.org/a)')).toContain('(https://example.org/a)</span>');
    const deep = `${'> '.repeat(20_000)}<b>`;
    expect(markdownToHtml(deep)).toContain('&lt;b&gt;');
  });
});

describe('Markdown', () => {
  it('has the texts as they are, and names that are no marks', () => {
    const markdown = written(conversation('A # *title*', 'My `question`', '**answer**'), 'md');
    expect(markdown).toMatch(/^# A \\# \\\*title\\\*\n/);
    expect(markdown).toContain('## You\n\nMy `question`\n');
    expect(markdown).toContain('## Model \\<1\\>\n\n**answer**\n\n*Stopped.*\n');
    expect(markdown).toContain('> Be <kind>.');
  });
});
