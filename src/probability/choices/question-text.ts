/**
 * What a model reads for a question, and what it may go on with. Portable, pure: texts only, no tokens.
 */

/** A to Z: a question has at most 26 answers. */
export const answerLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Replaced in a form by the question, and by one line for each answer: "A. Paris". */
const placeholder = /\{(question|answers)\}/g;

/** `answers`: each answer in full; `letters`: only the letter that it is listed under. */
export type ChoiceMode = 'answers' | 'letters';

export type QuestionText = {
  readonly prompt: string;
  /** In the order of the question's answers, whatever order they are listed in. */
  readonly continuations: readonly string[];
};

/** Whether a form shows the answers: only then can their order move anything. */
export const listsAnswers = (form: string): boolean => form.includes('{answers}');

/**
 * @param order `order[place]` is the answer that is listed at that place
 */
export function questionText(
  { question, answers }: { readonly question: string; readonly answers: readonly string[] },
  form: string,
  mode: ChoiceMode,
  order: readonly number[],
): QuestionText {
  const letterOf = (answer: number): string => answerLetters[order.indexOf(answer)] ?? '';
  const listed = order.map((answer) => `${letterOf(answer)}. ${answers[answer] ?? ''}`).join('\n');
  const prompt = form.replaceAll(placeholder, (_, name) => (name === 'question' ? question : listed));
  const continuations = answers.map((answer, index) => (mode === 'letters' ? letterOf(index) : answer));
  return { prompt, continuations };
}

export type JoinedText = {
  readonly text: string;
  /** Where the continuation begins, in UTF-8 bytes. */
  readonly joinByte: number;
};

/**
 * A prompt and what follows it as one text. White space at the prompt's end belongs to the continuation, as in
 * lm-evaluation-harness (`_encode_pair`): most vocabularies have it in front of a word. Where there is none, one space
 * is put between.
 */
export function joinTexts(prompt: string, continuation: string): JoinedText {
  const head = prompt.trimEnd();
  const space = head === prompt && head !== '' ? ' ' : prompt.slice(head.length);
  return { text: head + space + continuation, joinByte: new TextEncoder().encode(head).length };
}
