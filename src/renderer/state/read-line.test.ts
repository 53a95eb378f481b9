/** One line of the list is read again alone, unless the whole list is on its way and may be older. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { ConversationSummary } from '#contract/conversations.ts';
import { conversationIdSchema } from '#contract/ids.ts';

const asked: string[] = [];
let answer = Promise.withResolvers<ConversationSummary | null>();
vi.mock('../client.ts', () => ({
  core: {
    conversations: {
      summary: () => {
        asked.push('line');
        return answer.promise;
      },
    },
  },
}));
const { queryClient, queryKeys } = await import('./queries.ts');
const { readLine } = await import('./read-line.ts');

const id = conversationIdSchema.parse('00000000-0000-4000-8000-000000000001');
const line = (title: string): ConversationSummary => ({
  ...{ id, title, titleBy: 'person', isPinned: false, isArchived: false, folderId: null },
  ...{ tags: [], createdAtMs: 1, updatedAtMs: 1, isGenerating: false, isTitling: false },
});
const titles = (): string[] | undefined =>
  queryClient.getQueryData<ConversationSummary[]>(queryKeys.conversations)?.map(({ title }) => title);

beforeEach(() => {
  queryClient.clear();
  asked.length = 0;
  answer = Promise.withResolvers();
});

test('the line takes its place in the list, and the list is not read', async () => {
  queryClient.setQueryData(queryKeys.conversations, [line('before')]);
  const reading = readLine(id);
  answer.resolve(line('after'));
  await reading;
  expect([asked, titles()]).toEqual([['line'], ['after']]);
  expect(queryClient.getQueryState(queryKeys.conversations)?.isInvalidated).toBe(false);
});

test('without a list, or when the line cannot be read, the list is to be read again', async () => {
  await readLine(id);
  expect(asked).toEqual([]);
  queryClient.setQueryData(queryKeys.conversations, [line('before')]);
  const reading = readLine(id);
  answer.reject(new Error('gone'));
  await reading;
  expect(queryClient.getQueryState(queryKeys.conversations)?.isInvalidated).toBe(true);
});
