/**
 * What can be done at the chosen token: branch, ask exactly, play with the settings. Page. At the last token of a
 * reply the same can be asked about what would come next.
 */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InspectedStep } from '#probability/inspect-step.ts';
import { Segmented } from '../../components/segmented.tsx';
import { openInstrument } from '../../state/instruments.ts';
import type { TokenSelection } from '../../state/traces/selection.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { BranchSection } from './branch-section.tsx';
import { ExactSection } from './exact-section.tsx';
import { placeOf, type TextSource } from './inspected-place.ts';
import { openAtPlace } from './open-elsewhere.ts';

type Props = {
  readonly trace: TokenTrace;
  readonly selection: TokenSelection;
  readonly source: TextSource;
  readonly captured: InspectedStep | null;
  /** Tokens to choose from stand above. */
  readonly hasChoices: boolean;
};

/** Behind an end token nothing comes. */
function hasNext(trace: TokenTrace, { target, position }: TokenSelection): boolean {
  return target === 'reply' && position === trace.count - 1 && !trace.isEnd(trace.tokenId(position));
}

export function TokenTools({ trace, selection, source, captured, hasChoices }: Props): ReactNode {
  const { t } = useTranslation('inspector');
  const [side, setSide] = useState<'here' | 'next'>('here');
  const canBeNext = hasNext(trace, selection);
  const isNext = side === 'next' && canBeNext;
  const place = placeOf({ ...selection, position: selection.position + (isNext ? 1 : 0) });
  return (
    <>
      {canBeNext && (
        <div className="tool-side">
          <Segmented
            label={t('branch.side')}
            value={side}
            options={[
              { value: 'here', label: t('branch.here') },
              { value: 'next', label: t('branch.next') },
            ]}
            onChange={setSide}
          />
        </div>
      )}
      <div className="tool-ways">
        {captured && !isNext && (
          <button
            type="button"
            className="action-button"
            onClick={() => openInstrument('playground', selection)}
          >
            {t('branch.why')}
          </button>
        )}
        {place &&
          (['nextToken', 'tree'] as const).map((instrument) => (
            <button
              key={instrument}
              type="button"
              className="action-button"
              onClick={() => void openAtPlace(instrument, place, source.model.id, trace)}
            >
              {t(`branch.${instrument}`)}
            </button>
          ))}
      </div>
      {place && (
        <>
          <BranchSection
            place={place}
            source={source}
            vocabulary={trace.vocabulary}
            hasChoices={hasChoices && !isNext}
          />
          <ExactSection
            place={place}
            source={source}
            vocabulary={trace.vocabulary}
            tokenId={isNext ? null : trace.tokenId(selection.position)}
            captured={isNext ? null : captured}
          />
        </>
      )}
    </>
  );
}
