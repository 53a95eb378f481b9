/**
 * What may be done with a reply that has ended. Portable, pure.
 */
import type { Message } from '#contract/conversations.ts';
import type { FinishReason } from '#contract/reply.ts';

/** Endings after which the model still had something to say. */
const continuable: ReadonlySet<FinishReason> = new Set(['tokenLimit', 'stopped', 'interrupted']);

/** Not a reply without a word: there is nothing to go on from, it can be written again. */
export function canContinue(message: Message): boolean {
  return (
    message.text !== '' &&
    message.state === 'complete' &&
    message.end !== null &&
    continuable.has(message.end.reason)
  );
}

/** It was cut off while a graphics card computed it: the processor may go on. */
export function isOnGraphics({ end }: Message): boolean {
  return typeof end?.error?.details['backend'] === 'string';
}
