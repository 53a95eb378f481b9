/** The orders in which answers are shown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOrders } from './answer-orders.ts';

const questions = fc.record({
  answers: fc.integer({ min: 1, max: 6 }),
  count: fc.integer({ min: 1, max: 24 }),
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  question: fc.integer({ min: 0, max: 4_999 }),
});
const factorials = [1, 1, 2, 6, 24, 120, 720];

describe('the orders of answers', () => {
  it('begin with the given one, differ, hold every answer once, and are all there are at most', () => {
    fc.assert(
      fc.property(questions, ({ answers, count, seed, question }) => {
        const orders = answerOrders(answers, count, seed, question);
        const given = Array.from({ length: answers }, (_, index) => index);
        expect(orders[0]).toEqual(given);
        expect(orders).toHaveLength(Math.min(count, factorials[answers] ?? 0));
        expect(new Set(orders.map(String)).size).toBe(orders.length);
        for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual(given);
      }),
    );
  });

  it('are the same for the same seed and question, and others for another seed or question', () => {
    expect(answerOrders(6, 6, 7, 3)).toEqual(answerOrders(6, 6, 7, 3));
    expect(answerOrders(6, 6, 8, 3)).not.toEqual(answerOrders(6, 6, 7, 3));
    expect(answerOrders(6, 6, 7, 4)).not.toEqual(answerOrders(6, 6, 7, 3));
  });

  it('put each answer first about equally often', () => {
    const first = [0, 0, 0, 0];
    for (let question = 0; question < 4_000; question++) {
      // The second order is the first that is drawn; the given one cannot be drawn again.
      const at = answerOrders(4, 2, 1, question)[1]?.[0] ?? 0;
      first[at] = (first[at] ?? 0) + 1;
    }
    // 5 of the 23 other orders begin with answer 0, 6 with each of the others.
    for (const [answer, count] of first.entries())
      expect(Math.abs(count - (4_000 * (answer === 0 ? 5 : 6)) / 23)).toBeLessThan(150);
  });
});
