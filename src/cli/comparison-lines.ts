/**
 * A comparison as lines of text. Runs in the terminal shell; pure.
 */
import type { ComparedModel, ComparedPair, TextComparison } from '#contract/cross-reading.ts';
import type { ModelId } from '#contract/ids.ts';

type Names = (modelId: ModelId) => string;
type Estimate = { readonly mean: number | null; readonly error: number | null };

/** What all say of the same bytes, then each pair. What cannot be compared is not there, and a line says why. */
export function comparisonLines(comparison: TextComparison, nameOf: Names): readonly string[] {
  const { scored, bytes, models, pairs, noise } = comparison;
  const lines = [
    `bits per byte over bytes ${scored.start} to ${scored.end} of ${bytes}, which all of them score`,
    ...models.map((model) => modelLine(model, nameOf)),
  ];
  const reference = models[0];
  if (reference && pairs.length > 0) lines.push('', `against ${nameOf(reference.modelId)}`);
  for (const pair of pairs) lines.push(...pairLines(pair, nameOf), ...greedyLine(pair));
  if (noise !== null) {
    const { positions, bitsPerByte, logprobNats, divergence } = noise;
    const kld = divergence === null ? '' : `; mean KLD ${estimate(divergence.kldNats, 6)} nats`;
    lines.push(
      '',
      `noise of computing, ${positions} tokens of the reference read one by one: ${number(bitsPerByte, 4)} bits per byte; ${number(logprobNats.mean, 4)} nats a token${kld}`,
    );
  }
  return lines;
}

function modelLine(
  { modelId, bitsPerByte, perplexity, scoredTokens, bytesPerSecond }: ComparedModel,
  nameOf: Names,
): string {
  const interval =
    bitsPerByte === null
      ? '—'
      : `${number(bitsPerByte.value, 3)} [${number(bitsPerByte.low, 3)} to ${number(bitsPerByte.high, 3)}]`;
  const own = `perplexity ${number(perplexity, 2)} (this tokeniser only, n = ${scoredTokens})`;
  return `  ${nameOf(modelId)}: ${interval}; ${own}; ${number(bytesPerSecond, 0)} bytes/s`;
}

const verdicts = {
  lower: 'less surprised than the reference',
  higher: 'more surprised than the reference',
  same: 'no difference above noise and chance',
} as const;

function pairLines(pair: ComparedPair, nameOf: Names): readonly string[] {
  const { bitsPerByteDifference: difference, shareBetter, segments } = pair;
  const lines = [`  ${nameOf(pair.modelId)}: ${verdicts[pair.verdict]}`];
  if (difference !== null)
    lines.push(
      `    Δ bits per byte ${signed(difference.value, 4)} [${signed(difference.low, 4)} to ${signed(difference.high, 4)}]; less surprised in ${percent(shareBetter)} of ${segments} segments`,
    );
  if (!pair.isTokeniserSame) {
    const { nextByteBits } = pair;
    lines.push('    another tokeniser: nothing can be compared token by token');
    if (nextByteBits !== null)
      lines.push(
        `    next byte: Jensen–Shannon ${estimate(nextByteBits.bits, 4)} bits at ${nextByteBits.positions} places`,
      );
    return lines;
  }
  return [...lines, ...ratioLines(pair), ...divergenceLines(pair)];
}

function greedyLine({ sameContinuation: same }: ComparedPair): readonly string[] {
  if (same === null) return [];
  const tokens = same.tokens === null ? '' : `${same.tokens} tokens, `;
  const end = same.isWhole ? ': all of it' : '';
  return [`    goes on with the same most probable tokens for ${tokens}${same.bytes} bytes${end}`];
}

function ratioLines({ perplexityRatio: ratio }: ComparedPair): readonly string[] {
  if (ratio === null) return [];
  return [
    `    PPL ratio ${estimate(ratio.ratio, 5)}; ln ${estimate(ratio.logRatio, 5)}; n = ${ratio.tokens}`,
    `    Δp of the given token ${estimate(ratio.shift, 5)}; RMS ${number(ratio.shiftRms, 5)}`,
  ];
}

function divergenceLines({ divergence }: ComparedPair): readonly string[] {
  if (divergence === null) return [];
  const at = (fraction: number): string =>
    number(divergence.kldPercentiles.find((each) => each.fraction === fraction)?.value ?? null, 6);
  return [
    `    mean KLD ${estimate(divergence.kldNats, 6)} nats over ${divergence.positions} tokens; median ${at(0.5)}; 90 % ${at(0.9)}; 99 % ${at(0.99)}; max ${at(1)}`,
    `    same top token ${shares(divergence.topSame)}; ten most probable shared ${shares(divergence.topTenShared)}`,
    `    reverse KLD ${estimate(divergence.reverseKldNats, 6)} nats; Jensen–Shannon ${estimate(divergence.jensenShannonBits, 6)} bits; total variation ${estimate(divergence.totalVariation, 5)}`,
  ];
}

const number = (value: number | null, digits: number): string =>
  value === null ? '—' : value.toFixed(digits);
const signed = (value: number, digits: number): string => `${value > 0 ? '+' : ''}${value.toFixed(digits)}`;
const percent = (share: number | null): string => (share === null ? '—' : `${(100 * share).toFixed(1)} %`);
const estimate = ({ mean, error }: Estimate, digits: number): string =>
  mean === null ? '∞' : `${mean.toFixed(digits)} ± ${number(error, digits)}`;
const shares = ({ mean, error }: Estimate): string =>
  `${percent(mean)} ± ${error === null ? '—' : (100 * error).toFixed(1)}`;
