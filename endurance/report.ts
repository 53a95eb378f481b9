/**
 * A suite's outcome as a row of the table in docs/reliability.md. Pure.
 */
import type { Outcome, Suite } from './suite.ts';

export type Circumstances = {
  readonly seed: number;
  /** ISO date. */
  readonly date: string;
  readonly machine: string;
  readonly seconds: number;
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export function rowOf({ id, promise }: Suite, outcome: Outcome, circumstances: Circumstances): string {
  const { seed, date, machine, seconds } = circumstances;
  const figures = Object.entries(outcome.figures).map(([name, figure]) => `${name} ${figure}`);
  const cells = [
    id,
    promise,
    outcome.tried.toLocaleString('en'),
    String(outcome.failures.length),
    figures.join('; '),
    `seed ${seed}, ${machine}, ${date}, ${seconds.toFixed(0)} s`,
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** The document with this row in the place of the suite's old one, or behind the last row of the table. */
export function withRow(document: string, id: string, row: string): string {
  const lines = document.split('\n');
  const own = lines.findIndex((line) => line.startsWith(`| ${id} `));
  if (own !== -1) return lines.with(own, row).join('\n');
  const last = lines.findLastIndex((line) => line.startsWith('| '));
  return lines.toSpliced(last + 1, 0, row).join('\n');
}
