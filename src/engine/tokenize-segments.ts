/**
 * Turns text of known origin into exact token ids and says which tokens belong to which origin. Runs in the engine;
 * pure over the vocabulary. It renders no template.
 *
 * Special tokens are looked for in the template's own text only. What stands between two of them is tokenised as one
 * text, template and words together, because a tokeniser joins them: the ids are those that llama.cpp gives for the
 * whole rendered text, except where a person typed the name of a special token, which stays plain text.
 */
import type { Prompt, PromptSpan } from '#contract/prompt.ts';
import type { EngineVocabulary, ControlToken } from './engine-vocabulary.ts';

/** A run of text with one origin. */
export type OriginText = {
  readonly text: string;
  readonly part: PromptSpan['part'];
  readonly messageId: PromptSpan['messageId'];
  readonly documentId?: PromptSpan['documentId'];
};

type Origin = Pick<PromptSpan, 'part' | 'messageId' | 'documentId'>;
type Run =
  | { readonly kind: 'text'; readonly pieces: OriginText[] }
  | { readonly kind: 'token'; readonly token: ControlToken };

/** Ids and spans of these texts, in order. No start token is added. */
export function tokenizeSegments(segments: readonly OriginText[], vocabulary: EngineVocabulary): Prompt {
  const builder = createPromptBuilder();
  for (const run of stripRuns(splitAtControlTokens(segments, vocabulary.controlTokens))) {
    if (run.kind === 'token') builder.add(run.token.id, { part: 'template', messageId: null });
    else addRun(run.pieces, vocabulary, builder);
  }
  return builder.prompt();
}

/** Puts a token in front of a prompt. */
export function prependToken(prompt: Prompt, id: number, part: PromptSpan['part']): Prompt {
  const shifted = prompt.spans.map((span) => ({ ...span, start: span.start + 1, end: span.end + 1 }));
  return {
    tokenIds: [id, ...prompt.tokenIds],
    spans: [{ start: 0, end: 1, part, messageId: null }, ...shifted],
  };
}

function splitAtControlTokens(
  segments: readonly OriginText[],
  controlTokens: readonly ControlToken[],
): readonly Run[] {
  const runs: Run[] = [];
  for (const segment of segments) {
    const parts = segment.part === 'template' ? splitText(segment.text, controlTokens) : [segment.text];
    for (const part of parts) {
      const last = runs.at(-1);
      if (typeof part !== 'string') runs.push({ kind: 'token', token: part });
      else if (last?.kind === 'text') last.pieces.push({ ...segment, text: part });
      else runs.push({ kind: 'text', pieces: [{ ...segment, text: part }] });
    }
  }
  return runs;
}

/** Longer names first over the whole text, as llama.cpp does (tokenizer_st_partition in src/llama-vocab.cpp). */
function splitText(text: string, controlTokens: readonly ControlToken[]): readonly (string | ControlToken)[] {
  let parts: (string | ControlToken)[] = [text];
  for (const token of controlTokens) {
    if (!text.includes(token.text)) continue;
    parts = parts.flatMap((part) => (typeof part === 'string' ? splitAt(part, token) : [part]));
  }
  return parts.filter((part) => part !== '');
}

function splitAt(text: string, token: ControlToken): (string | ControlToken)[] {
  return text.split(token.text).flatMap((piece, index) => (index === 0 ? [piece] : [token, piece]));
}

/** Drops the white space beside tokens that ask for it. */
function stripRuns(runs: readonly Run[]): readonly Run[] {
  return runs.map((run, index) => {
    if (run.kind === 'token') return run;
    const before = runs[index - 1];
    const after = runs[index + 1];
    let { pieces } = run;
    if (before?.kind === 'token' && before.token.stripsAfter) pieces = stripStart(pieces);
    if (after?.kind === 'token' && after.token.stripsBefore) pieces = stripEnd(pieces);
    return { kind: 'text', pieces };
  });
}

function stripStart(pieces: readonly OriginText[]): OriginText[] {
  const first = pieces.findIndex((piece) => piece.text.trimStart() !== '');
  if (first < 0) return [];
  return pieces
    .slice(first)
    .map((piece, index) => (index === 0 ? { ...piece, text: piece.text.trimStart() } : piece));
}

function stripEnd(pieces: readonly OriginText[]): OriginText[] {
  const last = pieces.findLastIndex((piece) => piece.text.trimEnd() !== '');
  return pieces
    .slice(0, last + 1)
    .map((piece, index) => (index === last ? { ...piece, text: piece.text.trimEnd() } : piece));
}

type PromptBuilder = { add(id: number, origin: Origin): void; prompt(): Prompt };

function addRun(pieces: readonly OriginText[], vocabulary: EngineVocabulary, builder: PromptBuilder): void {
  const text = pieces.map((piece) => piece.text).join('');
  if (text === '') return;
  const ids = vocabulary.tokenize(text);
  const ends = endsInBytes(pieces);
  // SentencePiece puts a space in front of a text: one byte that is not in it.
  let offset = startOffset(ids, vocabulary, ends.at(-1) ?? 0);
  let piece = 0;
  for (const id of ids) {
    while (piece < pieces.length - 1 && offset >= (ends[piece] ?? 0)) piece++;
    const origin = pieces[piece];
    if (origin !== undefined) builder.add(id, origin);
    offset += vocabulary.bytesOf(id).length;
  }
}

function endsInBytes(pieces: readonly OriginText[]): number[] {
  const encoder = new TextEncoder();
  let end = 0;
  return pieces.map((piece) => (end += encoder.encode(piece.text).length));
}

function startOffset(ids: readonly number[], vocabulary: EngineVocabulary, textBytes: number): number {
  let total = 0;
  for (const id of ids) total += vocabulary.bytesOf(id).length;
  return total === textBytes + 1 ? -1 : 0;
}

/** Collects ids and merges neighbours of one origin into spans. */
function createPromptBuilder(): PromptBuilder {
  const tokenIds: number[] = [];
  const spans: PromptSpan[] = [];
  return {
    add(id, { part, messageId, documentId }) {
      tokenIds.push(id);
      const last = spans.at(-1);
      const isSame = last?.part === part && last.messageId === messageId && last.documentId === documentId;
      if (last !== undefined && isSame) last.end = tokenIds.length;
      else {
        const place = { start: tokenIds.length - 1, end: tokenIds.length, part, messageId };
        spans.push(documentId === undefined ? place : { ...place, documentId });
      }
    },
    prompt: () => ({ tokenIds, spans }),
  };
}
