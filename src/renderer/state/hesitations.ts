/**
 * The search for hesitation: what was found so far, for the screen that asks, the minimap and the keys in a text. Runs
 * in the page, memory only. One search at a time: a new one ends the one before.
 */
import { create } from 'zustand';
import type { CoreClient } from '#contract/contract.ts';
import type { HesitationEvent, HesitationHit, HesitationReply } from '#contract/hesitations.ts';
import type { MessageId } from '#contract/ids.ts';
import { core } from '../client.ts';
import { toPageError, type PageError } from '../core-error.ts';

export type HesitationQuestion = Parameters<CoreClient['hesitations']['find']>[0];

/** The hits of one reply, in order of position. */
export type HitGroup = { readonly reply: HesitationReply; readonly hits: readonly HesitationHit[] };

type Search = {
  readonly status: 'idle' | 'running' | 'stopped' | 'done' | 'failed';
  readonly groups: readonly HitGroup[];
  readonly hitCount: number;
  /** Replies read, of how many; null: not known yet. */
  readonly progress: { readonly read: number; readonly total: number } | null;
  readonly end: Extract<HesitationEvent, { kind: 'end' }> | null;
  readonly error: PageError | null;
};

const nothing: Search = {
  status: 'idle',
  groups: [],
  hitCount: 0,
  progress: null,
  end: null,
  error: null,
};

export const useHesitations = create<Search>(() => nothing);

/** Often enough to see the list grow, seldom enough that drawing it costs little. */
const paintIntervalMs = 100;

let running: AbortController | null = null;

/** Joins the hits of a batch to those that stand already. */
export function addHits(groups: readonly HitGroup[], batch: HitGroup): readonly HitGroup[] {
  const last = groups.at(-1);
  if (last?.reply.messageId !== batch.reply.messageId) return [...groups, batch];
  return [...groups.slice(0, -1), { reply: last.reply, hits: [...last.hits, ...batch.hits] }];
}

function take(search: Search, event: HesitationEvent): Search {
  if (event.kind === 'progress') return { ...search, progress: event };
  if (event.kind === 'end') return { ...search, status: 'done', end: event, progress: event };
  return {
    ...search,
    groups: addHits(search.groups, event),
    hitCount: search.hitCount + event.hits.length,
  };
}

/** Starts a search; never rejects, the state says how it went. */
export async function findHesitations(question: HesitationQuestion): Promise<void> {
  running?.abort();
  const own = new AbortController();
  running = own;
  let search: Search = { ...nothing, status: 'running' };
  let paintedAtMs = performance.now();
  useHesitations.setState(search);
  const paint = (): void => {
    if (running === own) useHesitations.setState(search);
  };
  try {
    for await (const event of await core.hesitations.find(question, { signal: own.signal })) {
      if (running !== own) return;
      search = take(search, event);
      if (performance.now() - paintedAtMs < paintIntervalMs) continue;
      paintedAtMs = performance.now();
      paint();
    }
  } catch (error) {
    if (!own.signal.aborted) search = { ...search, status: 'failed', error: toPageError(error) };
  }
  if (own.signal.aborted) search = { ...search, status: 'stopped' };
  paint();
  if (running === own) running = null;
}

/** Ends the search; what was found stays. */
export function stopFinding(): void {
  running?.abort();
}

/** Forgets what was found: no marks, no keys. */
export function forgetHesitations(): void {
  running?.abort();
  running = null;
  useHesitations.setState(nothing);
}

export type HitPlace = { readonly reply: HesitationReply; readonly position: number };

/**
 * The hit after (1) or before (−1) a position of a reply (−1: before its first token), in the order of the list and
 * around its ends; null: nothing was found.
 */
export function adjacentHit(
  groups: readonly HitGroup[],
  messageId: MessageId,
  position: number,
  direction: 1 | -1,
): HitPlace | null {
  const own = groups.findIndex(({ reply }) => reply.messageId === messageId);
  const here = groups[own];
  const hits = here?.hits ?? [];
  const hit =
    direction === 1
      ? hits.find((each) => each.position > position)
      : hits.findLast((each) => each.position < position);
  if (here && hit) return { reply: here.reply, position: hit.position };
  return groups.length === 0 ? null : edgeOf(groups, own, direction);
}

/** The nearest hit of the group after or before number `own`, around the ends; −1: of the first or last group. */
function edgeOf(groups: readonly HitGroup[], own: number, direction: 1 | -1): HitPlace | null {
  const start = own === -1 && direction === -1 ? groups.length : own;
  const group = groups[(start + direction + groups.length) % groups.length];
  const hit = direction === 1 ? group?.hits[0] : group?.hits.at(-1);
  return group && hit ? { reply: group.reply, position: hit.position } : null;
}

const none: readonly HesitationHit[] = [];

/** The hits in one reply. */
export function useHitsOf(messageId: MessageId | null): readonly HesitationHit[] {
  return useHesitations(
    ({ groups }) => groups.find(({ reply }) => reply.messageId === messageId)?.hits ?? none,
  );
}
