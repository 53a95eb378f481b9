/**
 * What the checksum of a row depends on: every value, its kind and its place, and nothing that changes by itself.
 */
import { expect, it } from 'vitest';
import { hasItsChecksum, rowChecksum } from './row-checksum.ts';

const conversation = {
  title: 'ab',
  is_pinned: 0,
  created_at_ms: 1,
  updated_at_ms: 2,
  deleted_at_ms: null,
  system_prompt: 'c',
  settings_json: '{}',
  model_id: null,
  draft: '',
  leaf_id: null,
};
const trace = {
  model_id: 'm',
  model_name: 'A model',
  vocabulary_hash: 'v',
  vocabulary_size: 3,
  end_token_ids_json: '[2]',
  settings_json: '{}',
  seed: 7,
  prompt_ids: Uint8Array.of(1, 0, 0, 0),
  prompt_spans_json: '[]',
};
const vocabulary = {
  bytes: Uint8Array.of(97),
  offsets: Uint8Array.of(0, 0, 0, 0),
  types: Uint8Array.of(1),
};
const vote = {
  comparison_id: 'c',
  folder: 'f',
  created_at_ms: 1,
  a_lane_id: 'la',
  b_lane_id: 'lb',
  a_model_id: 'ma',
  b_model_id: 'mb',
  a_model_name: 'A',
  b_model_name: 'B',
  a_reply_id: null,
  b_reply_id: null,
  choice: 'a',
  voted_at_ms: 2,
  revealed_at_ms: 2,
  taken_back: 0,
  deleted_at_ms: null,
};

it('checksums are those that databases hold already', () => {
  expect(rowChecksum('conversations', conversation)).toBe(3_583_213_546);
  expect(rowChecksum('traces', trace)).toBe(2_662_102_210);
  expect(rowChecksum('vocabularies', vocabulary)).toBe(2_986_376_542);
});

it('nothing moves from one value into the next, or becomes another kind of value, unnoticed', () => {
  const before = rowChecksum('conversations', conversation);
  for (const change of [
    { title: 'abc', system_prompt: '' },
    { title: 'a', system_prompt: 'bc' },
    { is_pinned: '0' },
    { deleted_at_ms: 'null' },
    { draft: null },
    { title: Uint8Array.of(97, 98) },
  ])
    expect(rowChecksum('conversations', { ...conversation, ...change }), JSON.stringify(change)).not.toBe(
      before,
    );
});

it('every column counts, except what changes by itself later', () => {
  const tables = { conversations: conversation, traces: trace, vocabularies: vocabulary, votes: vote };
  for (const [name, row] of Object.entries(tables)) {
    const table = name as keyof typeof tables;
    const whole = { ...row, checksum: rowChecksum(table, row) };
    expect(hasItsChecksum(table, { ...whole, profile_json: 'known later' })).toBe(true);
    for (const column of Object.keys(row))
      expect(hasItsChecksum(table, { ...whole, [column]: 'changed' }), column).toBe(false);
  }
});
