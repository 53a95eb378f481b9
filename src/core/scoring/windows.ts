/**
 * Reads a text that may be longer than the model's context, in windows: each token is scored once, with as many tokens
 * before it as the stride leaves. Runs in the core, for the window and for the terminal.
 */
import type { TokenChunk } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import type { ScoringPlan } from '#contract/scoring.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { readEngineSteps } from '../generation/read-steps.ts';
import type { PreparedText } from './prepare-text.ts';

/** Positions in PreparedText.tokenIds: reads [start, end) and scores [from, end). */
export type Window = { readonly start: number; readonly from: number; readonly end: number };

/** A chunk whose `firstToken` counts from the text's first token, or the profile at the end of a window. */
export type WindowEvent = TokenChunk | { readonly kind: 'end'; readonly profile: EvaluationProfile };

/** Alternatives that are kept: 64 cost 590 bytes a token, and a text may have a million tokens. */
const alternativesByLength = [
  { upToTokens: 40_000, alternatives: 64 },
  { upToTokens: 200_000, alternatives: 16 },
  { upToTokens: Infinity, alternatives: 4 },
] as const;

export function planWindows(text: PreparedText, contextTokens: number): ScoringPlan {
  const lead = text.startToken === null ? 0 : 1;
  const tokens = text.tokenIds.length - text.textStart;
  const kept = alternativesByLength.find(({ upToTokens }) => tokens <= upToTokens);
  const strideTokens = strideOf(contextTokens - lead);
  let windows = 0;
  for (let next = text.textStart; next < text.tokenIds.length; windows++)
    next = windowAt(text, next, contextTokens).end;
  return {
    tokens,
    contextTokens: text.textStart + lead,
    unscoredTokens: text.textStart + lead === 0 && tokens > 0 ? 1 : 0,
    windows,
    windowTokens: contextTokens,
    strideTokens,
    alternatives: kept?.alternatives ?? 4,
    addedBytes: text.addedBytes,
  };
}

/** Half a window: every token but those of the first window has at least the other half before it. */
function strideOf(capacity: number): number {
  return Math.max(1, Math.floor(capacity / 2));
}

/**
 * The windows of a text in order, up to the one that scores its token `upToToken` − 1.
 * @param contextTokens tokens that a window holds at most, the start mark included
 */
export function* windowsOf(text: PreparedText, contextTokens: number, upToToken: number): Generator<Window> {
  const last = Math.min(text.tokenIds.length, text.textStart + upToToken);
  for (let next = text.textStart; next < last;) {
    const window = windowAt(text, next, contextTokens);
    yield window;
    next = window.end;
  }
}

/** The window that scores the token at `next`, which must be the first of the text or the end of another window. */
function windowAt({ startToken, tokenIds }: PreparedText, next: number, contextTokens: number): Window {
  const capacity = contextTokens - (startToken === null ? 0 : 1);
  const end = Math.min(tokenIds.length, Math.max(capacity, next + strideOf(capacity)));
  return { start: Math.max(0, end - capacity), from: next, end };
}

/** The window that the token at `position` belongs to. */
function windowOf(text: PreparedText, position: number, contextTokens: number): Window {
  let window = windowAt(text, text.textStart, contextTokens);
  while (window.end <= position) window = windowAt(text, window.end, contextTokens);
  return window;
}

/**
 * Scores the text from its token `fromToken` on to its end. Leaving stops the engine; going on later from the next token
 * gives the same numbers.
 * @param contextTokens tokens that a window holds at most; no more than the model's context
 * @throws engine.*, model.invalidOutput
 */
export async function* scoreText(
  engine: RunningEngine,
  text: PreparedText,
  fromToken: number,
  alternatives: number,
  contextTokens: number = engine.model.contextTokens,
): AsyncGenerator<WindowEvent, void, undefined> {
  let next = text.textStart + fromToken;
  while (next < text.tokenIds.length) {
    const window = { ...windowOf(text, next, contextTokens), from: next };
    for await (const event of scoreWindow(engine, text, window, alternatives)) {
      if (event.kind === 'tokens') next = text.textStart + event.firstToken + event.count;
      yield event;
    }
    if (next !== window.end)
      throw new PrismeError('engine.badMessage', { reason: 'a scoring left tokens out' });
  }
}

async function* scoreWindow(
  engine: RunningEngine,
  { startToken, tokenIds, textStart }: PreparedText,
  { start, from, end }: Window,
  alternatives: number,
): AsyncGenerator<WindowEvent, void, undefined> {
  const lead = startToken === null ? [] : [startToken];
  const shift = start - lead.length;
  const request = {
    tokenIds: [...lead, ...tokenIds.slice(start, end)],
    from: from - shift,
    topN: alternatives,
  };
  for await (const event of engine.score(request)) {
    if (event.kind === 'end') {
      yield { kind: 'end', profile: event.profile };
      continue;
    }
    const isAboutThese = readEngineSteps(event).every(
      (step, index) => step.tokenId === tokenIds[event.firstToken + shift + index],
    );
    if (!isAboutThese)
      throw new PrismeError('engine.badMessage', { reason: 'a scoring is about other tokens' });
    yield { ...event, firstToken: event.firstToken + shift - textStart };
  }
}
