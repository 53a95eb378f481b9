/**
 * Recomputed figures beside the captured ones, with their differences. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Distribution } from '#contract/engine.ts';
import type { InspectedStep } from '#probability/inspect-step.ts';
import { surprisalBits } from '#probability/step-measures.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { differenceFrom, differenceFromInterval, type Difference } from './exact-difference.ts';

type Row = {
  readonly name: string;
  readonly recomputed: string;
  readonly captured: string;
  readonly difference: Difference;
  /** The amount of a difference, without its sign. */
  readonly amount: (size: number) => string;
};

function useRows(distribution: Distribution, captured: InspectedStep | null): readonly Row[] {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const bits = (value: number): string => t('token.bits', { bits: format.bits(value) });
  const smallBits = (size: number): string => (size < 0.01 ? `<${bits(0.01)}` : bits(size));
  const { entropyBits, vocabularySize, wanted } = distribution;
  const [token] = wanted;
  const rows: Row[] = [];
  if (entropyBits !== null)
    rows.push({
      name: t('facts.entropy'),
      recomputed: bits(entropyBits),
      captured: captured
        ? t('token.bits', { bits: format.interval(captured.entropyBits.low, captured.entropyBits.high) })
        : '—',
      difference: differenceFromInterval(entropyBits, captured?.entropyBits ?? null),
      amount: smallBits,
    });
  if (token?.rank !== null && token?.rank !== undefined)
    rows.push({
      name: t('facts.rank'),
      recomputed: t('facts.rankValue', {
        rank: format.integer(token.rank),
        size: format.integer(vocabularySize),
      }),
      captured: captured
        ? captured.rank === null
          ? `>${format.integer(captured.captured.length)}`
          : format.integer(captured.rank)
        : '—',
      difference:
        captured?.rank === null && token.rank > captured.captured.length
          ? { kind: 'inside' }
          : differenceFrom(token.rank, captured?.rank ?? null),
      amount: format.integer,
    });
  if (token)
    rows.push(
      {
        name: t('facts.probability'),
        recomputed: format.probability(Math.exp(token.logprob)),
        captured: captured ? format.probability(captured.token.probability) : '—',
        difference: differenceFrom(Math.exp(token.logprob), captured?.token.probability ?? null),
        amount: (size) => t('exact.points', { points: format.probability(size).replace(/\s?%/, '') }),
      },
      {
        name: t('facts.surprisal'),
        recomputed: bits(surprisalBits(token.logprob)),
        captured: captured ? bits(captured.token.surprisalBits) : '—',
        difference: differenceFrom(surprisalBits(token.logprob), captured?.token.surprisalBits ?? null),
        amount: smallBits,
      },
    );
  return rows;
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
