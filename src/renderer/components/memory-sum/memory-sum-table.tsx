/**
 * The sum of memory behind whether a model fits, term by term: of one that could be fetched, and of one that is here. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/i18n.ts';
import { memorySum, type MemoryTerms } from './memory-sum.ts';

export function MemorySumTable({ terms }: { readonly terms: MemoryTerms }): ReactNode {
  const { t } = useTranslation('memory');
  const format = useFormat();
  const { estimatedBytes, toFindBytes, leftBytes } = memorySum(terms);
  const measuredBytes = terms.measuredBytes ?? null;
  return (
    <table className="w-full text-sm tabular-nums">
      <tbody>
        <Row name={t('sum.weights')} bytes={terms.weightsBytes} />
        <Row
          name={t('sum.cache', { shown: format.integer(terms.contextTokens) })}
          bytes={terms.cacheBytes}
          sign="+"
        />
        <Row name={t('sum.compute')} bytes={terms.computeBytes} sign="+" />
        {measuredBytes === null ? null : (
          <>
            <Row name={t('sum.estimated')} bytes={estimatedBytes} sign="=" isSum />
            <Row name={t('sum.measured')} bytes={measuredBytes} />
          </>
        )}
        {terms.freedBytes > 0 ? <Row name={t('sum.freed')} bytes={terms.freedBytes} sign="−" /> : null}
        <Row name={t('sum.needed')} bytes={toFindBytes} sign="=" isSum />
        <Row name={t('sum.free')} bytes={terms.freeBytes} />
        <Row name={t('sum.spare')} bytes={terms.spareBytes} sign="−" />
        <Row
          name={t(leftBytes < 0 ? 'sum.missing' : 'sum.left')}
          bytes={Math.abs(leftBytes)}
          sign="="
          isSum
        />
      </tbody>
    </table>
  );
}

type RowProps = {
  readonly name: string;
  readonly bytes: number;
  readonly sign?: '+' | '−' | '=';
  readonly isSum?: boolean;
};

function Row({ name, bytes, sign, isSum = false }: RowProps): ReactNode {
  const format = useFormat();
  return (
    <tr className={isSum ? 'border-t border-line font-medium' : 'font-normal'}>
      <th scope="row" className={`py-0.5 pr-4 text-left ${isSum ? 'font-medium' : 'font-normal'}`}>
        {name}
      </th>
      <td className="w-4 py-0.5 text-ink-faint">{sign}</td>
      <td className="py-0.5 text-right whitespace-nowrap">
        {bytes < 0 ? '−' : ''}
        {format.bytes(Math.abs(bytes))}
      </td>
    </tr>
  );
}
