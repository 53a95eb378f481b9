/**
 * One chosen token of a reply or a prompt: sentences, alternatives, figures. Page.
 */
import { useCallback, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TraceHeader } from '#contract/traces.ts';
import { inspectStep } from '#probability/inspect-step.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import type { TokenSelection } from '../../state/traces/selection.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { AlternativesTable, rowsOf } from './alternatives-table.tsx';
import { requestBranch } from './branch-actions.ts';
import { useBranchObstacle } from './branch-section.tsx';
import { describeToken } from './describe-token.ts';
import { useExact } from './exact.ts';
import { stepFromDistribution } from './exact-step.ts';
import { placeKey, placeOf, type TextSource } from './inspected-place.ts';
import { inspectToken, type Inspection } from './inspection.ts';
import { TokenFacts } from './token-facts.tsx';
import { TokenTools } from './token-tools.tsx';
import { useBranchKeys } from './use-branch-keys.ts';
import { useLanding } from './use-landing.ts';
import { TokenLabel } from '../../components/token-label.tsx';

type Props = {
  readonly trace: TokenTrace;
  readonly selection: TokenSelection;
  /** Null: not known (yet). */
  readonly source: TextSource | null;
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

/** What was computed again for a token that nothing was captured for; null: nothing was. */
function useRecomputed(trace: TokenTrace, selection: TokenSelection): Inspection | null {
  const place = placeOf(selection);
  const state = useExact((known) => (place ? known[placeKey(place)] : undefined));
  const tokenId = trace.tokenId(selection.position);
  return useMemo(() => {
    const step = state?.kind === 'known' ? stepFromDistribution(state.distribution, tokenId) : null;
    const vocabularySize = trace.vocabulary.size;
    return step && { step, result: inspectStep(step, { vocabularySize, sampler: null }), lacks: null };
  }, [state, tokenId, trace]);
}

/** Branches with a token at the chosen one's place; null: nothing can branch there now. */
function usePick(selection: TokenSelection): ((tokenId: number) => void) | null {
  const place = placeOf(selection);
  const obstacle = useBranchObstacle(selection.messageId);
  if (!place || obstacle !== null) return null;
  return (tokenId) => void requestBranch(place, { kind: 'tokens', tokenIds: [tokenId] });
}

export function TokenView({ trace, selection, source, header, promptIds }: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const { position } = selection;
  const captured = inspectToken(trace, position, header, promptIds);
  const recomputed = useRecomputed(trace, selection);
  const shown = captured?.result ? captured : recomputed;
  const pick = usePick(selection);
  const result = shown?.result ?? null;
  const pickRow = useCallback(
    (row: number): boolean => {
      const token = result && rowsOf(result)[row - 1];
      if (!token || !pick || token.id === result.token.id) return false;
      pick(token.id);
      return true;
    },
    [result, pick],
  );
  useBranchKeys(pickRow);
  useLanding(selection);
  return (
    <>
      <h3 className="token-heading">
        <TokenLabel vocabulary={trace.vocabulary} tokenId={trace.tokenId(position)} />
      </h3>
      <Sentences
        inspection={captured}
        trace={trace}
        isGiven={header === null || captured?.step.origin !== 'sampled'}
        position={position}
      />
      {shown !== null && shown === recomputed && <p className="note">{t('profile.recomputed')}</p>}
      {shown && <AlternativesTable inspection={shown} vocabulary={trace.vocabulary} onPick={pick} />}
      {source && (
        <TokenTools
          trace={trace}
          selection={selection}
          source={source}
          captured={captured?.result ?? null}
          hasChoices={result !== null}
        />
      )}
      <TokenFacts trace={trace} position={position} inspection={captured} />
    </>
  );
}
