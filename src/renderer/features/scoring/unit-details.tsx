/**
 * The numbers of the chosen unit: of one token with what was most probable there, or of each of its tokens. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { logprobOf } from '#probability/step-measures.ts';
import type { TraceStep } from '#probability/trace.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleText } from '../../components/heat-map/visible-text.ts';
import { TokenLabel } from '../../components/token-label.tsx';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { unitText } from './score-block.tsx';
import type { ScoreTotals } from './score-totals.ts';
import { unitValues } from './unit-values.ts';
import type { CellRange } from './units.ts';

const shownAlternatives = 8;
const shownPieces = 60;

export function UnitDetails({
  trace,
  totals,
  chosen,
}: {
  readonly trace: TokenTrace;
  readonly totals: ScoreTotals;
  readonly chosen: CellRange | null;
}): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  if (chosen === null) return <p className="prose-quiet">{t('choose')}</p>;
  const { from, to, bits, tokens } = unitValues(trace, chosen);
  const step = to - from === 1 ? trace.step(from) : null;
  return (
    <section aria-label={t('details')} className="min-w-0 text-sm tabular-nums">
      <p className="font-mono text-base break-words">{visibleText(unitText(trace, chosen)).slice(0, 200)}</p>
      {tokens === 0 ? (
        <p className="prose-quiet">{t('unscoredUnit')}</p>
      ) : (
        <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <Fact name={t('surprisal')}>{t('totals.bitsValue', { bits: format.bits(bits) })}</Fact>
          <Fact name={t('probability')}>{format.probability(2 ** -bits)}</Fact>
          {to - from === 1 && (
            <Fact name={t('rank')}>
              <Rank trace={trace} position={from} step={step} />
            </Fact>
          )}
          <Fact name={t('cumulativeHere')}>
            {t('totals.bitsValue', { bits: format.bits(totals.cumulative.at(to - 1)) })}
          </Fact>
        </dl>
      )}
      {step !== null && tokens > 0 ? (
        <Alternatives trace={trace} step={step} />
      ) : (
        to - from > 1 && <Pieces trace={trace} from={from} to={Math.min(to, from + shownPieces)} />
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Rank({
  trace,
  position,
  step,
}: {
  readonly trace: TokenTrace;
  readonly position: number;
  readonly step: TraceStep | null;
}): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const { rank } = trace.values(position);
  const captured = step?.topIds.length ?? 0;
  const isBound = step !== null && step.rank === null && rank > captured;
  return isBound
    ? t('rankBeyond', { total: format.integer(captured) })
    : t('rankOf', { rank: format.integer(rank), size: format.integer(trace.vocabulary.size) });
}

function Alternatives({ trace, step }: { readonly trace: TokenTrace; readonly step: TraceStep }): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  return (
    <table className="mt-3 w-full">
      <caption className="pb-1 text-left text-xs text-ink-faint">{t('alternatives')}</caption>
      <tbody>
        {[...step.topIds.slice(0, shownAlternatives)].map((tokenId, place) => (
          <tr key={tokenId} className="border-t border-line">
            <th scope="row" className="py-1 text-left font-normal">
              <TokenLabel vocabulary={trace.vocabulary} tokenId={tokenId} />
              {tokenId === step.tokenId ? ' ✓' : ''}
            </th>
            <td className="py-1 text-right">
              {format.probability(Math.exp(logprobOf(step, step.topLogits[place] ?? -Infinity)))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Pieces({
  trace,
  from,
  to,
}: {
  readonly trace: TokenTrace;
  readonly from: number;
  readonly to: number;
}): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  return (
    <div className="max-h-72 overflow-y-auto" tabIndex={0} role="region" aria-label={t('pieces')}>
      <table className="mt-3 w-full">
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            <th scope="col" className="font-normal">
              {t('columns.token')}
            </th>
            <th scope="col" className="text-right font-normal">
              {t('columns.bits')}
            </th>
            <th scope="col" className="text-right font-normal">
              {t('columns.rank')}
            </th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: to - from }, (_, index) => from + index).map((position) => (
            <tr key={position} className="border-t border-line">
              <th scope="row" className="py-1 text-left font-normal">
                <TokenLabel vocabulary={trace.vocabulary} tokenId={trace.tokenId(position)} />
              </th>
              <td className="py-1 text-right">{format.bits(trace.values(position).surprisalBits)}</td>
              <td className="py-1 text-right">{format.integer(trace.values(position).rank)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
