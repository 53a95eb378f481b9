/**
 * Each model held against the reference. What cannot be compared is not there, and a line says why. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedPair, TextComparison } from '#contract/cross-reading.ts';
import type { Model } from '#contract/models.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { nameIn, useUncertain } from './use-names.ts';

type Props = { readonly comparison: TextComparison; readonly known: readonly Model[] };

export function PairTable({ comparison, known }: Props): ReactNode {
  const { t } = useTranslation('cross-reading');
  const nameOf = nameIn(known);
  const { pairs, models, noise } = comparison;
  const reference = models[0];
  if (pairs.length === 0 || reference === undefined) return null;
  return (
    <section aria-label={t('against')} className="mt-8">
      <h2 className="text-sm font-semibold">{t('againstModel', { model: nameOf(reference.modelId) })}</h2>
      <div className="mt-2 grid gap-x-10 gap-y-6 inspector:grid-cols-2">
        {pairs.map((pair) => (
          <Pair
            key={pair.modelId}
            pair={pair}
            name={nameOf(pair.modelId)}
            greedyTokens={reference.continuation?.tokens ?? 0}
          />
        ))}
      </div>
      {noise && <Noise noise={noise} />}
    </section>
  );
}

function Pair({
  pair,
  name,
  greedyTokens,
}: {
  readonly pair: ComparedPair;
  readonly name: string;
  /** Length of the reference's continuation. */
  readonly greedyTokens: number;
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  const facts = [...usePairFacts(pair), ...useGreedyFact(pair, greedyTokens)];
  return (
    <div className="border-t border-line pt-2">
      <h3 className="text-sm">{name}</h3>
      <p className="text-sm text-ink-soft">{t(`verdict.${pair.verdict}`)}</p>
      <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm tabular-nums">
        {facts.map(([fact, value]) => (
          <div key={fact} className="contents">
            <dt className="text-ink-faint">{fact}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
      {!pair.isTokeniserSame && <p className="mt-2 text-xs text-ink-faint">{t('otherTokeniser')}</p>}
      {pair.isTokeniserSame && pair.divergence === null && (
        <p className="mt-2 text-xs text-ink-faint">{t('noDistributions')}</p>
      )}
    </div>
  );
}

type Fact = readonly [name: string, value: string];

function usePairFacts(pair: ComparedPair): readonly Fact[] {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const uncertain = useUncertain();
  const { perplexityRatio: ratio, divergence, nextByteBits, shareBetter } = pair;
  const facts: Fact[] = [[t('facts.difference'), uncertain.signed(pair.bitsPerByteDifference, 4)]];
  if (shareBetter !== null)
    facts.push([
      t('facts.better', { segments: format.integer(pair.segments) }),
      format.percent(shareBetter, 1),
    ]);
  if (nextByteBits !== null)
    facts.push([
      t('facts.nextByte', { positions: format.integer(nextByteBits.positions) }),
      uncertain.estimate(nextByteBits.bits, 3),
    ]);
  if (ratio !== null)
    facts.push(
      [t('facts.ratio'), uncertain.estimate(ratio.ratio, 4)],
      [t('facts.shift'), uncertain.estimate(ratio.shift, 4)],
      [t('facts.shiftRms'), format.decimal(ratio.shiftRms, 4)],
    );
  if (divergence === null) return facts;
  const at = (fraction: number): string => {
    const value = divergence.kldPercentiles.find((each) => each.fraction === fraction)?.value ?? null;
    return value === null ? '∞' : format.decimal(value, 4);
  };
  return [
    ...facts,
    [
      t('facts.kld', { positions: format.integer(divergence.positions) }),
      uncertain.estimate(divergence.kldNats, 5),
    ],
    [t('facts.percentiles'), [0.5, 0.9, 0.99, 1].map(at).join(' · ')],
    [t('facts.reverse'), uncertain.estimate(divergence.reverseKldNats, 5)],
    [t('facts.shannon'), uncertain.estimate(divergence.jensenShannonBits, 5)],
    [t('facts.variation'), uncertain.estimate(divergence.totalVariation, 4)],
    [t('facts.topSame'), uncertain.share(divergence.topSame)],
    [t('facts.topTen'), uncertain.share(divergence.topTenShared)],
  ];
}

function useGreedyFact({ sameContinuation: same }: ComparedPair, greedyTokens: number): readonly Fact[] {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  if (same === null) return [];
  const value =
    same.tokens === null
      ? t('sameContinuationBytes', { bytes: format.integer(same.bytes) })
      : t('sameTokens', { tokens: format.integer(same.tokens), total: format.integer(greedyTokens) });
  return [[t('facts.continuation'), value]];
}

function Noise({ noise }: { readonly noise: NonNullable<TextComparison['noise']> }): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useFormat();
  const uncertain = useUncertain();
  const kld = noise.divergence === null ? null : uncertain.estimate(noise.divergence.kldNats, 5);
  return (
    <p className="mt-4 text-xs text-ink-faint">
      {t('noise', {
        positions: format.integer(noise.positions),
        bits: format.decimal(noise.bitsPerByte, 4),
        nats: format.decimal(noise.logprobNats.mean, 4),
      })}
      {kld === null ? '' : ` ${t('noiseKld', { kld })}`}
    </p>
  );
}
