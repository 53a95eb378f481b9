/**
 * From a question to the tokens that are read once and those that are scored for each answer. Runs in the core. Prompt
 * and answer are cut into tokens as one text, because cut apart they are often other tokens than the model knows.
 */
import { PrismeError } from '#contract/errors.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { joinTexts } from '#probability/choices/question-text.ts';
import { sharedStart, type TokenisedText } from '#probability/choices/shared-start.ts';
import type { RunningEngine } from '../engines/running-engine.ts';

export type CutQuestion = {
  readonly promptIds: readonly number[];
  /** One for each answer, at least one token each. */
  readonly continuations: readonly (readonly number[])[];
  /** Bytes of the prompt that are scored with each answer, because a token spans the join. */
  readonly spannedBytes: number;
};

export type Cutter = { readonly engine: RunningEngine; readonly table: VocabularyTable };

/**
 * `promptIds` can be empty: then nothing stands before the first token.
 * @throws scoring.textChanged `{ atByte }`, model.*, engine.*
 */
export async function cutQuestion(
  cutter: Cutter,
  reading: 'raw' | 'chat',
  prompt: string,
  continuations: readonly string[],
): Promise<CutQuestion> {
  return reading === 'chat'
    ? await cutChat(cutter, prompt, continuations)
    : await cutText(cutter, prompt, continuations);
}

async function cutText(
  cutter: Cutter,
  prompt: string,
  continuations: readonly string[],
): Promise<CutQuestion> {
  const texts: TokenisedText[] = [];
  let joinAt = 0;
  for (const continuation of continuations) {
    const { text, joinByte } = joinTexts(prompt, continuation);
    texts.push(await tokenise(cutter, text));
    joinAt = joinByte;
  }
  const { tokens, spannedBytes } = sharedStart(texts, joinAt);
  return {
    promptIds: texts[0]?.tokenIds.slice(0, tokens) ?? [],
    continuations: texts.map(({ tokenIds }) => tokenIds.slice(tokens)),
    spannedBytes,
  };
}

/** A reply begins at a token of its own, so nothing spans the join. */
async function cutChat(
  { engine, table }: Cutter,
  prompt: string,
  continuations: readonly string[],
): Promise<CutQuestion> {
  const turns = [{ role: 'user' as const, text: prompt, messageId: null }];
  const { tokenIds } = await engine.render({ kind: 'chat', turns });
  const answers: (readonly number[])[] = [];
  for (const text of continuations) {
    const ids = await engine.tokenize(text);
    byteLengthsOf(ids, text, table);
    answers.push(ids);
  }
  return { promptIds: tokenIds, continuations: answers, spannedBytes: 0 };
}

/** With the start token, where the model wants one: it stands for no byte. */
async function tokenise({ engine, table }: Cutter, text: string): Promise<TokenisedText> {
  const { tokenIds, spans } = await engine.render({ kind: 'raw', text });
  const marks = spans[0]?.part === 'bos' ? spans[0].end : 0;
  const lengths = byteLengthsOf(tokenIds.slice(marks), text, table);
  return { tokenIds, byteLengths: [...Array.from({ length: marks }, () => 0), ...lengths] };
}

const space = 0x20;

/**
 * How many bytes of the text each token stands for. SentencePiece puts a space in front of a text that is not in it.
 * @throws scoring.textChanged `{ atByte }` when the tokens stand for another text
 */
function byteLengthsOf(tokenIds: readonly number[], text: string, table: VocabularyTable): number[] {
  const pieces = tokenIds.map((tokenId) => table.piece(tokenId).bytes);
  const given = pieces.flatMap((piece) => [...piece]);
  const expected = new TextEncoder().encode(text);
  const added = given.length === expected.length + 1 && given[0] === space ? 1 : 0;
  const differs = expected.findIndex((byte, index) => given[index + added] !== byte);
  if (differs >= 0 || given.length !== expected.length + added)
    throw new PrismeError('scoring.textChanged', { atByte: differs >= 0 ? differs : expected.length });
  return pieces.map(({ length }, index) => (index === 0 ? length - added : length));
}
