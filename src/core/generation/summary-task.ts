/**
 * What a model is asked for a summary, and how a conversation that is longer than its context is handed to it part by part. Runs
 * in the core. Pure but for the engine that counts; generates nothing (write-summary.ts).
 */
import type { Prompt } from '#contract/prompt.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { type BranchTurn, wholeText } from './fit-context.ts';

/** Some of the words of a turn: all of them, unless they are too long for one part. */
type Piece = { readonly text: string; readonly endsTurn: boolean };

/** One part of the work: what the model reads, and how many turns are read to their ends behind it. */
export type SummaryPart = {
  readonly prompt: Prompt;
  readonly turns: number;
  /** How many more parts there will be, if they hold as many characters as this one; 0: it is the last. */
  readonly partsLeft: number;
};

/** Of everyday words, in most languages and vocabularies; only the model is told it. */
const wordsPerToken = 0.6;

const speakers = { user: 'User', assistant: 'Assistant' } as const;

/** Plain words that a small model follows too. They stand in the user's turn: every chat format has one. */
function taskOf(before: string | null, pieces: readonly Piece[], summaryTokens: number): string {
  const words = Math.floor(summaryTokens * wordsPerToken);
  const task =
    `Summarise the conversation below in at most ${words} words, in its own language, so that it can go on from the summary alone. ` +
    'Keep who is who, facts, names, numbers, decisions and open questions. Write only the summary.';
  const known = before === null ? '' : `\n\nWhat came before, already summarised:\n${before}`;
  const text = pieces.map((piece) => piece.text).join('\n\n');
  return `${task}${known}\n\nThe conversation:\n${text}\n\nSummary of all of it, in at most ${words} words:`;
}

/** The turns that are still to be read. */
export class TurnReader {
  readonly #engine: RunningEngine;
  readonly #summaryTokens: number;
  #pieces: Piece[];
  /** Turns that were read to their ends. */
  #turns = 0;

  constructor(engine: RunningEngine, turns: readonly BranchTurn[], summaryTokens: number) {
    this.#engine = engine;
    this.#summaryTokens = summaryTokens;
    this.#pieces = turns.map((turn) => ({
      text: `${speakers[turn.role]}: ${wholeText(turn)}`,
      endsTurn: true,
    }));
  }

  get isAtEnd(): boolean {
    return this.#pieces.length === 0;
  }

  /**
   * As much as the context holds, with room for the summary. Null: not even a few words.
   * @param before the summary of everything that was read before
   * @throws model.templateFailed, engine.*
   */
  async nextPart(before: string | null): Promise<SummaryPart | null> {
    const limit = this.#engine.model.contextTokens - this.#summaryTokens;
    for (let count = await this.#likelyCount(before, limit); ;) {
      const prompt = await this.#render(before, this.#pieces.slice(0, count));
      if (prompt.tokenIds.length <= limit) return this.#take(prompt, count);
      if (count > 1) count -= 1;
      else if (!this.#halveFirst()) return null;
    }
  }

  async #render(before: string | null, pieces: readonly Piece[]): Promise<Prompt> {
    const text = taskOf(before, pieces, this.#summaryTokens);
    return await this.#engine.render({ kind: 'chat', turns: [{ role: 'user', text, messageId: null }] });
  }

  /** By the sizes of the pieces alone; whether it fits is rendered. */
  async #likelyCount(before: string | null, limit: number): Promise<number> {
    let room = limit - (await this.#render(before, [])).tokenIds.length;
    let count = 0;
    for (const { text } of this.#pieces) {
      room -= (await this.#engine.tokenize(text)).length;
      if (room < 0) break;
      count += 1;
    }
    return Math.max(1, count);
  }

  #take(prompt: Prompt, count: number): SummaryPart {
    const taken = this.#pieces.slice(0, count);
    this.#pieces = this.#pieces.slice(count);
    this.#turns += taken.filter(({ endsTurn }) => endsTurn).length;
    const partsLeft = Math.ceil(lengthOf(this.#pieces) / lengthOf(taken));
    return { prompt, turns: this.#turns, partsLeft };
  }

  /** A turn that is too long is read in two parts, cut between words where there are any. */
  #halveFirst(): boolean {
    const [first, ...rest] = this.#pieces;
    if (first === undefined) return false;
    const middle = first.text.length >> 1;
    const space = first.text.lastIndexOf(' ', middle);
    let at = space > middle >> 1 ? space + 1 : middle;
    // Never between the halves of one character.
    if (/[\uDC00-\uDFFF]/.test(first.text.charAt(at))) at -= 1;
    if (at < 8) return false;
    this.#pieces = [
      { text: first.text.slice(0, at), endsTurn: false },
      { text: first.text.slice(at), endsTurn: first.endsTurn },
      ...rest,
    ];
    return true;
  }
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}
