import { expect, it } from 'vitest';
import { Speed } from './speed.ts';

it('a speed is that of the last seconds, and none is said before there were some', () => {
  const speed = new Speed();
  speed.note(0, 0);
  speed.note(1_000, 500);
  expect(speed.bytesPerSecond()).toBeNull();
  for (let second = 2; second <= 30; second++) speed.note(second * 1_000, second * 500);
  expect(speed.bytesPerSecond()).toBeCloseTo(500);
  for (let second = 31; second <= 36; second++) speed.note(second * 1_000, 15_000 + (second - 30) * 100);
  expect(speed.bytesPerSecond()).toBeCloseTo(260);
  for (let second = 37; second <= 50; second++) speed.note(second * 1_000, 15_600);
  expect(speed.bytesPerSecond()).toBe(0);
});

it('what began anew has no speed yet', () => {
  const speed = new Speed();
  for (let second = 0; second <= 5; second++) speed.note(second * 1_000, second * 500);
  speed.note(6_000, 0);
  expect(speed.bytesPerSecond()).toBeNull();
});
