/**
 * Recomputed figures beside the captured ones, with their differences. Page.
 */
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Distribution } from '#contract/engine.ts';
import type { InspectedStep } from '#probability/inspect-step.ts';
import { surprisalBits } from '#probability/step-measures.ts';
import { useTokenFormat, type TokenFormat } from '../../components/heat-map/token-format.ts';
import { differenceFrom, differenceFromInterval, type Difference } from './exact-difference.ts';

type Row = {
  readonly name: string;
  readonly recomputed: string;
  readonly captured: string;
  readonly difference: Difference;
  /** The amount of a difference, without its sign. */
  readonly amount: (size: number) => string;
};

type Words = {
  readonly t: TFunction<'inspector'>;
  readonly format: TokenFormat;
  readonly bits: (value: number) => string;
  readonly smallBits: (size: number) => string;
};

function entropyRow(
  { t, format, bits, smallBits }: Words,
  entropyBits: number,
  before: InspectedStep | null,
): Row {
  return {
    name: t('facts.entropy'),
    recomputed: bits(entropyBits),
    captured: before
      ? t('token.bits', { bits: format.interval(before.entropyBits.low, before.entropyBits.high) })
      : '—',
    difference: differenceFromInterval(entropyBits, before?.entropyBits ?? null),
    amount: smallBits,
  };
}

/** The capture does not reach down to every rank: then it says only above which one. */
function rankRow({ t, format }: Words, rank: number, size: number, before: InspectedStep | null): Row {
  const isBeyond = before?.rank === null;
  const captured = before ? format.integer(before.rank ?? before.captured.length) : '—';
  return {
    name: t('facts.rank'),
    recomputed: t('facts.rankValue', { rank: format.integer(rank), size: format.integer(size) }),
    captured: isBeyond ? `>${captured}` : captured,
    difference:
      isBeyond && rank > before.captured.length
        ? { kind: 'inside' }
        : differenceFrom(rank, before?.rank ?? null),
    amount: format.integer,
  };
}

function probabilityRows(words: Words, logprob: number, before: InspectedStep | null): readonly Row[] {
  const { t, format, bits, smallBits } = words;
  const probability = Math.exp(logprob);
  const surprisal = surprisalBits(logprob);
  return [
    {
      name: t('facts.probability'),
      recomputed: format.probability(probability),
      captured: before ? format.probability(before.token.probability) : '—',
      difference: differenceFrom(probability, before?.token.probability ?? null),
      amount: (size) => t('exact.points', { points: format.probability(size).replace(/\s?%/, '') }),
    },
    {
      name: t('facts.surprisal'),
      recomputed: bits(surprisal),
      captured: before ? bits(before.token.surprisalBits) : '—',
      difference: differenceFrom(surprisal, before?.token.surprisalBits ?? null),
      amount: smallBits,
    },
  ];
}

function useRows(distribution: Distribution, before: InspectedStep | null): readonly Row[] {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const bits = (value: number): string => t('token.bits', { bits: format.bits(value) });
  const smallBits = (size: number): string => (size < 0.01 ? `<${bits(0.01)}` : bits(size));
  const words: Words = { t, format, bits, smallBits };
  const { entropyBits, vocabularySize, wanted } = distribution;
  const [token] = wanted;
  return [
    ...(entropyBits === null ? [] : [entropyRow(words, entropyBits, before)]),
    ...(token ? probabilityRows(words, token.logprob, before) : []),
    ...(typeof token?.rank === 'number' ? [rankRow(words, token.rank, vocabularySize, before)] : []),
  ];
}

function DifferenceText({ difference, amount }: Pick<Row, 'difference' | 'amount'>): ReactNode {
  const { t } = useTranslation('inspector');
  if (difference.kind === 'unknown') return '—';
  if (difference.kind !== 'by') return t(`exact.${difference.kind}`);
  const size = amount(Math.abs(difference.amount));
  if (size.startsWith('<')) return size;
  return `${difference.amount < 0 ? '−' : '+'}${size}`;
}

export function ExactFigures({
  distribution,
  captured,
}: {
  distribution: Distribution;
  /** Null: nothing was captured there. */
  captured: InspectedStep | null;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const rows = useRows(distribution, captured);
  return (
    <table className="exact-table">
      <caption className="visually-hidden">{t('exact.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('exact.figure')}</th>
          <th scope="col">{t('exact.recomputed')}</th>
          <th scope="col">{t('exact.captured')}</th>
          <th scope="col">{t('exact.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, recomputed, captured: before, difference, amount }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{recomputed}</td>
            <td>{before}</td>
            <td>
              <DifferenceText difference={difference} amount={amount} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
