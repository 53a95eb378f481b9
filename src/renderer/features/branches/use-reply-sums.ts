/**
 * How probable the replies of a conversation were, asked for a few dozen at a time. Page. Read again whenever the tree is
 * opened: a reply may have been continued.
 */
import { useQueries } from '@tanstack/react-query';
import type { Message } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import { mostSums, type ReplySum } from '#contract/traces.ts';
import { core } from '../../client.ts';

export type ReplySums = { readonly sums: ReadonlyMap<MessageId, ReplySum>; readonly isReading: boolean };

export function useReplySums(messages: readonly Message[]): ReplySums {
  const ids = messages.filter(({ hasTrace, state }) => hasTrace && state === 'complete').map(({ id }) => id);
  const batches = Array.from({ length: Math.ceil(ids.length / mostSums) }, (_, index) =>
    ids.slice(index * mostSums, (index + 1) * mostSums),
  );
  return useQueries({
    queries: batches.map((messageIds) => ({
      queryKey: ['replySums', messageIds],
      queryFn: () => core.traces.sums({ messageIds }),
      staleTime: Infinity,
      gcTime: 0,
    })),
    combine: (results) => ({
      sums: new Map(results.flatMap(({ data = [] }) => data.map((sum) => [sum.messageId, sum] as const))),
      isReading: results.some(({ isPending }) => isPending),
    }),
  });
}
