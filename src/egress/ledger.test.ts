import { expect, it } from 'vitest';
import type { LocalEgressAttempt } from '#contract/egress.ts';
import { mostAttempts } from '#contract/egress.ts';
import { EgressLedger } from './ledger.ts';

const attempt = (host: string, kind: LocalEgressAttempt['kind'] = 'connection'): LocalEgressAttempt => ({
  atMs: 1,
  kind,
  host,
  port: 443,
  wasRefused: true,
});
const socket = { protocol: 'tcp', address: '127.0.0.1', port: 7 } as const;

it('the core’s ledger holds what engines and the window report, each under its own name', () => {
  const engine = new EgressLedger(0);
  engine.record(attempt('engine.invalid'));
  const shell = new EgressLedger(0);
  shell.record(attempt('shell.invalid'));
  shell.record(attempt('page.invalid', 'request'));
  shell.setListening('this process', [socket]);
  const core = new EgressLedger(5);
  core.record(attempt('core.invalid'));
  core.merge('engine', 'engine 1', engine.takeReport());
  core.merge('shell', 'shell', shell.takeReport());
  const { attempts, ...rest } = core.snapshot();
  expect(attempts.map(({ host, process }) => [host, process])).toEqual([
    ['core.invalid', 'core'],
    ['engine.invalid', 'engine'],
    ['shell.invalid', 'shell'],
    ['page.invalid', 'page'],
  ]);
  expect(rest).toEqual({ sinceMs: 5, attemptCount: 4, refusedCount: 4, listening: [socket] });
});

it('a report holds what is new since the last one', () => {
  const ledger = new EgressLedger(0);
  ledger.record(attempt('one.invalid'));
  expect(ledger.takeReport().attempts).toHaveLength(1);
  expect(ledger.takeReport().attempts).toEqual([]);
});

it('every attempt is counted, the latest are kept', () => {
  const ledger = new EgressLedger(0);
  for (let index = 0; index < mostAttempts + 10; index++) ledger.record(attempt(`${index}.invalid`));
  const { attemptCount, attempts } = ledger.snapshot();
  expect(attemptCount).toBe(mostAttempts + 10);
  expect(attempts).toHaveLength(mostAttempts);
  expect(attempts.at(-1)?.host).toBe(`${mostAttempts + 9}.invalid`);
});

it('a process that has ended listens nowhere, and whoever watches is told of real changes only', () => {
  const ledger = new EgressLedger(0);
  let told = 0;
  const end = ledger.subscribe(() => (told += 1));
  ledger.setListening('engine 1', [socket]);
  ledger.setListening('engine 1', [{ ...socket }]);
  ledger.setListening('engine 1', []);
  ledger.setListening('engine 1', []);
  expect(told).toBe(2);
  expect(ledger.snapshot().listening).toEqual([]);
  end();
  ledger.record(attempt('one.invalid'));
  expect(told).toBe(2);
});

it('an attempt that had a permit counts as one, not as refused, and whoever watches is told of it', () => {
  const ledger = new EgressLedger(0);
  let told = 0;
  ledger.subscribe(() => (told += 1));
  ledger.record({ ...attempt('one.invalid'), wasRefused: false });
  ledger.record(attempt('two.invalid'));
  expect(ledger.snapshot()).toMatchObject({ attemptCount: 2, refusedCount: 1 });
  expect(told).toBe(2);
});

it('a report that nobody fetched for long holds the latest attempts only', () => {
  const ledger = new EgressLedger(0);
  for (let index = 0; index < mostAttempts + 1; index++) ledger.record(attempt(`${index}.invalid`));
  const { attempts } = ledger.takeReport();
  expect(attempts).toHaveLength(mostAttempts);
  expect(attempts[0]?.host).toBe('1.invalid');
});
