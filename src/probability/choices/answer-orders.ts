/**
 * The orders in which a question's answers are shown to a model: where an answer stands moves its probability. Portable,
 * pure; the same seed gives the same orders.
 */
import { uniform } from '../draws.ts';

/** Far more draws than the orders of one question ever need: no two questions share one. */
const drawsPerQuestion = 2 ** 24;

/**
 * Different orders of the numbers 0 to `answers` − 1, the given one first.
 *
 * @param answers at least 1
 * @param count how many, at least 1; where there are fewer orders than that, all of them
 * @param seed 0..2³²−1
 * @param question its place in the set, from 0: each has orders of its own
 */
export function answerOrders(
  answers: number,
  count: number,
  seed: number,
  question: number,
): readonly (readonly number[])[] {
  const given = Array.from({ length: answers }, (_, index) => index);
  const orders = new Map([[given.join(), given]]);
  const most = Math.min(count, factorial(answers));
  let draw = question * drawsPerQuestion;
  while (orders.size < most) {
    const order = shuffled(given, () => uniform(seed, draw++, 'token'));
    orders.set(order.join(), order);
  }
  return [...orders.values()];
}

/** Durstenfeld, "Algorithm 235: Random permutation", CACM 1964: each order is equally likely. */
function shuffled(items: readonly number[], next: () => number): number[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = Math.floor(next() * (last + 1));
    const moved = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = moved;
  }
  return order;
}

function factorial(count: number): number {
  let product = 1;
  for (let factor = 2; factor <= count; factor++) product *= factor;
  return product;
}
