/**
 * Reads a set of questions from a file: JSON Lines, one question a line. Portable, pure. Whole or not at all: a set with
 * a line that is wrong is refused with that line's number.
 */
import { type ChoiceQuestion, choiceQuestionSchema } from './choices.ts';
import { PrismeError } from './errors.ts';

/** Longest file, in UTF-16 code units; a page asks before it reads one. */
export const longestChoiceSet = 8_000_000;
const mostQuestions = 5_000;

const lineSchema = choiceQuestionSchema.partial({ correct: true, neutral: true });

/**
 * `{"question": "…", "answers": ["…", …], "correct": 0, "neutral": "…"}`: `correct` (from 0) and `neutral` may be
 * missing or null, other keys are left out, empty lines too.
 * @throws choices.invalidSet `{ line, reason, field }`: `line` from 1; `reason` notJson, wrongField (`field` says which),
 *   correctMissing (there is no answer at that place), tooMany or empty; `line` is 0 for a set that has no question
 */
export function readChoiceSet(text: string): ChoiceQuestion[] {
  const questions: ChoiceQuestion[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    if (questions.length === mostQuestions) throw invalidSet(index + 1, 'tooMany');
    questions.push(readLine(line, index + 1));
  }
  if (questions.length === 0) throw invalidSet(0, 'empty');
  return questions;
}

function readLine(line: string, lineNumber: number): ChoiceQuestion {
  const parsed = lineSchema.safeParse(parse(line, lineNumber));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw invalidSet(lineNumber, 'wrongField', field);
  }
  const { question, answers, correct = null, neutral = null } = parsed.data;
  if (correct !== null && correct >= answers.length)
    throw invalidSet(lineNumber, 'correctMissing', 'correct');
  return { question, answers, correct, neutral };
}

function parse(line: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    throw invalidSet(lineNumber, 'notJson');
  }
}

function invalidSet(line: number, reason: string, field: string | null = null): PrismeError {
  return new PrismeError('choices.invalidSet', { line, reason, field });
}
