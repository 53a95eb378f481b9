/**
 * Conversations with a model that has no template, through the whole core and a real engine: texts to go on with, until a
 * person chooses a chat format, and again when they choose none.
 */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessageId, ModelId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { writeTinyLlama } from '../../../fixtures/tiny-llama.ts';
import { openRealCore, type RealCore } from './testing/real-core.ts';

const tiny = writeTinyLlama({ chatTemplate: null, marks: ['<|eot_id|>'] });
const settings = { ...samplerPresets.greedy, maxTokens: 4 };
let core: RealCore;
let modelId: ModelId;
beforeAll(async () => {
  core = await openRealCore(tiny.path);
  const [model] = (await core.client.models.list({})).models;
  if (!model) throw new Error('the tiny model is in its folder');
  modelId = model.id;
});
afterAll(async () => {
  await core.close();
  rmSync(tiny.folder, { recursive: true });
});

/** What the model read for a reply: the parts of the prompt, and their text. */
async function readFor(replyId: MessageId) {
  const { tokenIds, spans } = await core.client.traces.prompt({ messageId: replyId });
  const { pieces } = tiny.vocabulary;
  const text = tokenIds
    .map((id) => pieces[id] ?? '')
    .join('')
    .replaceAll('Ġ', ' ')
    .replaceAll('Ċ', '\n');
  return { parts: [...new Set(spans.map(({ part }) => part))], text };
}

it('goes on with the texts as they are, then chats in the chosen format from the next message on, then goes on again', async () => {
  const conversationId = await core.newConversation(settings);
  const first = await core.send(conversationId, null, 'Once upon a time');
  expect(await readFor(first.replyId)).toEqual({
    parts: ['bos', 'raw'],
    text: '<|endoftext|>Once upon a time',
  });

  await core.client.models.setChat({ modelId, choice: { kind: 'format', format: 'llama3' } });
  const second = await core.regenerate(conversationId, first.replyId);
  const chat = await readFor(second.replyId);
  expect(chat.parts).toEqual(['bos', 'template', 'user']);
  expect(chat.text).toBe(
    '<|endoftext|><|start_header_id|>user<|end_header_id|>\n\nOnce upon a time<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  );

  await core.client.models.setChat({
    modelId,
    choice: { kind: 'custom', template: 'Q: {{ messages[0].content }}' },
  });
  const third = await core.regenerate(conversationId, first.replyId);
  expect((await readFor(third.replyId)).text).toBe('<|endoftext|>Q: Once upon a time');

  await core.client.models.setChat({ modelId, choice: { kind: 'completion' } });
  const fourth = await core.regenerate(conversationId, first.replyId);
  expect((await readFor(fourth.replyId)).parts).toEqual(['bos', 'raw']);
});

it('joins the turns by what stands between them: each reply right behind the text that it went on with', async () => {
  await core.client.models.setChat({ modelId, choice: null });
  const conversationId = await core.newConversation(settings);
  await core.client.conversations.update({ conversationId, systemPrompt: 'A tale.' });
  const first = await core.send(conversationId, null, 'Once');
  const second = await core.send(conversationId, first.replyId, 'Then');
  expect((await readFor(first.replyId)).text).toBe('<|endoftext|>A tale.\n\nOnce');
  expect((await readFor(second.replyId)).text.endsWith('\n\nThen')).toBe(true);
});

it('says that a chat template failed, with its reason, and leaves the message to be sent again', async () => {
  await core.client.models.setChat({
    modelId,
    choice: { kind: 'custom', template: "{{ raise_exception('no') }}" },
  });
  const conversationId = await core.newConversation(settings);
  await expect(
    core.client.generation.preview({ conversationId, parentId: null, text: 'a' }),
  ).rejects.toMatchObject({ code: 'model.templateFailed', data: { reason: 'no' } });
});

it('refuses a chat to whoever asks for one by name where there is none', async () => {
  await core.client.models.setChat({ modelId, choice: { kind: 'completion' } });
  await expect(
    core.client.tokenizer.render({ modelId, reading: { kind: 'chat', system: '', user: 'a', reply: '' } }),
  ).rejects.toMatchObject({ code: 'model.noChatTemplate' });
});
