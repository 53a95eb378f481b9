/**
 * Checks that an engine's events make sense together. Runs in the core. The schemas have checked each one alone; here:
 * chunks follow one another without a gap or repetition, no more tokens than the context holds, `end` is the last
 * event and does come. Pure.
 */
import type { GenerateEvent, RowsEvent, ScoreEvent } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';

/** What a run may send. */
export type RunBounds = {
  /** Position of the first token that the engine may send. */
  readonly firstToken: number;
  /** Position that no token may reach. */
  readonly endToken: number;
};

/**
 * Passes events on as they come. A chunk may come in any size.
 * @throws engine.badMessage
 */
export async function* checkEvents<Event extends GenerateEvent | RowsEvent | ScoreEvent>(
  events: AsyncIterable<Event>,
  bounds: RunBounds,
): AsyncGenerator<Event, void, undefined> {
  let nextToken = bounds.firstToken;
  let hasEnded = false;
  for await (const event of untilEnd(events, () => hasEnded)) {
    if (hasEnded) throw senseless('an event after the end');
    if (event.kind === 'tokens' || event.kind === 'rows') {
      if (event.firstToken !== nextToken)
        throw senseless(`token ${event.firstToken} instead of ${nextToken}`);
      nextToken += event.count;
      if (nextToken > bounds.endToken) throw senseless('more tokens than there is room for');
    } else if (event.kind === 'prompt') {
      if (event.evaluated > event.total || event.reused > event.total)
        throw senseless('more prompt tokens than there are');
    } else {
      hasEnded = true;
    }
    yield event;
  }
  if (!hasEnded) throw senseless('no end');
}

/** What has ended is complete: an engine that is gone after that takes nothing back. */
async function* untilEnd<Event>(
  events: AsyncIterable<Event>,
  hasEnded: () => boolean,
): AsyncGenerator<Event, void, undefined> {
  try {
    yield* events;
  } catch (error) {
    const isNonsense = error instanceof PrismeError && error.code === 'engine.badMessage';
    if (!hasEnded() || isNonsense) throw error;
  }
}

function senseless(reason: string): PrismeError {
  return new PrismeError('engine.badMessage', { reason });
}
