/**
 * The head of a lane: letter, model, and what can be done with it. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Ellipsis, Maximize2, Minimize2, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '#contract/comparisons.ts';
import { presetOf } from '../../components/sampler/presets.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { updateConversation } from '../../state/actions.ts';
import { useModels } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { openDialog, useView } from '../../state/view.ts';
import { moveLane, removeLane, restoreLane, takeLaneOut } from './comparison-actions.ts';
import { useComparisonLook } from './comparisons-store.ts';
import type { LoadedLane } from './use-lanes.ts';

type Props = {
  readonly comparison: Comparison;
  readonly lane: LoadedLane;
  /** Lanes in all. */
  readonly count: number;
  readonly isAlone: boolean;
};

export function LaneHeader({ comparison, lane, count, isAlone }: Props): ReactNode {
  const { t } = useTranslation(['comparisons', 'app']);
  const expandedId = useComparisonLook((look) => look.expandedId);
  const isExpanded = expandedId === lane.id;
  return (
    <header className="flex h-11 flex-none items-center gap-1 border-b border-line pr-2 pl-6">
      <span className="font-mono text-sm text-ink-faint">{lane.letter}</span>
      <LaneModel lane={lane} />
      <IconButton
        icon={SlidersHorizontal}
        label={t('comparisons:settings', { letter: lane.letter })}
        onClick={() => {
          useView.setState({ laneId: lane.id });
          openDialog('conversationSettings');
        }}
      />
      {count > 1 && (!isAlone || isExpanded) ? (
        <IconButton
          icon={isExpanded ? Minimize2 : Maximize2}
          label={t(isExpanded ? 'comparisons:shrink' : 'comparisons:expand', { letter: lane.letter })}
          onClick={() => useComparisonLook.setState({ expandedId: isExpanded ? null : lane.id })}
        />
      ) : null}
      <LaneMenu comparison={comparison} lane={lane} count={count} />
    </header>
  );
}

/** Another model writes the next replies; those that stand keep theirs. */
function LaneModel({ lane }: { readonly lane: LoadedLane }): ReactNode {
  const { t } = useTranslation('comparisons');
  const { data: list } = useModels();
  const models = list?.models ?? [];
  return (
    <span className="mr-auto flex min-w-0 items-center gap-1">
      <select
        aria-label={t('modelOf', { letter: lane.letter })}
        className="h-8 max-w-64 min-w-0 truncate rounded bg-transparent px-1 text-sm font-medium hover:bg-hover"
        value={lane.model?.id ?? ''}
        onChange={(event) => {
          const model = models.find(({ id }) => id === event.target.value);
          if (!model) return;
          const template = model.chat.kind === 'completion' ? 'none' : lane.conversation.template;
          void updateConversation(lane.id, { modelId: model.id, template });
        }}
      >
        {lane.model ? null : <option value="">{t('noModelLeft')}</option>}
        {models.map(({ id, name, quantisation }) => (
          <option key={id} value={id}>
            {[name, quantisation].filter(Boolean).join(' ')}
          </option>
        ))}
      </select>
      <LaneSettings lane={lane} />
    </span>
  );
}

/** How it writes, in a few words: lanes of one model are told apart by it. */
function LaneSettings({ lane }: { readonly lane: LoadedLane }): ReactNode {
  const { t } = useTranslation(['comparisons', 'conversation-settings']);
  const { settings, template, systemPrompt } = lane.conversation;
  const preset = presetOf(settings);
  const parts = [
    preset ? t(`conversation-settings:presets.${preset}`) : t('conversation-settings:custom'),
    settings.seed === null ? null : t('comparisons:seed', { seed: settings.seed }),
    template === 'none' ? t('comparisons:templates.none') : null,
    systemPrompt === '' ? null : t('conversation-settings:systemPrompt'),
  ];
  const line = parts.filter((part) => part !== null).join(' · ');
  return (
    <span data-testid="lane-settings" className="min-w-0 truncate text-xs text-ink-faint" title={line}>
      {line}
    </span>
  );
}

function LaneMenu({ comparison, lane, count }: Omit<Props, 'isAlone'>): ReactNode {
  const { t } = useTranslation(['comparisons', 'common']);
  const { id, index, letter } = lane;
  const isWriting = lane.state.kind === 'writing';
  const remove = async (): Promise<void> => {
    if (!(await removeLane(comparison.id, id))) return;
    showToast(t('comparisons:removed', { letter }), {
      label: t('common:undo'),
      run: () => void restoreLane(comparison.id, id),
    });
  };
  const entries = [
    { name: 'takeOut', isDisabled: isWriting, run: () => void takeLaneOut(comparison.id, id) },
    { name: 'moveLeft', isDisabled: index === 0, run: () => void moveLane(comparison.id, id, index - 1) },
    {
      name: 'moveRight',
      isDisabled: index >= count - 1,
      run: () => void moveLane(comparison.id, id, index + 1),
    },
    { name: 'remove', isDisabled: count <= 1, run: () => void remove() },
  ] as const;
  return (
    <Menu.Root>
      <Menu.Trigger className="icon-button" aria-label={t('comparisons:actions', { letter })}>
        <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="menu">
            {entries.map(({ name, isDisabled, run }) => (
              <Menu.Item key={name} className="menu-item" disabled={isDisabled} onClick={run}>
                {t(`comparisons:laneActions.${name}`)}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
