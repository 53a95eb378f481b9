/**
 * One preset in the list: its name, what it holds, and what can be done with it. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { ArrowDown, ArrowUp, Copy, Pencil, Star, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preset } from '#contract/presets.ts';
import { ActionsMenu } from '../../components/actions-menu.tsx';
import { Button } from '../../components/button.tsx';
import { NameField } from '../../components/name-field.tsx';
import { usePresetActions } from '../../components/presets/use-preset-actions.ts';
import { useSamplerWords } from '../../components/sampler/use-sampler-words.ts';
import { newConversationWith } from '../../state/open-conversation.ts';
import { useSettings } from '../../state/queries.ts';
import { useListActions } from './use-list-actions.ts';

type Props = {
  readonly preset: Preset;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The list is left. */
  readonly onClose: () => void;
};

export function PresetRow({ preset, isFirst, isLast, onClose }: Props): ReactNode {
  const { t } = useTranslation('presets');
  const { rename } = useListActions();
  const [isRenaming, setRenaming] = useState(false);
  const isUsual = useSettings().data?.defaultPresetId === preset.id;
  return (
    <li className="flex items-start gap-2 border-t border-line py-3" data-preset={preset.name}>
      <div className="min-w-0 flex-1">
        {isRenaming ? (
          <NameField
            label={t('name')}
            name={preset.name}
            longest={80}
            onEnd={(name) => {
              if (name !== null && name !== '') rename(preset, name);
              setRenaming(false);
            }}
          />
        ) : (
          <p className="flex items-center gap-2 text-base font-medium" dir="auto">
            <span className="min-w-0 truncate">{preset.name}</span>
            {isUsual ? (
              <span className="flex flex-none items-center gap-1 text-xs font-normal text-ink-faint">
                <Star size={12} aria-hidden /> {t('usual')}
              </span>
            ) : null}
          </p>
        )}
        <PresetFacts preset={preset} />
      </div>
      <Button
        isSmall
        onClick={() => {
          onClose();
          void newConversationWith(preset);
        }}
      >
        {t('begin')}
      </Button>
      <PresetMenu
        preset={preset}
        isUsual={isUsual}
        isFirst={isFirst}
        isLast={isLast}
        onRename={() => setRenaming(true)}
      />
    </li>
  );
}

/** What it holds, in two lines. */
function PresetFacts({ preset }: { readonly preset: Preset }): ReactNode {
  const { t } = useTranslation(['presets', 'context', 'conversation-settings']);
  const samplerWords = useSamplerWords();
  const { isHere } = usePresetActions();
  const { model, systemPrompt, settings, template, contextStrategy } = preset;
  const facts = [
    model === null ? t('presets:anyModel') : model.name,
    samplerWords(settings),
    template === 'none' ? t('conversation-settings:templates.none') : null,
    contextStrategy === 'stop' ? null : t(`context:strategies.${contextStrategy}`),
  ].filter((words) => words !== null);
  return (
    <>
      <p className="text-xs text-ink-soft tabular-nums">{facts.join(' · ')}</p>
      <p className="line-clamp-2 text-xs text-ink-faint" dir="auto">
        {systemPrompt.trim() === '' ? t('presets:noPrompt') : systemPrompt.trim().slice(0, 300)}
      </p>
      {isHere(preset) ? null : (
        <p className="text-xs text-danger">{t('presets:modelGone', { model: model?.name ?? '' })}</p>
      )}
    </>
  );
}

type MenuProps = Omit<Props, 'onClose'> & { readonly isUsual: boolean; readonly onRename: () => void };

function PresetMenu({ preset, isUsual, isFirst, isLast, onRename }: MenuProps): ReactNode {
  const { t } = useTranslation(['presets', 'organise', 'common']);
  const { duplicate, move, remove, setUsual } = useListActions();
  return (
    <ActionsMenu label={t('presets:actions', { name: preset.name })} isInDialog>
      <Menu.Item className="menu-item" onClick={() => setUsual(isUsual ? null : preset)}>
        <Star size={14} aria-hidden /> {t(isUsual ? 'presets:notUsual' : 'presets:makeUsual')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={onRename}>
        <Pencil size={14} aria-hidden /> {t('common:rename')}
      </Menu.Item>
      <Menu.Item className="menu-item" onClick={() => duplicate(preset)}>
        <Copy size={14} aria-hidden /> {t('presets:duplicate')}
      </Menu.Item>
      <Menu.Item className="menu-item" disabled={isFirst} onClick={() => move(preset, 'up')}>
        <ArrowUp size={14} aria-hidden /> {t('organise:moveUp')}
      </Menu.Item>
      <Menu.Item className="menu-item" disabled={isLast} onClick={() => move(preset, 'down')}>
        <ArrowDown size={14} aria-hidden /> {t('organise:moveDown')}
      </Menu.Item>
      <Menu.Separator className="my-1 border-t border-line" />
      <Menu.Item className="menu-item" onClick={() => void remove(preset)}>
        <Trash2 size={14} aria-hidden /> {t('common:delete')}
      </Menu.Item>
    </ActionsMenu>
  );
}
