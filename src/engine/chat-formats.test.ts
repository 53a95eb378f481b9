/**
 * Chat formats against recorded references (fixtures/chat-formats/README.md): the models' own templates as our renderer
 * runs them, Prisme's own texts of the formats, and what is recognised from either.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chatFormatNames, chatFormatSchema } from '#contract/chat-format.ts';
import type { ChatTurn } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import { builtInFormats } from '#core/models/chat-formats/built-in-formats.ts';
import { recogniseFormat } from '#core/models/chat-formats/recognise-format.ts';
import { parseJinjaTemplate } from './jinja-template.ts';
import { segmentsOf, type Segment } from './template-segments.ts';

const folder = join(import.meta.dirname, '../../fixtures/chat-formats');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const tokens = { bos: z.string(), eos: z.string() };
const conversation = z.enum(['full', 'turns', 'first']);
const published = z
  .array(
    z.object({
      template: z.string(),
      format: chatFormatSchema,
      ...tokens,
      conversation,
      text: z.string().nullable(),
    }),
  )
  .parse(JSON.parse(read('published.json')));
const llamaCppTests = z
  .array(
    z.object({
      name: z.string(),
      format: chatFormatSchema.nullable(),
      template: z.string(),
      ...tokens,
      text: z.string(),
    }),
  )
  .parse(JSON.parse(read('llama-cpp-tests.json')));
const formats = z
  .array(
    z.object({ format: chatFormatSchema, conversation, ...tokens, source: z.string(), text: z.string() }),
  )
  .parse(JSON.parse(read('formats.json')));

const turn = (role: ChatTurn['role'], text: string): ChatTurn => ({ role, text, messageId: null });
const full: readonly ChatTurn[] = [
  turn('system', 'You are a helpful assistant'),
  turn('user', 'Hello'),
  turn('assistant', 'Hi there'),
  turn('user', 'Who are you'),
  turn('assistant', '   I am an assistant   '),
  turn('user', 'Another question'),
];
const conversations = { full, turns: full.slice(1, 4), first: full.slice(1, 2) };

/** As in the engine, but for the thread: template-segments.test.ts has it. */
async function render(
  template: string,
  turns: readonly ChatTurn[],
  { bos, eos }: { readonly bos: string; readonly eos: string },
): Promise<readonly Segment[]> {
  const run = parseJinjaTemplate(template, { bos_token: bos, eos_token: eos });
  const failed = (error: unknown): PrismeError =>
    new PrismeError('model.templateFailed', { reason: String(error) });
  return await segmentsOf(turns, {
    render: async (messages) => {
      try {
        return run(messages);
      } catch (error) {
        throw failed(error);
      }
    },
    close: () => undefined,
  });
}

const joined = (segments: readonly Segment[]): string => segments.map(({ text }) => text).join('');
/** The day of the rendering, which some templates write. */
const withoutDate = (text: string): string =>
  text.replace(/(Today Date: |current date is )[^\n.]+/, '$1@DATE@');
const wordsOf = (segments: readonly Segment[], part: ChatTurn['role']): string[] =>
  segments.flatMap((segment) => (segment.part === part ? [segment.text.trim()] : []));
const spoken = (turns: readonly ChatTurn[], role: ChatTurn['role']): string[] =>
  turns.flatMap((one) => (one.role === role ? [one.text.trim()] : []));

function expectOrigins(segments: readonly Segment[], turns: readonly ChatTurn[]): void {
  for (const role of ['system', 'user', 'assistant'] as const)
    expect(wordsOf(segments, role)).toEqual(spoken(turns, role));
}

describe('the templates that models were published with', () => {
  it.each(published)(
    '$template writes the conversation "$conversation" as recorded, and each word has its origin',
    async (one) => {
      const turns = conversations[one.conversation];
      const template = read(`templates/${one.template}.jinja`);
      const segments = await render(template, turns, one);
      if (one.text === null)
        expect(joined(segments)).toContain('user\nYou are a helpful assistant\n\nHello<');
      else expect(withoutDate(joined(segments))).toBe(withoutDate(one.text));
      expectOrigins(segments, turns);
    },
  );

  it.each(published.filter((one) => one.conversation === 'first'))(
    '$template is recognised as $format',
    (one) => {
      expect(recogniseFormat(read(`templates/${one.template}.jinja`))).toBe(one.format);
    },
  );
});

/** Where a template has no system role, llama.cpp's tests join by one line break; the families' examples by two. */
const joinedByOneBreak = /You are a helpful assistant\nHello/;

describe('the templates of llama.cpp’s tests', () => {
  it.each(llamaCppTests)('$name is written as recorded', async (one) => {
    const segments = await render(one.template, full, one);
    expect(joined(segments)).toBe(one.text.replace(joinedByOneBreak, 'You are a helpful assistant\n\nHello'));
    expectOrigins(segments, full);
  });

  it.each(llamaCppTests)('$name is recognised as $format', ({ template, format }) => {
    expect(recogniseFormat(template)).toBe(format);
  });
});

describe('Prisme’s own texts of the formats', () => {
  it.each(formats)('$format writes the conversation "$conversation" as in $source', async (one) => {
    const turns = conversations[one.conversation];
    const segments = await render(builtInFormats[one.format], turns, one);
    // The start token is put in front by whoever makes ids of the text, where the vocabulary wants one.
    expect(joined(segments)).toBe(one.text.startsWith(one.bos) ? one.text.slice(one.bos.length) : one.text);
    expectOrigins(segments, turns);
  });

  it.each(chatFormatNames)('%s has a reference', (format) => {
    expect(formats.filter((one) => one.format === format)).not.toEqual([]);
  });

  it.each(chatFormatNames)('%s is recognised from its own text', (format) => {
    expect(recogniseFormat(builtInFormats[format])).toBe(format);
  });

  it('puts an Alpaca reply and the next instruction as its training texts follow each other', async () => {
    const segments = await render(builtInFormats.alpaca, conversations.turns, { bos: '', eos: '</s>' });
    expect(joined(segments)).toMatch(
      /request\.\n\n### Instruction:\nHello\n\n### Response:Hi there<\/s>\n\n### Instruction:\nWho are you\n\n### Response:$/,
    );
  });
});
