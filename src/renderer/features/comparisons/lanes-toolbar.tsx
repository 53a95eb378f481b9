/**
 * The line above the lanes: how they are tied, what differs, another lane, stop. Page.
 */
import { List, Plus, Scale, Square } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mostLanes, type Comparison } from '#contract/comparisons.ts';
import { Button } from '../../components/button.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { AddLaneDialog } from './add-lane-dialog.tsx';
import { openInstrument } from '../../state/instruments.ts';
import { stopLanes } from './comparison-actions.ts';
import { openComparison, useComparisonLook } from './comparisons-store.ts';
import { repliesToRead } from './replies-to-read.ts';
import type { LoadedLane } from './use-lanes.ts';

type Props = { readonly comparison: Comparison; readonly lanes: readonly LoadedLane[] };

export function LanesToolbar({ comparison, lanes }: Props): ReactNode {
  const { t } = useTranslation('comparisons');
  const { follow, differences } = useComparisonLook();
  const [isAdding, setAdding] = useState(false);
  return (
    <div
      role="toolbar"
      aria-label={t('toolbar')}
      className="flex flex-none flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2"
    >
      <Button look="quiet" isSmall onClick={() => openComparison(null)}>
        <List size={14} aria-hidden /> {t('all')}
      </Button>
      <Labelled label={t('follow')}>
        <Segmented
          label={t('follow')}
          value={follow}
          options={(['sentence', 'byte', 'off'] as const).map((value) => ({
            value,
            label: t(`follows.${value}`),
          }))}
          onChange={(value) => useComparisonLook.setState({ follow: value })}
        />
      </Labelled>
      <Labelled label={t('differences')}>
        <Segmented
          label={t('differences')}
          value={differences}
          options={(['word', 'sentence', 'off'] as const).map((value) => ({
            value,
            label: t(`units.${value}`),
          }))}
          onChange={(value) => useComparisonLook.setState({ differences: value })}
        />
      </Labelled>
      <span className="ml-auto flex gap-2">
        {comparison.isRunning ? (
          <Button isSmall onClick={() => stopLanes(comparison.id)}>
            <Square size={12} fill="currentColor" aria-hidden /> {t('stopAll')}
          </Button>
        ) : null}
        <CrossReadButton lanes={lanes} isRunning={comparison.isRunning} />
        <Button
          look="quiet"
          isSmall
          disabled={comparison.lanes.length >= mostLanes}
          onClick={() => setAdding(true)}
        >
          <Plus size={14} aria-hidden /> {t('addLane')}
        </Button>
      </span>
      <AddLaneDialog comparison={comparison} isOpen={isAdding} onClose={() => setAdding(false)} />
    </div>
  );
}

/** Every model reads what each of them has written: who is surprised by whom. */
function CrossReadButton({
  lanes,
  isRunning,
}: {
  readonly lanes: readonly LoadedLane[];
  readonly isRunning: boolean;
}): ReactNode {
  const { t } = useTranslation('comparisons');
  const request = repliesToRead(lanes);
  return (
    <Button
      look="quiet"
      isSmall
      disabled={isRunning || request === null}
      onClick={() => openInstrument('crossReading', request ?? undefined)}
    >
      <Scale size={14} aria-hidden /> {t('crossRead')}
    </Button>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <span className="flex items-center gap-2">
      <span className="text-xs text-ink-faint" aria-hidden>
        {label}
      </span>
      {children}
    </span>
  );
}
