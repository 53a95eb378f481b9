/**
 * Every figure of the chosen token, each with its unit and whether it is exact. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InspectedStep } from '#probability/inspect-step.ts';
import { useTokenFormat, type TokenFormat } from '../../components/heat-map/token-format.ts';
import { hexBytes } from '../../components/heat-map/visible-text.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import type { Inspection } from './inspection.ts';

function Fact({ name, note, children }: { name: string; note?: string; children: ReactNode }): ReactNode {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>
        {children}
        {note !== undefined && <small> {note}</small>}
      </dd>
    </div>
  );
}

/** The slice of [0, 1) that the chosen token had; null when it is not among the survivors. */
function sliceOf(result: InspectedStep): { readonly from: number; readonly to: number } | null {
  const { chain, token } = result;
  const index = chain?.ids.indexOf(token.id) ?? -1;
  if (!chain || index < 0) return null;
  let from = 0;
  for (let before = 0; before < index; before++) from += chain.q[before] ?? 0;
  return { from, to: from + (chain.q[index] ?? 0) };
}

function DrawFact({ inspection, format }: { inspection: Inspection; format: TokenFormat }): ReactNode {
  const { t } = useTranslation('inspector');
  const { step, result } = inspection;
  if (!result?.chain) return null;
  if (step.draw === null) return <Fact name={t('facts.draw')}>{t('facts.noDraw')}</Fact>;
  const slice = sliceOf(result);
  const draw = format.significant(step.draw);
  return (
    <Fact name={t('facts.draw')}>
      {slice
        ? t('facts.drawSlice', {
            draw,
            from: format.significant(slice.from),
            to: format.significant(slice.to),
          })
        : draw}
    </Fact>
  );
}

function ScoreFacts({
  inspection,
  result,
  size,
}: {
  inspection: Inspection;
  result: InspectedStep;
  size: number;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const { low, high } = result.entropyBits;
  const choices = [format.choices(result.effectiveChoices.low), format.choices(result.effectiveChoices.high)];
  return (
    <>
      <Fact name={t('facts.probability')} note={t('facts.raw')}>
        {result.isProbabilityExact ? '' : '≤'}
        {format.probability(result.token.probability)}
      </Fact>
      <Fact name={t('facts.rank')}>
        {result.rank === null
          ? t('facts.rankBeyond', {
              total: format.integer(result.captured.length),
              size: format.integer(size),
            })
          : t('facts.rankValue', { rank: format.integer(result.rank), size: format.integer(size) })}
      </Fact>
      <Fact name={t('facts.surprisal')}>
        {t('token.bits', { bits: format.bits(result.token.surprisalBits) })}
      </Fact>
      <Fact
        name={t('facts.entropy')}
        note={format.bits(low) === format.bits(high) ? t('facts.exact') : t('facts.bounds')}
      >
        {t('token.bits', { bits: format.interval(low, high) })}
      </Fact>
      <Fact name={t('facts.choices')}>≈ {choices[0] === choices[1] ? choices[0] : choices.join('–')}</Fact>
      {result.endProbability !== null && (
        <Fact name={t('facts.stop')} note={t('facts.raw')}>
          {format.probability(result.endProbability)}
        </Fact>
      )}
      <DrawFact inspection={inspection} format={format} />
    </>
  );
}

/** `inspection` is null when nothing was captured for the token: then only what it is. */
export function TokenFacts({
  trace,
  position,
  inspection,
}: {
  trace: TokenTrace;
  position: number;
  inspection: Inspection | null;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const tokenId = trace.tokenId(position);
  const piece = trace.vocabulary.piece(tokenId);
  return (
    <section aria-label={t('facts.title')}>
      <dl className="facts">
        {inspection?.result && (
          <ScoreFacts inspection={inspection} result={inspection.result} size={trace.vocabulary.size} />
        )}
        <Fact name={t('facts.id')}>{tokenId}</Fact>
        <Fact name={t('facts.bytes')}>
          <code>{hexBytes(piece.bytes) || '∅'}</code>
        </Fact>
        <Fact name={t('facts.type')}>{t(`types.${piece.type}`)}</Fact>
        {inspection && <Fact name={t('facts.origin')}>{t(`origins.${inspection.step.origin}`)}</Fact>}
      </dl>
    </section>
  );
}
