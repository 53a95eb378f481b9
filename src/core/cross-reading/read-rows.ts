/**
 * Whole rows of logits before the tokens of a text, in the same windows as its scoring. Runs in the core; checks that the
 * engine sends what was asked for.
 */
import { PrismeError } from '#contract/errors.ts';
import type { RowsRequest } from '#contract/engine.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { PreparedText } from '../scoring/prepare-text.ts';
import { type Window, windowsOf } from '../scoring/windows.ts';

/** The row before the text's token `token`, or the profile at the end of a window. */
export type RowEvent =
  | { readonly kind: 'row'; readonly token: number; readonly logits: Float32Array }
  | { readonly kind: 'profile'; readonly profile: EvaluationProfile };

export type RowRange = {
  /** Tokens of the text, [from, to); the first token of a text that nothing stands before has no row and is left out. */
  readonly from: number;
  readonly to: number;
  readonly windowTokens: number;
  /** See RowsRequest. */
  readonly batchTokens: number | null;
};

/** Leaving stops the engine. @throws engine.*, model.invalidOutput */
export async function* readRows(
  engine: RunningEngine,
  text: PreparedText,
  range: RowRange,
): AsyncGenerator<RowEvent, void, undefined> {
  for (const window of windowsOf(text, range.windowTokens, range.to))
    if (window.end > text.textStart + range.from) yield* readWindow(engine, text, window, range);
}

async function* readWindow(
  engine: RunningEngine,
  { startToken, tokenIds, textStart }: PreparedText,
  window: Window,
  range: RowRange,
): AsyncGenerator<RowEvent, void, undefined> {
  const lead = startToken === null ? [] : [startToken];
  const shift = window.start - lead.length;
  const end = Math.min(window.end, textStart + range.to);
  const from = Math.max(1, Math.max(window.from, textStart + range.from) - shift);
  const request: RowsRequest = {
    tokenIds: [...lead, ...tokenIds.slice(window.start, end)],
    from,
    batchTokens: range.batchTokens,
  };
  if (from >= request.tokenIds.length) return;
  const { vocabularySize } = engine.model;
  for await (const event of engine.rows(request)) {
    if (event.kind === 'end') {
      yield { kind: 'profile', profile: event.profile };
      continue;
    }
    const { logits, count, firstToken } = event;
    if (logits.byteLength !== 4 * count * vocabularySize)
      throw new PrismeError('engine.badMessage', { reason: 'rows have another length than they say' });
    const rows = new Float32Array(logits.buffer, logits.byteOffset, count * vocabularySize);
    for (let index = 0; index < count; index++)
      yield {
        kind: 'row',
        token: firstToken + index + shift - textStart,
        logits: rows.subarray(index * vocabularySize, (index + 1) * vocabularySize),
      };
  }
}
