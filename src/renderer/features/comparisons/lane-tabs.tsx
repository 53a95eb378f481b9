/**
 * Lanes as tabs, where they would be too narrow side by side. Page. Arrow keys go from one to the next.
 */
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '#contract/ids.ts';
import { useView } from '../../state/view.ts';
import type { LoadedLane } from './use-lanes.ts';

type Props = { readonly lanes: readonly LoadedLane[]; readonly shownId: ConversationId | null };

export function LaneTabs({ lanes, shownId }: Props): ReactNode {
  const { t } = useTranslation('comparisons');
  const move = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const index = lanes.findIndex(({ id }) => id === shownId) + step;
    const next = lanes[(index + lanes.length) % lanes.length];
    if (step === 0 || !next) return;
    event.preventDefault();
    useView.setState({ laneId: next.id });
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next.index]?.focus();
  };
  return (
    <div
      role="tablist"
      aria-label={t('lanes')}
      tabIndex={-1}
      className="flex flex-none gap-1 overflow-x-auto border-b border-line px-4"
      onKeyDown={move}
    >
      {lanes.map(({ id, letter, model, state }) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={id === shownId}
          tabIndex={id === shownId ? 0 : -1}
          className="flex h-9 max-w-64 flex-none items-center gap-2 border-b-2 border-transparent px-2 text-sm text-ink-soft aria-selected:border-ink aria-selected:text-ink"
          onClick={() => useView.setState({ laneId: id })}
        >
          <span className="font-mono text-ink-faint">{letter}</span>
          <span className="truncate">{model?.name ?? t('noModelLeft')}</span>
          {state.kind === 'writing' || state.kind === 'loading' ? (
            <span className="breathing size-1.5 flex-none rounded-full bg-accent" aria-hidden />
          ) : null}
        </button>
      ))}
    </div>
  );
}
