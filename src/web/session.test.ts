import { expect, it } from 'vitest';
import { createSession } from './session.ts';

/** A session whose secrets are told apart: `secret 1` is the cookie's, the codes follow. */
function numbered(port = 7317) {
  let made = 0;
  return createSession(port, () => `secret ${(made += 1)}`);
}

it('a code is exchanged once, for a cookie that no script reads and no other site sends', () => {
  const session = numbered();
  const code = session.newCode();
  expect(session.exchange(code)).toBe('prisme_7317=secret 1; HttpOnly; SameSite=Strict; Path=/');
  expect(session.exchange(code)).toBeNull();
});

it('a code that was never handed out is worth nothing, and spends none of the others', () => {
  const session = numbered();
  expect(session.exchange('made up')).toBeNull();
  const code = session.newCode();
  expect(session.exchange('secret 1')).toBeNull();
  expect(session.exchange('')).toBeNull();
  expect(session.exchange(code)).not.toBeNull();
});

it('spending one code leaves the others good', () => {
  const session = numbered();
  const [first, second] = [session.newCode(), session.newCode()];
  expect(session.exchange(first)).not.toBeNull();
  expect(session.exchange(second)).not.toBeNull();
});

it('twenty codes may wait, the oldest is dropped for one more', () => {
  const session = numbered();
  const codes = Array.from({ length: 21 }, () => session.newCode());
  expect(session.exchange(codes[0] ?? '')).toBeNull();
  expect(session.exchange(codes[1] ?? '')).not.toBeNull();
  expect(session.exchange(codes[20] ?? '')).not.toBeNull();
});

it('only the cookie of this session and this port signs in', () => {
  const session = numbered();
  expect(session.isSignedIn('prisme_7317=secret 1')).toBe(true);
  expect(session.isSignedIn('other=1; prisme_7317=secret 1')).toBe(true);
  for (const header of [undefined, '', 'prisme_7317=', 'prisme_7317=secret 2', 'prisme_7318=secret 1'])
    expect(session.isSignedIn(header), String(header)).toBe(false);
});

it('secrets are long, fit an address as they are, and no two sessions share one', () => {
  const codes = Array.from({ length: 50 }, () => createSession(7317).newCode());
  expect(new Set(codes).size).toBe(50);
  for (const code of codes) expect(code).toMatch(/^[\w-]{43}$/);
});
