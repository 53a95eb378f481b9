/**
 * Numbers as the window prints them, read back. Runs in the test process. English only.
 */

/** A tenth of a percent is what the window prints; two paths to the same logits may round apart once more. */
const printedShare = 0.0011;

/** Whether "8.4%", "<0.1%" or ">99.9%" is how the window prints this probability. */
export function isShareOf(printed: string, probability: number): boolean {
  const share = Number(/([\d.]+)%/.exec(printed)?.[1]) / 100;
  if (printed.startsWith('<')) return probability < share + printedShare;
  if (printed.startsWith('>')) return probability > share - printedShare;
  return Math.abs(share - probability) <= printedShare;
}

/** The number of "1.23 bits". */
export function bitsOf(printed: string): number {
  return Number(/^([\d.]+)\sbits/.exec(printed)?.[1]);
}
