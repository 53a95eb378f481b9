import { describe, expect, it } from 'vitest';
import { completeRow, truncateRow } from '#probability/logits-row.ts';
import { neutralSettings } from '#probability/neutral-settings.ts';
import { emptyContext, recordChain } from '#probability/sampler-chain.ts';
import type { SamplerSettings } from '#probability/sampler-settings.ts';
import { playgroundTable, type TableChoices } from './playground-table.ts';

const row = completeRow(Array.from({ length: 200 }, (_, id) => 6 - id / 4));
const captured = truncateRow(row, 64);

function tableOf(change: Partial<SamplerSettings>, choices: Partial<TableChoices> = {}, from = captured) {
  const settings = { ...neutralSettings, ...change };
  const { order = 'llamaCpp', count = 12, always = [] } = choices;
  const chain = recordChain(from, settings, emptyContext, order);
  return playgroundTable(from, chain, { settings, order, count, always });
}

describe('the table of the playground', () => {
  it('has a column for each stage that is on, in the order in which they act', () => {
    const change = { temperature: 0.5, topK: 5, minP: 0.1 };
    expect(tableOf(change).columns.map(({ stage }) => stage)).toEqual(['topK', 'minP', 'temperature']);
    expect(tableOf(change, { order: 'temperatureFirst' }).columns.map(({ stage }) => stage)).toEqual([
      'temperature',
      'topK',
      'minP',
    ]);
    expect(tableOf(change).off).toHaveLength(7);
  });

  it('keeps a removed token with the stage that removed it', () => {
    const { rows } = tableOf({ topK: 3, temperature: 0.5 });
    expect(rows).toHaveLength(12);
    expect(rows[2]?.removedBy).toBeNull();
    expect(rows[3]).toMatchObject({ id: 3, q: 0, removedBy: 'topK', slice: null });
    expect(rows[3]?.cells.map(({ kind }) => kind)).toEqual(['removed', 'gone']);
  });

  it('has columns that add up to 1 with the other tokens, also where few are shown', () => {
    for (const count of [1, 12, 64]) {
      const { rows, others } = tableOf({ topK: 40, minP: 0.01 }, { count });
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      expect(sum(rows.map(({ raw }) => raw)) + (others.raw ?? 0)).toBeCloseTo(1, 6);
      expect(sum(rows.map(({ q }) => q ?? 0)) + others.q).toBeCloseTo(1, 9);
      for (const [column, mass] of others.cells.entries()) {
        const shown = rows.map(({ cells }) => {
          const cell = cells[column];
          return cell?.kind === 'in' ? cell.probability : 0;
        });
        expect(sum(shown) + mass).toBeCloseTo(1, 9);
      }
      expect(others.count).toBe(200 - count);
    }
  });

  it('lays the slices end to end in the order of the survivors', () => {
    const { rows } = tableOf({ topK: 3 });
    expect(rows[0]?.slice?.from).toBe(0);
    expect(rows[1]?.slice?.from).toBeCloseTo(rows[0]?.slice?.to ?? 9, 12);
    expect(rows[2]?.slice?.to).toBeCloseTo(1, 12);
  });

  it('shows a token that was not captured, without a number where none is known', () => {
    const always = [{ id: 150, logit: 6 - 150 / 4 }];
    const kept = tableOf({ temperature: 0.5 }, { always }).rows.at(-1);
    expect(kept).toMatchObject({ id: 150, q: null, removedBy: null });
    expect(kept?.cells.map(({ kind }) => kind)).toEqual(['unknown']);
    const cut = tableOf({ topK: 3 }, { always }).rows.at(-1);
    expect(cut).toMatchObject({ id: 150, q: 0, removedBy: 'topK' });
  });

  it('says where it is not exact any more, and that raw values are bounds without the normaliser', () => {
    const { columns } = tableOf({ topK: 10, temperature: 0.5 });
    expect(columns.map(({ isExact }) => isExact)).toEqual([true, true]);
    const warm = tableOf({ minP: 0.9, typicalP: 0.5 });
    expect(warm.columns.map(({ isExact }) => isExact)).toEqual([false, false]);
    const bounded = tableOf({ topK: 10 }, {}, { ...captured, isLogZExact: false });
    expect(bounded.isRawExact).toBe(false);
    expect(bounded.others.raw).toBeNull();
  });
});
