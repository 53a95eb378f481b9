/**
 * Finds out which characters of a rendered chat template are the template's own and which are a person's or a model's
 * words. Runs in the engine; pure but for the renderer that it is given. It does not tokenise.
 *
 * Method: the template is rendered twice, once with the real contents and once with a unique mark in place of each
 * content. The second text, cut at the marks, gives the template's own pieces; the first is then read along these
 * pieces, which says what became of each content (templates trim them, or drop what a model thought). When a content
 * changes the template's own text, the two cannot be aligned; then the marked text with the contents put in is taken.
 * Words that merely look like template text can thus never become template text.
 */
import type { ChatTurn } from '#contract/engine.ts';
import type { DocumentId, MessageId } from '#contract/ids.ts';
import { PrismeError } from '#contract/errors.ts';
import type { TemplateMessage, TemplateRenderer } from './render-template.ts';

/** A run of rendered text with one origin. */
export type Segment = {
  readonly text: string;
  readonly part: 'template' | 'document' | ChatTurn['role'];
  readonly messageId: MessageId | null;
  readonly documentId?: DocumentId;
};

type Content = Segment & {
  /** What parts it from the content before it, in the same message. */
  readonly lead: string;
};
type Message = { readonly role: TemplateMessage['role']; readonly contents: readonly Content[] };

/** The rendered conversation in order. Empty segments are left out. @throws model.templateFailed */
export async function segmentsOf(
  turns: readonly ChatTurn[],
  renderer: TemplateRenderer,
): Promise<readonly Segment[]> {
  const messages = messagesOf(turns);
  // Some templates know no system message. They refuse it (Gemma 2, early Mistral) or leave it out without a word
  // (Phi-3): then it opens the first message of the user, as the families' own examples do.
  const merged = mergeSystem(messages);
  try {
    const segments = await renderSegments(messages, renderer);
    return merged !== null && isSystemLost(messages, segments)
      ? await renderSegments(merged, renderer)
      : segments;
  } catch (error) {
    if (merged === null || !(error instanceof PrismeError)) throw error;
    return await renderSegments(merged, renderer).catch(() => Promise.reject(error));
  }
}

/** A summary stands in the system message, behind the system prompt: every format has a place for that one. */
function messagesOf(turns: readonly ChatTurn[]): readonly Message[] {
  const messages: Message[] = [];
  for (const turn of turns) {
    const { role } = turn;
    const last = messages.at(-1);
    const contents = contentsOf(turn);
    if (role !== 'summary') messages.push({ role, contents });
    else if (last?.role === 'system')
      messages[messages.length - 1] = { role: 'system', contents: [...last.contents, ...apart(contents)] };
    else messages.push({ role: 'system', contents });
  }
  return messages;
}

/** Documents stand in front of the text that they are attached to, each with what parts it from the next. */
function contentsOf({ role, text, messageId, documents = [] }: ChatTurn): Content[] {
  const attached = documents.map(({ id, text: documentText }) => ({
    ...{ text: documentText, part: 'document' as const, messageId, documentId: id, lead: '' },
  }));
  return [...attached, { text, part: role, messageId, lead: '' }];
}

function isSystemLost(messages: readonly Message[], segments: readonly Segment[]): boolean {
  const given = messages.flatMap(({ role, contents }) => (role === 'system' ? contents : []));
  return given.some(
    (content) => content.text.trim() !== '' && segments.every(({ part }) => part !== content.part),
  );
}

async function renderSegments(
  messages: readonly Message[],
  renderer: TemplateRenderer,
): Promise<readonly Segment[]> {
  const contents = messages.flatMap((message) => message.contents);
  const marks = createMarks(contents);
  const rendered = await renderer.render(
    messages.map((message) => plainMessage(message, (content) => content.text)),
  );
  const marked = await renderer.render(
    messages.map((message) => plainMessage(message, (content) => marks.get(content) ?? content.text)),
  );
  const pieces = cut(marked, marks);
  return align(rendered, pieces) ?? substitute(pieces);
}

function plainMessage(message: Message, textOf: (content: Content) => string): TemplateMessage {
  const content = message.contents.map((each) => each.lead + textOf(each)).join('');
  return { role: message.role, content };
}

function mergeSystem(messages: readonly Message[]): readonly Message[] | null {
  const [system, user, ...rest] = messages;
  if (system?.role !== 'system' || user?.role !== 'user') return null;
  return [{ role: 'user', contents: [...system.contents, ...apart(user.contents)] }, ...rest];
}

/** To stand behind others in one message: an empty line parts them. */
function apart([first, ...others]: readonly Content[]): readonly Content[] {
  return first === undefined ? [] : [{ ...first, lead: '\n\n' }, ...others];
}

/** A mark that no template trims, cuts or interprets and that stands in none of the contents. Empty contents get none. */
function createMarks(contents: readonly Content[]): ReadonlyMap<Content, string> {
  let nonce = 0;
  while (contents.some((content) => content.text.includes(`PrismeMark${nonce}x`))) nonce++;
  const filled = contents.filter((content) => content.text.trim() !== '');
  return new Map(filled.map((content, index) => [content, `PrismeMark${nonce}x${index}x`]));
}

/** The template's own text before a content, and the content that follows (null at the end). */
type Piece = { readonly literal: string; readonly content: Content | null };

/** Cuts at the marks, in order of appearance: a template may leave a content out, or write one twice. */
function cut(marked: string, marks: ReadonlyMap<Content, string>): readonly Piece[] {
  const contentOf = new Map([...marks].map(([content, mark]) => [mark, content]));
  const prefix = [...contentOf.keys()][0]?.replace(/\d+x$/, '');
  if (prefix === undefined) return [{ literal: marked, content: null }];
  const pieces: Piece[] = [];
  let start = 0;
  for (const match of marked.matchAll(new RegExp(`${prefix}\\d+x`, 'g'))) {
    const content = contentOf.get(match[0]);
    if (content === undefined) continue;
    pieces.push({ literal: marked.slice(start, match.index), content });
    start = match.index + match[0].length;
  }
  pieces.push({ literal: marked.slice(start), content: null });
  return pieces;
}

/** Reads the real text along the template's pieces; null when they do not fit it. */
function align(rendered: string, pieces: readonly Piece[]): readonly Segment[] | null {
  const segments: Segment[] = [];
  let position = 0;
  for (const [index, { literal, content }] of pieces.entries()) {
    if (!rendered.startsWith(literal, position)) return null;
    addSegment(segments, { text: literal, part: 'template', messageId: null });
    position += literal.length;
    if (content === null) continue;
    const next = pieces[index + 1];
    if (next === undefined) return null;
    const kept = contentAt(rendered, position, content.text, next);
    if (kept === null) return null;
    addSegment(segments, segmentOf(content, kept));
    position += kept.length;
  }
  return position === rendered.length ? segments : null;
}

/** What became of a content: itself, trimmed, or a part of it that ends where the template goes on. */
function contentAt(rendered: string, position: number, text: string, next: Piece): string | null {
  const follows = (length: number): boolean => {
    const end = position + length;
    return (
      rendered.startsWith(next.literal, end) &&
      (next.content !== null || end + next.literal.length === rendered.length)
    );
  };
  const asGiven = [text, text.trim(), text.trimStart(), text.trimEnd()];
  const kept = asGiven.find(
    (candidate) => rendered.startsWith(candidate, position) && follows(candidate.length),
  );
  if (kept !== undefined) return kept;
  // Part of a reply was dropped (what was thought, usually): its end is still the content's end.
  for (const whole of [text, text.trimEnd()]) {
    for (let dropped = 1; dropped <= whole.length; dropped++) {
      const rest = whole.slice(dropped);
      if (follows(rest.length) && rendered.startsWith(rest, position)) return rest;
    }
  }
  return null;
}

function substitute(pieces: readonly Piece[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (const { literal, content } of pieces) {
    addSegment(segments, { text: literal, part: 'template', messageId: null });
    if (content !== null) addSegment(segments, segmentOf(content, content.text));
  }
  return segments;
}

/** What became of a content. */
function segmentOf({ lead: _lead, ...content }: Content, text: string): Segment {
  return { ...content, text };
}

function addSegment(segments: Segment[], segment: Segment): void {
  if (segment.text !== '') segments.push(segment);
}
