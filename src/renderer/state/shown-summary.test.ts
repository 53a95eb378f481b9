/** That the mark on screen stands where the model reads a summary. */
import { expect, it } from 'vitest';
import type { MessageId, ModelId, SummaryId } from '#contract/ids.ts';
import type { Summary } from '#contract/summaries.ts';
import { shownSummary } from './shown-summary.ts';

const ids = ['a', 'b', 'c', 'd'] as unknown as readonly MessageId[];
const summaryTo = (last: string, id: string, state: Summary['state'] = 'current'): Summary => ({
  ...{ id: id as SummaryId, lastMessageId: last as MessageId, messageCount: 1, text: id, state },
  ...{ model: { id: 'm' as ModelId, name: 'M' }, createdAtMs: 1, isEdited: false, tokens: 1 },
});

it('the one that covers most of the branch is shown, the newer one of two of the same messages', () => {
  const summaries = [summaryTo('b', 'short'), summaryTo('d', 'old'), summaryTo('d', 'new')];
  expect(shownSummary(summaries, ids)?.id).toBe('new');
  expect(shownSummary(summaries, ids.slice(0, 3))?.id).toBe('short');
});

it('none is shown in a branch without all the messages, nor one that was replaced or dropped', () => {
  expect(shownSummary([summaryTo('x', 'other')], ids)).toBeNull();
  expect(
    shownSummary([summaryTo('b', 'was', 'replaced'), summaryTo('d', 'gone', 'dropped')], ids),
  ).toBeNull();
});
