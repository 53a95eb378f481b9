/**
 * Checks the trace of one reply as it comes, run by run. Runs in the core. Pure.
 */
import type { TokensEntry, TraceEntry } from '#contract/conversation-file.ts';
import { PrismeError } from '#contract/errors.ts';
import { checkTop } from '#contract/trace-file-read.ts';
import { decodeSteps, TraceFormatError } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import { invalidFile } from './import-items.ts';
import { fromBase64 } from './imported-vocabulary.ts';

export class TraceCheck {
  private readonly trace: TraceEntry;
  private readonly isNew: boolean;
  private nextToken = 0;
  private isInScore = false;

  /** @param isNew false: the steps were read before. @throws move.invalidFile */
  constructor(trace: TraceEntry, place: string, isNew: boolean) {
    this.trace = trace;
    this.isNew = isNew;
    const { prompt, endTokenIds } = trace;
    if (!prompt.tokenIds.every(this.isKnown))
      throw invalidFile(`${place}.prompt.tokenIds`, 'outside the vocabulary');
    if (!endTokenIds.every(this.isKnown)) throw invalidFile(`${place}.endTokenIds`, 'outside the vocabulary');
    let next = 0;
    for (const [index, { start, end }] of prompt.spans.entries()) {
      if (start !== next || end <= start)
        throw invalidFile(`${place}.prompt.spans.${index}`, 'a gap or an overlap');
      next = end;
    }
    if (next !== prompt.tokenIds.length)
      throw invalidFile(`${place}.prompt.spans`, 'do not cover the prompt');
  }

  readPromptScore(place: string): void {
    if (this.isInScore) throw invalidFile(place, 'a second score of the prompt');
    this.isInScore = true;
    this.nextToken = 0;
  }

  readTokens(entry: TokensEntry, place: string): void {
    if (entry.firstToken !== this.nextToken)
      throw invalidFile(`${place}.firstToken`, `token ${this.nextToken} is missing`);
    if (this.isInScore && entry.text !== '')
      throw invalidFile(`${place}.text`, 'a score of a prompt has no text');
    if (this.isNew) this.checkSteps(entry, `${place}.steps`);
    this.nextToken += entry.count;
  }

  /** Behind the last run. */
  end(place: string): void {
    if (this.isInScore && this.nextToken !== this.trace.prompt.tokenIds.length)
      throw invalidFile(place, 'the score of the prompt before is not about all of its tokens');
  }

  private readonly isKnown = (id: number): boolean => id < this.trace.vocabularySize;

  private checkSteps(entry: TokensEntry, place: string): void {
    const steps = readSteps(entry.steps, place);
    if (steps.length !== entry.count) throw invalidFile(place, 'another number of tokens than count says');
    for (const [index, step] of steps.entries()) {
      if (!this.isKnown(step.tokenId) || !step.topIds.every(this.isKnown))
        throw invalidFile(place, 'a token outside the vocabulary');
      if (this.isInScore && step.tokenId !== this.trace.prompt.tokenIds[entry.firstToken + index])
        throw invalidFile(place, 'about other tokens than the prompt');
      checkNumbers(step, place);
    }
  }
}

function readSteps(base64: string, place: string): readonly TraceStep[] {
  try {
    return decodeSteps(fromBase64(base64));
  } catch (cause) {
    if (!(cause instanceof TraceFormatError)) throw cause;
    throw invalidFile(place, cause.message);
  }
}

function checkNumbers(step: TraceStep, place: string): void {
  const { logit, maxLogit, logZ } = step;
  // A logit may be −∞: a token that was masked.
  if (Number.isNaN(logit) || !Number.isFinite(maxLogit) || !Number.isFinite(logZ))
    throw invalidFile(place, 'not a number');
  try {
    checkTop(step, place);
  } catch (cause) {
    if (!(cause instanceof PrismeError)) throw cause;
    throw invalidFile(place, String(cause.details['reason'] ?? ''));
  }
}
