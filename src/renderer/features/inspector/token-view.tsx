/**
 * One chosen token of a reply or a prompt: sentences, alternatives, figures. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceHeader } from '#contract/traces.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { AlternativesTable } from './alternatives-table.tsx';
import { describeToken } from './describe-token.ts';
import { inspectToken, type Inspection } from './inspection.ts';
import { TokenFacts } from './token-facts.tsx';
import { TokenLabel } from '../../components/token-label.tsx';

type Props = {
  readonly trace: TokenTrace;
  readonly position: number;
  /** Null for a prompt: nobody chose its tokens. */
  readonly header: TraceHeader | null;
  /** What stands before the text; null when it is not known. */
  readonly promptIds: readonly number[] | null;
};

function Sentences({
  inspection,
  trace,
  isGiven,
  position,
}: {
  inspection: Inspection | null;
  trace: TokenTrace;
  isGiven: boolean;
  position: number;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const textOf = (tokenId: number): string =>
    visibleBytes(trace.vocabulary.piece(tokenId).bytes).replace(/^␣/, '');
  const result = inspection?.result ?? null;
  return (
    <div className="sentences" aria-live="polite">
      {isGiven && <p className="given">{t('sentence.given')}</p>}
      {!result && <p>{position === 0 ? t('sentence.unscoredFirst') : t('sentence.unscored')}</p>}
      {result &&
        describeToken(result, textOf, format).map(({ key, values }) => (
          <p key={key}>{t(`sentence.${key}`, values)}</p>
        ))}
      {result && <p className="truth">{t('sentence.truth')}</p>}
    </div>
  );
}

export function TokenView({ trace, position, header, promptIds }: Props): ReactNode {
  const inspection = inspectToken(trace, position, header, promptIds);
  return (
    <>
      <h3 className="token-heading">
        <TokenLabel vocabulary={trace.vocabulary} tokenId={trace.tokenId(position)} />
      </h3>
      <Sentences
        inspection={inspection}
        trace={trace}
        isGiven={header === null || inspection?.step.origin !== 'sampled'}
        position={position}
      />
      {inspection && <AlternativesTable inspection={inspection} vocabulary={trace.vocabulary} />}
      <TokenFacts trace={trace} position={position} inspection={inspection} />
    </>
  );
}
