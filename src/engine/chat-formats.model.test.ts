/**
 * That conversations in the formats of families are exactly the tokens that llama.cpp makes of the recorded references:
 * every mark one special token, one start token, every word with its origin. On vocabularies that hold the marks of a
 * family, and on the real models.
 */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ChatFormat, chatFormatSchema } from '#contract/chat-format.ts';
import type { ChatTurn } from '#contract/engine.ts';
import type { MessageId } from '#contract/ids.ts';
import { builtInFormats } from '#core/models/chat-formats/built-in-formats.ts';
import { openTestEngine, type TestEngine } from '../../fixtures/engine-in-process.ts';
import { hasRealModel, realModelPath } from '../../fixtures/real-models.ts';
import { writeTinyLlama, type TinyLlamaOptions } from '../../fixtures/tiny-llama.ts';

const references = z
  .array(z.object({ format: chatFormatSchema, conversation: z.string(), bos: z.string(), text: z.string() }))
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/chat-formats/formats.json'), 'utf8')),
  );
function referenceOf(format: ChatFormat, conversation: string): string {
  const found = references.find((one) => one.format === format && one.conversation === conversation);
  if (!found) throw new Error(`no reference of ${format}`);
  return found.text.startsWith(found.bos) ? found.text.slice(found.bos.length) : found.text;
}

const messageId = (digit: number): MessageId => `00000000-0000-0000-0000-00000000000${digit}` as MessageId;
const turn = (role: ChatTurn['role'], text: string, digit: number | null): ChatTurn => ({
  role,
  text,
  messageId: digit === null ? null : messageId(digit),
});
const full: ChatTurn[] = [
  turn('system', 'You are a helpful assistant', null),
  turn('user', 'Hello', 1),
  turn('assistant', 'Hi there', 2),
  turn('user', 'Who are you', 3),
  turn('assistant', '   I am an assistant   ', 4),
  turn('user', 'Another question', 5),
];

type Family = readonly [ChatFormat, TinyLlamaOptions];
const bpe = (format: ChatFormat, ...marks: string[]): Family => [
  format,
  { marks, chatTemplate: null, addsBos: false },
];
const spm = (format: ChatFormat, ...marks: string[]): Family => [
  format,
  { marks, chatTemplate: null, tokenizer: 'spm', addsBos: true },
];
/** `</s>` and `<s>` are in the SentencePiece vocabulary, `<|im_start|>` and `<|im_end|>` in the other. */
const families: readonly Family[] = [
  spm('alpaca'),
  bpe('chatml'),
  bpe('deepseekCoder', '<|EOT|>'),
  bpe('deepseekV3', '<｜User｜>', '<｜Assistant｜>', '<｜end▁of▁sentence｜>'),
  bpe('falcon'),
  bpe('falcon3', '<|system|>', '<|user|>', '<|assistant|>'),
  spm('gemma', '<start_of_turn>', '<end_of_turn>'),
  spm('guanaco'),
  spm('llama2'),
  bpe('llama3', '<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>'),
  spm('mistralV1'),
  spm('mistralV3', '[INST]', '[/INST]'),
  spm('mistralTekken', '[INST]', '[/INST]'),
  spm('mistralV7', '[INST]', '[/INST]', '[SYSTEM_PROMPT]', '[/SYSTEM_PROMPT]'),
  spm('phi3', '<|system|>', '<|user|>', '<|assistant|>', '<|end|>'),
  bpe('phi4', '<|im_sep|>'),
  spm('vicuna'),
];

describe.each(families)('the format %s', (format, options) => {
  const tiny = writeTinyLlama(options);
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await openTestEngine(tiny.path);
  });
  afterAll(async () => {
    await engine.close();
    await rm(tiny.folder, { recursive: true });
  });

  it('is written in the tokens that llama.cpp makes of the reference, after one start token', async () => {
    // Alpaca's reference is of one question, which is all that its training texts hold.
    const turns = format === 'alpaca' ? full.slice(1, 2) : full;
    const { prompts, model } = engine.loaded;
    const { tokenIds } = await prompts.render({ kind: 'chat', turns, template: builtInFormats[format] });
    const reference = model.model.tokenize(referenceOf(format, turns === full ? 'full' : 'first'), true);
    expect(tokenIds).toEqual(options.addsBos === true ? [1, ...reference] : reference);
    // A start token of its own stands before each question of Llama 2's, and nowhere else.
    const starts = tokenIds.filter((id) => options.addsBos === true && id === 1).length;
    expect(starts).toBe(options.addsBos === true ? (format === 'llama2' ? 3 : 1) : 0);
    for (const mark of options.marks ?? []) expect(model.model.tokenize(mark, true)).toHaveLength(1);
  });

  it('gives every word its origin', async () => {
    const { prompts, vocabulary } = engine.loaded;
    const { tokenIds, spans } = await prompts.render({
      kind: 'chat',
      turns: full,
      template: builtInFormats[format],
    });
    const textOf = (start: number, end: number): string =>
      Buffer.concat(tokenIds.slice(start, end).map((id) => vocabulary.bytesOf(id))).toString();
    const words = spans
      .filter(({ part }) => part !== 'template' && part !== 'bos')
      .map((span) => ({
        part: span.part,
        messageId: span.messageId,
        text: textOf(span.start, span.end).trim(),
      }));
    const spoken = full.map(({ role, text, messageId: id }) => ({
      part: role,
      messageId: id,
      text: text.trim(),
    }));
    // Mistral's later formats put the system prompt before the last question.
    const byName = (list: typeof words) => list.toSorted((a, b) => a.text.localeCompare(b.text));
    expect(byName(words)).toEqual(byName(spoken));
    expect(spans.reduce((end, span) => (span.start === end ? span.end : -1), 0)).toBe(tokenIds.length);
  });
});

describe('on the real models', () => {
  it('SmolLM2’s own template and Prisme’s text of its format are the same tokens', async () => {
    const engine = await openTestEngine(realModelPath('smolLm2'));
    const { prompts, model } = engine.loaded;
    const own = await prompts.render({ kind: 'chat', turns: full });
    expect(own.tokenIds).toEqual(model.model.tokenize(referenceOf('chatml', 'full'), true));
    expect(await prompts.render({ kind: 'chat', turns: full, template: builtInFormats.chatml })).toEqual(own);
    // And back to its own after another one.
    await prompts.render({ kind: 'chat', turns: full, template: builtInFormats.llama3 });
    expect(await prompts.render({ kind: 'chat', turns: full })).toEqual(own);
    await engine.close();
  });

  it.skipIf(!hasRealModel('gemma3'))(
    'Gemma 3 reads its format with the system prompt in the first question',
    async () => {
      const engine = await openTestEngine(realModelPath('gemma3'));
      const { prompts, model } = engine.loaded;
      const { tokenIds, spans } = await prompts.render({
        kind: 'chat',
        turns: full,
        template: builtInFormats.gemma,
      });
      const reference = model.model.tokenize(referenceOf('gemma', 'full'), true);
      expect(tokenIds).toEqual([Number(model.model.tokens.bos), ...reference]);
      expect(spans.slice(0, 5).map(({ part }) => part)).toEqual([
        'bos',
        'template',
        'system',
        'template',
        'user',
      ]);
      await engine.close();
    },
  );

  it('says that a template failed, and why, without harm to the next conversation', async () => {
    const engine = await openTestEngine(realModelPath('smolLm2'));
    const { prompts } = engine.loaded;
    const turns = full.slice(1, 2);
    await expect(
      prompts.render({ kind: 'chat', turns, template: "{{ raise_exception('not like this') }}" }),
    ).rejects.toMatchObject({ code: 'model.templateFailed', details: { reason: 'not like this' } });
    await expect(prompts.render({ kind: 'chat', turns, template: '{% if %}' })).rejects.toMatchObject({
      code: 'model.templateFailed',
    });
    expect((await prompts.render({ kind: 'chat', turns })).tokenIds.length).toBeGreaterThan(3);
    await engine.close();
  });
});
