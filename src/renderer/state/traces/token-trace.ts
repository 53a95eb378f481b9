/**
 * What the page knows about the tokens of one text: cells, heat-map values, and the captured steps in their binary
 * form (or first their heads, and the whole where one is looked into), each decoded when it is asked for. Page, memory
 * only; it fetches nothing. Chunks may arrive in any order and overlap: tokens join the text in order, each once.
 */
import type { TokenChunk } from '#contract/engine.ts';
import { decodeSteps, readStep } from '#probability/trace-codec.ts';
import { isHead } from '#probability/trace-head.ts';
import type { TraceStep } from '#probability/trace.ts';
import { NumberColumn } from './number-column.ts';
import { stepValues, unscored, type TokenValues } from './step-values.ts';
import { TokenCells } from './token-cells.ts';
import type { VocabularyTable } from '#contract/vocabulary-table.ts';

export class TokenTrace {
  readonly cells = new TokenCells();
  readonly vocabulary: VocabularyTable;
  /** Bytes of the first token that are not of the text (as in a scoring's plan). */
  addedBytes = 0;
  readonly #ids = new NumberColumn();
  readonly #surprisalBits = new NumberColumn();
  readonly #probability = new NumberColumn();
  readonly #rank = new NumberColumn();
  /** Positions of the tokens that a person put there. */
  readonly #forced = new Set<number>();
  /** Chunks that hold a token of the text, in order of their first token. */
  readonly #chunks: TokenChunk[] = [];
  /** Whole steps of tokens of which `#chunks` has the heads, by their position. */
  readonly #wholeSteps = new Map<number, { readonly chunk: TokenChunk; readonly index: number }>();
  /** Chunks that arrived before the ones in front of them. */
  #waiting: TokenChunk[] = [];

  readonly #endTokens: ReadonlySet<number>;

  /** @param endTokenIds tokens that end a generation: marks like control tokens, whatever their type */
  constructor(vocabulary: VocabularyTable, endTokenIds: readonly number[] = []) {
    this.vocabulary = vocabulary;
    this.#endTokens = new Set(endTokenIds);
  }

  isEnd(tokenId: number): boolean {
    return this.#endTokens.has(tokenId) || this.vocabulary.isEnd(tokenId);
  }

  /** A token that is no text: it has bytes only to be named by. */
  isMark(tokenId: number): boolean {
    return this.isEnd(tokenId) || this.vocabulary.piece(tokenId).type === 'control';
  }

  /** Tokens that are known from the first one on without a gap. */
  get count(): number {
    return this.#ids.length;
  }

  /** Adds tokens with their distributions. Returns whether the text grew. @throws TraceFormatError */
  addChunk(chunk: TokenChunk): boolean {
    const before = this.count;
    this.#waiting.push(chunk);
    for (;;) {
      const next = this.#waiting.find(
        (each) => each.firstToken <= this.count && each.firstToken + each.count > this.count,
      );
      if (!next) break;
      this.#take(next);
    }
    this.#waiting = this.#waiting.filter((each) => each.firstToken > this.count);
    return this.count > before;
  }

  #take(chunk: TokenChunk): void {
    const skipped = this.count - chunk.firstToken;
    this.#chunks.push(chunk);
    for (const step of decodeSteps(chunk.steps).slice(skipped, chunk.count)) {
      if (step.origin === 'forced') this.#forced.add(this.count);
      this.#append(step.tokenId, stepValues(step));
    }
  }

  /** Adds tokens without distributions (a prompt before it is scored). */
  addIds(tokenIds: readonly number[]): void {
    for (const tokenId of tokenIds) this.#append(tokenId, unscored);
  }

  /** Gives tokens that are there already their distributions (the score of a prompt). @throws TraceFormatError */
  addScore(chunk: TokenChunk): void {
    this.#chunks.push(chunk);
    this.#chunks.sort((left, right) => left.firstToken - right.firstToken);
    for (const [index, step] of decodeSteps(chunk.steps).entries()) {
      const values = stepValues(step);
      this.#surprisalBits.set(chunk.firstToken + index, values.surprisalBits);
      this.#probability.set(chunk.firstToken + index, values.probability);
      this.#rank.set(chunk.firstToken + index, values.rank);
    }
  }

  #append(tokenId: number, values: TokenValues): void {
    this.#ids.push(tokenId);
    this.#surprisalBits.push(values.surprisalBits);
    this.#probability.push(values.probability);
    this.#rank.push(values.rank);
    const piece = this.vocabulary.piece(tokenId);
    this.cells.append(this.isMark(tokenId) ? { ...piece, type: 'control' } : piece);
  }

  /** All ids so far, as a copy. */
  get ids(): readonly number[] {
    return Array.from({ length: this.count }, (_, position) => this.tokenId(position));
  }

  /** −1 outside the text. */
  tokenId(position: number): number {
    const id = this.#ids.at(position);
    return Number.isNaN(id) ? -1 : id;
  }

  /** How many bytes of the text the token stands for; 0: a mark. */
  textBytes(position: number): number {
    const tokenId = this.tokenId(position);
    if (this.isMark(tokenId)) return 0;
    const { length } = this.vocabulary.piece(tokenId).bytes;
    return position === 0 ? length - this.addedBytes : length;
  }

  /** A person put the token there: the text was branched with it. */
  isForced(position: number): boolean {
    return this.#forced.has(position);
  }

  /** Adds the alternatives of tokens whose heads are there. */
  addWholeSteps(chunk: TokenChunk): void {
    for (let index = 0; index < chunk.count; index++)
      this.#wholeSteps.set(chunk.firstToken + index, { chunk, index });
  }

  /** The captured step of a token; null when there is none, or only its head. @throws TraceFormatError */
  step(position: number): TraceStep | null {
    const whole = this.#wholeSteps.get(position);
    if (whole) return readStep(whole.chunk.steps, whole.index);
    const step = this.head(position);
    return step && !isHead(step) ? step : null;
  }

  /** The alternatives of this token were captured and are not here yet. */
  lacksStep(position: number): boolean {
    if (this.#wholeSteps.has(position)) return false;
    const step = this.head(position);
    return step !== null && isHead(step);
  }

  /** The step of a token, perhaps without its alternatives; null when none was captured. */
  head(position: number): TraceStep | null {
    const chunk = this.#chunks.findLast((each) => each.firstToken <= position);
    if (!chunk || position >= chunk.firstToken + chunk.count) return null;
    return readStep(chunk.steps, position - chunk.firstToken);
  }

  /** Every step from the first token on, as `head` gives it; null where there is none. */
  *steps(): Generator<TraceStep | null, void, void> {
    let next = 0;
    for (const chunk of this.#chunks) {
      for (; next < chunk.firstToken; next++) yield null;
      for (const step of decodeSteps(chunk.steps).slice(next - chunk.firstToken, chunk.count)) {
        yield step;
        next++;
      }
    }
    for (; next < this.count; next++) yield null;
  }

  values(position: number): TokenValues {
    return {
      surprisalBits: this.#surprisalBits.at(position),
      probability: this.#probability.at(position),
      rank: this.#rank.at(position),
    };
  }

  /** Of a cell: surprisal adds up, probability multiplies; the rank is that of the least expected part. */
  cellValues(cell: number): TokenValues {
    const { first, end } = this.cells.tokens(cell);
    let { surprisalBits, probability, rank } = this.values(first);
    for (let position = first + 1; position < end; position++) {
      const part = this.values(position);
      surprisalBits += part.surprisalBits;
      probability *= part.probability;
      rank = Math.max(rank, part.rank);
    }
    return { surprisalBits, probability, rank };
  }
}
