import { expect, it } from 'vitest';
import { EgressPermits } from './permits.ts';

const byPerson = (host: string) => ({ host, startedBy: 'person' }) as const;
const online = (): EgressPermits => {
  const permits = new EgressPermits();
  permits.follow(() => false);
  return permits;
};

it('until somebody says what the settings are, nothing is permitted', () => {
  const permits = new EgressPermits();
  expect(() => permits.request(byPerson('a.test'))).toThrow(
    expect.objectContaining({ code: 'egress.denied', details: { host: 'a.test', reason: 'offline' } }),
  );
  expect(permits.allows('a.test')).toBe(false);
});

it('a permit is good for its host in any spelling, and for no other', () => {
  const permits = online();
  permits.request(byPerson('Files.Test'));
  for (const host of ['files.test', 'FILES.TEST', 'Files.Test'])
    expect(permits.allows(host), host).toBe(true);
  for (const host of ['test', 'a.files.test', 'files.test.', ''])
    expect(permits.allows(host), host).toBe(false);
});

it('two permits for one host are given back one by one, each once', () => {
  const permits = online();
  const [first, second] = [permits.request(byPerson('a.test')), permits.request(byPerson('a.test'))];
  first.release();
  first.release();
  expect(permits.allows('a.test')).toBe(true);
  second.release();
  expect(permits.allows('a.test')).toBe(false);
});

it('a permit rests while Prisme is offline, and nobody gets a new one', () => {
  let isOffline = false;
  const permits = new EgressPermits();
  permits.follow(() => isOffline);
  permits.request(byPerson('a.test'));
  isOffline = true;
  expect(permits.allows('a.test')).toBe(false);
  expect(() => permits.request(byPerson('b.test'))).toThrow(
    expect.objectContaining({ code: 'egress.denied' }),
  );
  isOffline = false;
  expect(permits.allows('a.test')).toBe(true);
  expect(permits.allows('b.test')).toBe(false);
});

it('what the app itself starts gets none', () => {
  const permits = online();
  expect(() => permits.request({ host: 'a.test', startedBy: 'app' })).toThrow(
    expect.objectContaining({ details: { host: 'a.test', reason: 'notStartedByPerson' } }),
  );
  expect(permits.allows('a.test')).toBe(false);
});
