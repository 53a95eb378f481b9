/**
 * What a person does with a summary: their words, another try of the model, the messages themselves again.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SummaryId } from '#contract/ids.ts';
import { codeOf, type GenerationBench, openBench } from '../generation/testing/generation-bench.ts';
import { scriptedModelId } from '../generation/testing/scripted-library.ts';
import type { ScriptedRun } from '../generation/testing/scripted-stream.ts';
import { type Story, tellStory } from '../generation/testing/told-story.ts';
import type { RewriteEvent } from './summaries.ts';

let bench: GenerationBench;
let story: Story;
const shortId = '00000000-0000-4000-8000-00000000000a' as SummaryId;
const longId = '00000000-0000-4000-8000-00000000000b' as SummaryId;

beforeEach(async () => {
  bench = openBench();
  story = await tellStory(bench);
  store(shortId, 4, 'Four messages.');
  store(longId, 10, 'Ten messages.');
});
afterEach(async () => {
  await bench.close();
});

function store(id: SummaryId, messageCount: number, text: string): void {
  const lastMessageId = story.ids[messageCount - 1];
  if (lastMessageId === undefined) throw new Error('the story is long enough');
  bench.store.summaries.insert({
    ...{ id, conversationId: story.id, lastMessageId, messageCount, text, tokens: 1, isEdited: false },
    ...{ model: { id: scriptedModelId, name: 'Scripted' }, createdAtMs: 1, state: 'current' as const },
  });
}

const named = (summaryId: SummaryId) => ({ conversationId: story.id, summaryId });
const states = () => bench.conversations.get(story.id).summaries.map(({ text, state }) => [text, state]);
const promptOf = ({ request }: ScriptedRun): string => Buffer.from(request.prompt).toString();

/** What the next reply would read. */
async function nextPrompt(): Promise<string> {
  const { replyId } = await bench.generation.send({
    ...{ conversationId: story.id, parentId: story.leafId, text: 'Next', overflow: 'cutOldest' as const },
  });
  const run = await bench.library.nextRun();
  await run.end();
  await bench.readAll(replyId);
  return promptOf(run);
}

it('a person’s words take the place of the model’s, which stay known as what was read before', async () => {
  const edited = await bench.summaries.edit({ ...named(longId), text: 'My words.' });
  expect(edited).toMatchObject({ messageCount: 10, isEdited: true, tokens: 9, state: 'current' });
  expect(states()).toEqual([
    ['Four messages.', 'current'],
    ['Ten messages.', 'replaced'],
    ['My words.', 'current'],
  ]);
  expect(await nextPrompt()).toContain('My words.|5qqq');
  expect(await codeOf(bench.summaries.edit({ ...named(longId), text: 'Again' }))).toBe('summary.notFound');
});

it('dropped, the messages are read, not a shorter summary of them; taken back, it is read again', async () => {
  bench.library.setContextTokens(100_000);
  bench.summaries.drop(named(longId));
  expect(states().map(([, state]) => state)).toEqual(['dropped', 'dropped']);
  expect(await nextPrompt()).toMatch(/^0qqq/);
  bench.summaries.restore(named(longId));
  expect(await nextPrompt()).toContain('Ten messages.|5qqq');
});

it('written again, it goes on from the summary of the first messages and takes the place of the old one', async () => {
  const events: RewriteEvent[] = [];
  const reading = (async () => {
    for await (const event of bench.summaries.rewrite(named(longId), undefined)) events.push(event);
  })();
  const run = await bench.library.nextRun();
  expect(promptOf(run)).toContain('already summarised:\nFour messages.');
  expect(promptOf(run)).toContain('User: 2qqq');
  await run.write('Ten, again.');
  await run.end();
  await reading;
  expect(events.at(-1)).toMatchObject({
    kind: 'written',
    summary: { text: 'Ten, again.', messageCount: 10 },
  });
  expect(states().at(-1)).toEqual(['Ten, again.', 'current']);
  expect(states()[1]).toEqual(['Ten messages.', 'replaced']);
});

it('who leaves while it is written again keeps the old one; an empty text says so', async () => {
  const left = new AbortController();
  const reading = (async () => {
    for await (const event of bench.summaries.rewrite(named(longId), left.signal)) void event;
  })();
  const run = await bench.library.nextRun();
  left.abort();
  await run.end('stopped');
  await reading;
  const again = codeOf(async () => {
    for await (const event of bench.summaries.rewrite(named(longId), undefined)) void event;
  });
  const empty = await bench.library.nextRun();
  await empty.end();
  expect(await again).toBe('summary.notWritten');
  expect(states()[1]).toEqual(['Ten messages.', 'current']);
});
