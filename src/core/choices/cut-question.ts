/**
 * From a question to the tokens that are read once and those that are scored for each answer. Runs in the core. Prompt
 * and answer are cut into tokens as one text, because cut apart they are often other tokens than the model knows.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { joinTexts } from '#probability/choices/question-text.ts';
import { sharedStart, type TokenisedText } from '#probability/choices/shared-start.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { addedBytesOf, byteLengthsOf } from '../scoring/text-bytes.ts';

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
    // Tokens of another text are refused.
    addedBytesOf(ids, text, table);
    answers.push(ids);
  }
  return { promptIds: tokenIds, continuations: answers, spannedBytes: 0 };
}

/** With the start token, where the model wants one: it stands for no byte. */
async function tokenise({ engine, table }: Cutter, text: string): Promise<TokenisedText> {
  const { tokenIds, spans } = await engine.render({ kind: 'raw', text });
  const marks = spans[0]?.part === 'bos' ? spans[0].end : 0;
  const textIds = tokenIds.slice(marks);
  const lengths = byteLengthsOf(textIds, addedBytesOf(textIds, text, table), table);
  return { tokenIds, byteLengths: [...Array.from({ length: marks }, () => 0), ...lengths] };
}
