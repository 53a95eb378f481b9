/**
 * Fits a conversation into a model's context, cutting only what the person agreed to. Runs in the core. Counts with
 * the engine's own rendering, never with an estimate, and shifts nothing silently.
 */
import type { Template } from '#contract/conversations.ts';
import type { ChatTurn, RenderRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Overflow } from '#contract/generation.ts';
import type { MessageId, SummaryId } from '#contract/ids.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { RunningEngine } from '../engines/running-engine.ts';

/** What the model shall read: the system prompt and the branch, ending with the message to be answered. */
export type Branch = {
  readonly systemPrompt: string;
  readonly template: Template;
  /** What stands in the place of the messages before the turns; null: nothing does. */
  readonly summary: BranchSummary | null;
  /** Ends with the message to be answered. */
  readonly turns: readonly BranchTurn[];
  /** Tokens behind the prompt that the reply is begun with; 0 when there are none. */
  readonly beginningTokens?: number;
};
export type BranchSummary = {
  readonly id: SummaryId;
  readonly text: string;
  /** The turns that it covers. */
  readonly covered: readonly BranchTurn[];
};
export type BranchTurn = {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly messageId: MessageId | null;
  /** What is attached, as the model reads it; missing: nothing is. */
  readonly documents?: NonNullable<ChatTurn['documents']>;
};

/** A prompt, the summary that stands in it, and the messages that had to be left out for it. */
export type FittedPrompt = {
  readonly prompt: Prompt;
  readonly summaryId: SummaryId | null;
  readonly cutMessageIds: readonly MessageId[];
};

/** What the model reads before a summary. */
export const summaryFrame = 'Summary of the earlier part of this conversation:';

/** A prompt that leaves fewer tokens than this for the reply (or a quarter of a small context) does not fit. */
const replyReserveTokens = 64;

/** Tokens that must stay free for the reply. */
export function reserveTokens(contextTokens: number, maxTokens: number | null): number {
  return Math.min(maxTokens ?? replyReserveTokens, replyReserveTokens, Math.floor(contextTokens / 4));
}

/**
 * Renders the branch; when it has no room for a reply, either refuses or leaves out the oldest turns (a user message
 * with what follows it, up to the next one), as few as possible. The system prompt and the last user message stay.
 *
 * @throws generation.contextFull `{ needTokens, contextTokens }`, model.templateFailed, engine.*
 */
export async function fitPrompt(
  engine: RunningEngine,
  branch: Branch,
  overflow: Exclude<Overflow, 'asChosen' | 'summarise'>,
  maxTokens: number | null,
): Promise<FittedPrompt> {
  const fitted = await fewestCuts(engine, branch, roomFor(engine, branch, maxTokens));
  const isRefused = overflow !== 'cutOldest' && fitted.cutMessageIds.length > 0;
  if (!isRefused && fitted.fits) return fitted;
  const promptTokens = isRefused ? fitted.wholeTokens : fitted.prompt.tokenIds.length;
  throw contextFull(promptTokens + (branch.beginningTokens ?? 0), engine, maxTokens);
}

/** The error for a prompt (and reply so far) of `tokens` tokens. */
export function contextFull(tokens: number, engine: RunningEngine, maxTokens: number | null): PrismeError {
  const { contextTokens } = engine.model;
  return new PrismeError('generation.contextFull', {
    needTokens: tokens + reserveTokens(contextTokens, maxTokens),
    contextTokens,
  });
}

export type FewestCuts = FittedPrompt & {
  /** False: even the last turn alone has no room. */
  readonly fits: boolean;
  /** The size without any cut. */
  readonly wholeTokens: number;
  /** How many turns are cut. */
  readonly cuts: number;
  /** What is in the prompt. */
  readonly read: Branch;
};

/**
 * The rendering with as few turns cut as possible. A summary stays, unless there is no room even for it and the last turn.
 * @param limit tokens that the prompt may have
 */
export async function fewestCuts(engine: RunningEngine, branch: Branch, limit: number): Promise<FewestCuts> {
  const cuts = await fewestCutsOf(engine, branch, limit);
  if (cuts.fits || branch.summary === null) return cuts;
  const originals = await fewestCutsOf(engine, withoutSummary(branch), limit);
  return originals.fits ? originals : cuts;
}

/** The messages themselves. */
export function withoutSummary(branch: Branch): Branch {
  const covered = branch.summary?.covered ?? [];
  return { ...branch, summary: null, turns: [...covered, ...branch.turns] };
}

async function fewestCutsOf(engine: RunningEngine, branch: Branch, limit: number): Promise<FewestCuts> {
  const starts = turnStarts(branch.turns);
  const render = (cuts: number): Promise<Prompt> =>
    engine.render(renderRequest(engine, branch, starts[cuts] ?? 0));
  const whole = await render(0);
  const wholeTokens = whole.tokenIds.length;
  const summaryId = branch.summary?.id ?? null;
  if (wholeTokens <= limit)
    return { prompt: whole, summaryId, cutMessageIds: [], fits: true, wholeTokens, cuts: 0, read: branch };
  const likely = likelyCuts(whole, branch.turns, starts, limit);
  const best = await searchCuts(render, limit, starts.length - 1, likely);
  const cuts = best?.cuts ?? Math.max(0, starts.length - 1);
  return {
    prompt: best?.prompt ?? (await render(cuts)),
    summaryId,
    cutMessageIds: cutIds(branch.turns, starts[cuts] ?? 0),
    read: { ...branch, turns: branch.turns.slice(starts[cuts] ?? 0) },
    fits: best !== null,
    wholeTokens,
    cuts,
  };
}

/**
 * The smallest number of cuts that fits; null: none does. Fewer turns never need more tokens.
 * @param likely where to look first
 */
async function searchCuts(
  render: (cuts: number) => Promise<Prompt>,
  limit: number,
  most: number,
  likely: number | null,
): Promise<{ readonly prompt: Prompt; readonly cuts: number } | null> {
  let best: { prompt: Prompt; cuts: number } | null = null;
  let next = likely;
  let low = 1;
  let high = most;
  for (let tries = 1; low <= high; tries++) {
    const cuts = Math.min(high, Math.max(low, next ?? Math.floor((low + high) / 2)));
    const prompt = await render(cuts);
    const isEnough = prompt.tokenIds.length <= limit;
    if (isEnough) {
      best = { prompt, cuts };
      high = cuts - 1;
    } else {
      low = cuts + 1;
    }
    // The one beside it proves a right guess; after a wrong one halves are quicker.
    next = likely !== null && tries === 1 ? (isEnough ? high : low) : null;
  }
  return best;
}

/**
 * The same where only the last turn's text has changed since `known`: as long as as many cuts are right, only what fits into the
 * context is rendered, however long the conversation is. The prompt is exact. So is the whole's size, unless a template writes
 * the last turn in another way behind another beginning; that size is of what is not sent.
 */
export async function fewestCutsAgain(
  engine: RunningEngine,
  branch: Branch,
  limit: number,
  known: FewestCuts,
): Promise<FewestCuts> {
  const { cuts } = known;
  const starts = turnStarts(branch.turns);
  const isAsRead = known.summaryId === (branch.summary?.id ?? null);
  if (!known.fits || cuts === 0 || !isAsRead) return await fewestCuts(engine, branch, limit);
  const renderFrom = async (cut: number): Promise<Prompt> =>
    await engine.render(renderRequest(engine, branch, starts[cut] ?? 0));
  const prompt = await renderFrom(cuts);
  const isEnough = prompt.tokenIds.length <= limit;
  if (!isEnough || (await renderFrom(cuts - 1)).tokenIds.length <= limit)
    return await fewestCuts(engine, branch, limit);
  const wholeTokens = known.wholeTokens + prompt.tokenIds.length - known.prompt.tokenIds.length;
  return { ...known, prompt, wholeTokens, read: { ...branch, turns: branch.turns.slice(starts[cuts] ?? 0) } };
}

/** Tokens that the prompt may have. */
export function roomFor(
  { model: { contextTokens } }: RunningEngine,
  { beginningTokens = 0 }: Pick<Branch, 'beginningTokens'>,
  maxTokens: number | null,
): number {
  return contextTokens - beginningTokens - reserveTokens(contextTokens, maxTokens);
}

/**
 * How many turns have to go, from where they stand in the prompt of them all; null: it does not say. Only where to look
 * first: a template may write a conversation that begins elsewhere in another way.
 */
export function likelyCuts(
  { tokenIds, spans }: Prompt,
  turns: readonly BranchTurn[],
  starts: readonly number[],
  limit: number,
): number | null {
  const startOf = new Map<MessageId, number>();
  for (const { messageId, start } of spans)
    if (messageId !== null && !startOf.has(messageId)) startOf.set(messageId, start);
  const positions = starts.map((index) => {
    const id = turns[index]?.messageId ?? null;
    return id === null ? undefined : startOf.get(id);
  });
  const first = positions[0];
  if (first === undefined) return null;
  const excess = tokenIds.length - limit;
  const cuts = positions.findIndex((position) => position !== undefined && position - first >= excess);
  return cuts === -1 ? starts.length - 1 : cuts;
}

/** Positions of the user messages: where a branch may begin. */
function turnStarts(turns: readonly BranchTurn[]): number[] {
  const starts = turns.flatMap((turn, index) => (turn.role === 'user' ? [index] : []));
  return starts[0] === 0 ? starts : [0, ...starts];
}

/** The conversation is given as one text, without a template. */
export function isText(engine: RunningEngine, { template }: Branch): boolean {
  return template === 'none' || engine.continuesText;
}

export function renderRequest(engine: RunningEngine, branch: Branch, from: number): RenderRequest {
  if (!isText(engine, branch)) return { kind: 'chat', turns: chatTurns(branch, from) };
  return { kind: 'raw', text: rawText(chatTurns(branch, from)) };
}

/** One text to go on with: what was asked in paragraphs of its own, each reply right behind the text that it went on with. */
function rawText(turns: readonly ChatTurn[]): string {
  return turns.reduce(
    (text, turn, index) => text + (index === 0 || turn.role === 'assistant' ? '' : '\n\n') + wholeText(turn),
    '',
  );
}

/** Behind what is attached. */
export function wholeText({ documents = [], text }: Pick<ChatTurn, 'documents' | 'text'>): string {
  return documents.map((document) => document.text).join('') + text;
}

function chatTurns(branch: Branch, from: number): ChatTurn[] {
  const { systemPrompt, summary } = branch;
  const system: ChatTurn[] =
    systemPrompt === '' ? [] : [{ role: 'system', text: systemPrompt, messageId: null }];
  const before: ChatTurn[] =
    summary === null ? [] : [{ role: 'summary', text: framed(summary.text), messageId: null }];
  return [...system, ...before, ...branch.turns.slice(from)];
}

/** As the model reads it: it says what it is, because it stands beside a person's instructions. */
function framed(summary: string): string {
  return `${summaryFrame}\n${summary}`;
}

function cutIds(turns: readonly BranchTurn[], before: number): MessageId[] {
  return turns.slice(0, before).flatMap((turn) => (turn.messageId === null ? [] : [turn.messageId]));
}
