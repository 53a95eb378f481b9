/**
 * One comparison: its lanes side by side or as tabs, the token that is pinned, and the field for the next prompt. Page.
 */
import { useEffect, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#contract/comparisons.ts';
import type { ComparisonId, ConversationId } from '#contract/ids.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useWidth } from '../../components/figure/use-width.ts';
import { HeatMapLegend } from '../../components/heat-map/heat-map-legend.tsx';
import { toPageError } from '../../core-error.ts';
import { useComparison } from '../../state/queries.ts';
import { useHeatMapView } from '../../state/traces/heat-map-view.ts';
import { useChosenMessageId } from '../../state/traces/selection.ts';
import { useView } from '../../state/view.ts';
import { useComparisonLook } from './comparisons-store.ts';
import { LaneTabs } from './lane-tabs.tsx';
import { LaneView } from './lane-view.tsx';
import { LanesToolbar } from './lanes-toolbar.tsx';
import { PinPanel } from './pin-panel.tsx';
import { PromptField } from './prompt-field.tsx';
import { useLanes, type LoadedLane } from './use-lanes.ts';
import { useTiedScroll } from './use-tied-scroll.ts';

/** A lane that would be narrower becomes a tab. */
const narrowestLanePx = 520;

export function ComparisonView({ comparisonId }: { readonly comparisonId: ComparisonId }): ReactNode {
  const { t } = useTranslation('comparisons');
  const { data: comparison, error, refetch } = useComparison(comparisonId);
  if (comparison) return <OpenComparison comparison={comparison} />;
  return (
    <div className="mx-auto w-full max-w-read flex-1 px-6 pt-8">
      <h1 className="sr-only">{t('title')}</h1>
      {error ? (
        <ErrorPanel error={toPageError(error)} onRetry={() => void refetch()} />
      ) : (
        <p role="status" className="sr-only">
          {t('loading')}
        </p>
      )}
    </div>
  );
}

function OpenComparison({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const { t } = useTranslation('comparisons');
  const lanes = useLanes(comparison);
  const { measure } = useHeatMapView();
  useShownLane(lanes);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{comparison.title || comparison.turns[0] || t('untitled')}</h1>
      <LanesToolbar comparison={comparison} lanes={lanes} />
      {measure === 'off' ? null : (
        <div className="flex-none border-b border-line px-6 py-1.5">
          <HeatMapLegend />
        </div>
      )}
      <Lanes comparison={comparison} lanes={lanes} />
      <PinPanel lanes={lanes} />
      <div className="mx-auto w-full max-w-read flex-none px-6 pt-2 pb-4">
        <PromptField comparison={comparison} />
      </div>
    </div>
  );
}

type LanesProps = { readonly comparison: Comparison; readonly lanes: readonly LoadedLane[] };

function Lanes({ comparison, lanes }: LanesProps): ReactNode {
  const [ref, widthPx] = useWidth();
  const expandedId = useComparisonLook((look) => look.expandedId);
  const laneId = useView((view) => view.laneId);
  const tie = useTiedScroll();
  const isNarrow = widthPx / Math.max(1, lanes.length) < narrowestLanePx;
  const onlyId = shownAlone(lanes, expandedId, isNarrow ? laneId : null, isNarrow);
  const shown = onlyId === null ? lanes : lanes.filter(({ id }) => id === onlyId);
  return (
    <div ref={ref} className="flex min-h-0 flex-1 flex-col">
      {isNarrow && expandedId === null && lanes.length > 1 ? (
        <LaneTabs lanes={lanes} shownId={onlyId} />
      ) : null}
      <div className="flex min-h-0 flex-1">
        {shown.map((lane) => (
          <LaneView
            key={lane.id}
            comparison={comparison}
            lane={lane}
            lanes={lanes}
            isAlone={shown.length === 1}
            tie={tie}
          />
        ))}
      </div>
    </div>
  );
}

/** The lane that is shown by itself; null: all are. */
function shownAlone(
  lanes: readonly LoadedLane[],
  expandedId: ConversationId | null,
  tabId: ConversationId | null,
  isNarrow: boolean,
): ConversationId | null {
  const has = (id: ConversationId | null): boolean => lanes.some((lane) => lane.id === id);
  if (has(expandedId)) return expandedId;
  if (!isNarrow) return null;
  return has(tabId) ? tabId : (lanes[0]?.id ?? null);
}

/** The inspector and its tools are about the lane of the chosen token. */
function useShownLane(lanes: readonly LoadedLane[]): void {
  const owners = useMemo(
    () => new Map(lanes.flatMap(({ id, messageIds }) => messageIds.map((each) => [each, id] as const))),
    [lanes],
  );
  const chosenId = useChosenMessageId();
  useEffect(() => {
    const laneId = chosenId && owners.get(chosenId);
    // Telling the same again would draw everything again, and so come back here.
    if (laneId && useView.getState().laneId !== laneId) useView.setState({ laneId });
  }, [chosenId, owners]);
}
