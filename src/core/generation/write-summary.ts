/**
 * Has a model write a summary of turns, part by part where they are longer than its context. Runs in the core. Its text is all that
 * is kept of it; stores nothing itself. Whoever leaves stops the engine.
 */
import { PrismeError } from '#contract/errors.ts';
import type { Vocabulary } from '#contract/models.ts';
import { samplerPresets } from '#contract/sampler.ts';
import type { SummaryFailure, SummaryProgress } from '#contract/summaries.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { stopperFor } from './engine-stopper.ts';
import type { BranchTurn } from './fit-context.ts';
import { summaryTokens } from './plan-summary.ts';
import { readEngineSteps } from './read-steps.ts';
import { ReplyText } from './reply-text.ts';
import { type SummaryPart, TurnReader } from './summary-task.ts';

/** As in replies: the chain draws from the same list. */
const capturedTokens = 64;

export type SummaryTask = {
  /** What is summarised already and stands before the turns; null: nothing. */
  readonly before: { readonly text: string; readonly messages: number } | null;
  readonly turns: readonly BranchTurn[];
  readonly seed: number;
  /** Settles when nobody wants it any more. */
  readonly stopped: Promise<unknown>;
};

/** `part`: a summary of everything up to the end of a turn; the last one is of all turns. */
export type SummaryEvent =
  | SummaryProgress
  | { readonly kind: 'part'; readonly text: string; readonly turns: number }
  | { readonly kind: 'failed'; readonly failure: SummaryFailure };

/** Ends early, without `failed`, when it is stopped. @throws model.templateFailed, engine.* */
export async function* writeSummary(
  engine: RunningEngine,
  vocabulary: Vocabulary,
  { before, turns, seed, stopped }: SummaryTask,
): AsyncGenerator<SummaryEvent, void, void> {
  const reader = new TurnReader(engine, turns, summaryTokens(engine));
  const messages = (before?.messages ?? 0) + turns.length;
  let text = before?.text ?? null;
  for (let part = 1; !reader.isAtEnd; part++) {
    const task = await reader.nextPart(text);
    if (task === null) return yield { kind: 'failed', failure: 'noRoom' };
    const writer = new PartWriter(engine, vocabulary, { messages, part, parts: part + task.partsLeft });
    yield* writer.write(task, (seed + part) % 2 ** 32, stopped);
    if (writer.isStopped) return;
    text = plainText(writer.text, writer.isCut);
    if (text === '') return yield { kind: 'failed', failure: 'empty' };
    yield { kind: 'part', text, turns: task.turns };
  }
}

class PartWriter {
  readonly #engine: RunningEngine;
  readonly #text: ReplyText;
  #progress: SummaryProgress;
  isStopped = false;
  /** The limit of tokens ended it. */
  isCut = false;

  constructor(
    engine: RunningEngine,
    vocabulary: Vocabulary,
    of: Pick<SummaryProgress, 'messages' | 'part' | 'parts'>,
  ) {
    this.#engine = engine;
    this.#text = new ReplyText(vocabulary, engine.model.endTokenIds);
    this.#progress = { kind: 'summary', ...of, evaluated: 0, total: 0, tokens: 0 };
  }

  get text(): string {
    return this.#text.text;
  }

  async *write(
    { prompt }: SummaryPart,
    seed: number,
    stopped: Promise<unknown>,
  ): AsyncGenerator<SummaryProgress, void, void> {
    const stopper = stopperFor(this.#engine, stopped);
    const settings = { ...samplerPresets.precise, maxTokens: summaryTokens(this.#engine) };
    this.#progress = { ...this.#progress, total: prompt.tokenIds.length };
    yield this.#progress;
    try {
      for await (const event of this.#engine.generate({
        ...{ prompt: [...prompt.tokenIds], reply: [], forced: [], settings, seed },
        ...{ topN: capturedTokens, capture: true },
      })) {
        // A stop that overtook the request found nothing to stop: what still arrives asks again.
        if (stopper.isWanted) stopper.stop();
        if (event.kind === 'end') {
          this.isStopped = event.reason === 'stopped' || stopper.isWanted;
          this.isCut = event.reason === 'tokenLimit' || event.reason === 'contextLimit';
          return;
        }
        if (event.kind === 'prompt')
          this.#progress = { ...this.#progress, evaluated: event.evaluated, total: event.total };
        else {
          this.#text.add(readEngineSteps(event).map(({ tokenId }) => tokenId));
          this.#progress = { ...this.#progress, tokens: this.#progress.tokens + event.count };
        }
        yield this.#progress;
      }
    } finally {
      stopper.close();
    }
    throw new PrismeError('engine.badMessage', { reason: 'a generation ended without saying how' });
  }
}

/** Without what was thought before it; a text that a limit cut ends with its last whole sentence, where it has one. */
function plainText(text: string, isCut: boolean): string {
  const said = text.replace(/^\s*<think>[^]*?(?:<\/think>|$)/, '').trim();
  const whole = isCut ? (/^[^]*[.!?…。！？](?=\s|$)/.exec(said)?.[0] ?? said) : said;
  return whole.slice(0, 20_000).trim();
}
