import { expect, test } from 'vitest';
import { findItems, type PaletteItem } from './palette-items.ts';

const item = (label: string): PaletteItem => ({ id: label, label, group: 'commands', run: () => undefined });
const items = [
  'Réglages de cette conversation',
  'Nouvelle conversation',
  'Conversation précédente',
  'Thème sombre',
].map(item);
const found = (typed: string): string[] => findItems(items, typed).map(({ label }) => label);

test('nothing typed shows everything', () => {
  expect(findItems(items, '  ')).toHaveLength(4);
});

test('accents and case do not matter, and a beginning counts more than a middle', () => {
  expect(found('conversation')).toEqual([
    'Conversation précédente',
    'Réglages de cette conversation',
    'Nouvelle conversation',
  ]);
  expect(found('THEME')).toEqual(['Thème sombre']);
});

test('words may be typed in any order; what does not occur is not found', () => {
  expect(found('conv nouv')).toEqual(['Nouvelle conversation']);
  expect(found('xyz')).toEqual([]);
});
