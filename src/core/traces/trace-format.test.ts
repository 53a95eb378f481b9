/**
 * The published description of the trace file (docs/trace-format.md) says what the schema says: every field has its
 * name there, no other one has, and its example is a file that Prisme reads.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { finishReasonSchema } from '#contract/reply.ts';
import { tokenTypes } from '#contract/models.ts';
import { traceFileHeadSchema, traceFileTokenSchema } from '#contract/trace-file.ts';
import { readTraceFile } from '#contract/trace-file-read.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/trace-format.md'), 'utf8');
const example = /```json\n(.*?)```/s.exec(text)?.[1] ?? '';

/** Every name of a field in a JSON schema, at any depth. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...namesIn(Object.values(value))]
      : namesIn(value),
  );
}

const names = new Set(
  [traceFileHeadSchema, traceFileTokenSchema].flatMap((schema) => namesIn(z.toJSONSchema(schema))),
);

it('names every field, every kind of token and every way to end', () => {
  expect(names.size).toBeGreaterThan(70);
  // A span is written as an object, so its fields have no marks of their own.
  const isNamed = (name: string): boolean => new RegExp(`[\`{ ]${name}[\`, ]`).test(text);
  expect([...names, ...tokenTypes, ...finishReasonSchema.options].filter((name) => !isNamed(name))).toEqual(
    [],
  );
});

it('describes no field in its tables that a file cannot have', () => {
  const described = [...text.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name ?? '');
  expect(described.length).toBeGreaterThan(60);
  expect(described.filter((name) => !names.has(name))).toEqual([]);
});

it('has an example that is read, with the numbers that it says', async () => {
  const { steps, head } = await readTraceFile(new TextEncoder().encode(example));
  const [step] = steps;
  if (!step) throw new Error('no token');
  const logprob = step.logit - step.maxLogit - step.logZ;
  expect(text).toContain(
    `= ${Math.exp(logprob).toFixed(3)}, a surprise of ${(-logprob / Math.LN2).toFixed(2)} bits`,
  );
  expect(head.reply.text).toBe(' Paris');
});

it('refuses a field that it does not name, however deep', async () => {
  const places = [
    '"logitBias": []',
    '"reason": "tokenLimit"',
    '"stats": null',
    '"start": 0',
    '"origin": "sampled"',
    '"threads": 1',
  ];
  const strange: Readonly<Record<string, string>> = {
    '"logitBias": []': '"logitBias": [{ "tokenId": 1, "bias": 1, "strange": 1 }]',
    '"stats": null':
      '"stats": { "promptTokens": 1, "reusedTokens": 0, "replyTokens": 1, "firstTokenMs": null, "promptTokensPerSecond": null, "tokensPerSecond": null, "memoryBytes": 1, "strange": 1 }',
  };
  for (const place of places) {
    const changed = example.replace(place, strange[place] ?? `${place}, "strange": 1`);
    expect(changed).not.toBe(example);
    await expect(readTraceFile(new TextEncoder().encode(changed))).rejects.toMatchObject({
      code: 'trace.invalidFile',
      details: { reason: expect.stringContaining('strange') },
    });
  }
});
