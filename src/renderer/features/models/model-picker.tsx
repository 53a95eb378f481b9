/**
 * The model of the conversation, in the header: choose another one, see how far its loading is. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Progress } from '../../components/progress.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { modelStatus } from './model-status.ts';
import { StatusDot } from './status-dot.tsx';

type Props = {
  readonly models: readonly Model[];
  readonly chosen: Model | null;
  readonly onChoose: (model: Model) => void;
  readonly onManage: () => void;
};

export function ModelPicker({ models, chosen, onChoose, onManage }: Props): ReactNode {
  const { t } = useTranslation('models');
  const { status, fraction } = chosen ? modelStatus(chosen) : { status: 'unloaded' as const, fraction: null };
  const isBusy = status === 'loading' || status === 'calibrating';
  return (
    <div className="relative w-fit max-w-full min-w-0">
      <Menu.Root>
        <Menu.Trigger
          aria-label={`${t('choose')}: ${chosen?.name ?? t('none')}`}
          className="flex h-8 max-w-full items-center gap-2 rounded px-2 text-sm hover:bg-hover data-popup-open:bg-hover"
        >
          {chosen ? <StatusDot status={status} /> : null}
          <span className="truncate font-medium">{chosen?.name ?? t('none')}</span>
          <span className="flex-none text-ink-faint">
            {isBusy ? t(`state.${status}`) : chosen?.quantisation}
          </span>
          <ChevronDown size={14} className="flex-none text-ink-faint" aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="start" className="z-50">
            <Menu.Popup className="menu !min-w-[300px]">
              {models.map((model) => (
                <ModelChoice
                  key={model.id}
                  model={model}
                  isChosen={model.id === chosen?.id}
                  onChoose={() => onChoose(model)}
                />
              ))}
              {models.length > 0 ? <Menu.Separator className="my-1 h-px bg-line" /> : null}
              <Menu.Item className="menu-item" onClick={onManage}>
                {models.length > 0 ? t('manage') : t('add')}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {isBusy ? (
        <div className="absolute inset-x-2 -bottom-0.5">
          <Progress label={t(`state.${status}`)} fraction={fraction} />
        </div>
      ) : null}
    </div>
  );
}

type ChoiceProps = { readonly model: Model; readonly isChosen: boolean; readonly onChoose: () => void };

function ModelChoice({ model, isChosen, onChoose }: ChoiceProps): ReactNode {
  const format = useFormat();
  const { status } = modelStatus(model);
  return (
    <Menu.Item
      className="menu-item"
      disabled={status === 'missing' || status === 'quarantined'}
      onClick={onChoose}
    >
      <StatusDot status={status} />
      <span className="min-w-0 flex-1 truncate">{model.name}</span>
      <span className="flex-none text-xs text-ink-faint">
        {model.quantisation ? `${model.quantisation} · ` : ''}
        {format.bytes(model.sizeBytes)}
      </span>
      <Check size={14} className={isChosen ? '' : 'invisible'} aria-hidden />
    </Menu.Item>
  );
}
