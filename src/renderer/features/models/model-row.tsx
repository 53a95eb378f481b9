/**
 * One model in the list: what it is in one line, load and unload, and its details below. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { ChevronRight, Ellipsis } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { useShortFormat } from '../../components/chat-format/format-words.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt, loadModel, putModel } from '../../state/actions.ts';
import { queryClient, queryKeys } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import { ModelDetails } from './model-details.tsx';
import { modelStatus } from './model-status.ts';
import { StatusDot } from './status-dot.tsx';

type Props = { readonly model: Model; readonly freeMemoryBytes: number | null };

export function ModelRow({ model, freeMemoryBytes }: Props): ReactNode {
  const { t } = useTranslation('models');
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const { status, fraction } = modelStatus(model);
  const isBusy = status === 'loading' || status === 'calibrating';
  return (
    <li className="border-t border-line py-3">
      <div className="flex items-center gap-3">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={detailsId}
          aria-label={t('details', { name: model.name })}
          onClick={() => setOpen(!isOpen)}
          className="icon-button -ml-2"
        >
          <ChevronRight
            size={16}
            className={`transition-transform ${isOpen ? 'rotate-90' : ''}`}
            aria-hidden
          />
        </button>
        <StatusDot status={status} />
        <div className="min-w-0 flex-1">
          <p className="truncate text-base font-medium">{model.name}</p>
          <p className="text-xs text-ink-faint">{useModelLine(model)}</p>
        </div>
        <ModelButtons model={model} />
      </div>
      {isBusy ? (
        <div className="mt-3 flex flex-col gap-1 pl-9" role="status">
          <p className="text-xs text-ink-faint">{t(`state.${status}`)}</p>
          <Progress label={t(`state.${status}`)} fraction={fraction} />
        </div>
      ) : null}
      {model.state.kind === 'failed' || model.state.kind === 'quarantined' ? (
        <div className="mt-3 pl-9">
          <ErrorPanel error={model.state.error} />
        </div>
      ) : null}
      <div id={detailsId} hidden={!isOpen} className="pt-4 pl-9">
        {isOpen ? <ModelDetails model={model} freeMemoryBytes={freeMemoryBytes} /> : null}
      </div>
    </li>
  );
}

function useModelLine(model: Model): string {
  const { t } = useTranslation('models');
  const format = useFormat();
  return [
    model.quantisation,
    format.bytes(model.sizeBytes),
    model.parameterCount === null
      ? null
      : t('parametersShort', { shown: format.compact(model.parameterCount) }),
    model.trainedContextTokens === null
      ? null
      : t('contextShort', { shown: format.integer(model.trainedContextTokens) }),
    useShortFormat(model),
    model.state.kind === 'loaded'
      ? null
      : t('memoryShort', { need: format.bytes(model.estimatedMemoryBytes) }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function ModelButtons({ model }: { readonly model: Model }): ReactNode {
  const { t } = useTranslation('models');
  const { status } = modelStatus(model);
  const modelId = model.id;
  const change = async (request: () => Promise<Model>): Promise<void> => {
    const changed = await attempt(request);
    if (changed) putModel(changed);
  };
  const remove = async (): Promise<void> => {
    if (!(await attempt(() => core.models.remove({ modelId })))) return;
    await queryClient.invalidateQueries({ queryKey: queryKeys.models });
    showToast(t('removed', { name: model.name }));
  };
  return (
    <>
      {status === 'loaded' ? (
        <Button isSmall onClick={() => void change(() => core.models.unload({ modelId }))}>
          {t('unload')}
        </Button>
      ) : null}
      {status === 'unloaded' || status === 'failed' ? (
        <Button isSmall onClick={() => void loadModel(modelId)}>
          {t('load')}
        </Button>
      ) : null}
      {status === 'quarantined' ? (
        <Button isSmall onClick={() => void change(() => core.models.release({ modelId }))}>
          {t('release')}
        </Button>
      ) : null}
      <Menu.Root>
        <Menu.Trigger aria-label={t('actions', { name: model.name })} className="icon-button">
          <Ellipsis size={16} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="end" className="z-50">
            <Menu.Popup className="menu">
              <Menu.Item
                className="menu-item"
                disabled={status === 'missing' || status === 'quarantined' || status === 'calibrating'}
                onClick={() => void change(() => core.models.calibrate({ modelId }))}
              >
                {t('calibrate')}
              </Menu.Item>
              <Menu.Item className="menu-item" onClick={() => void remove()}>
                {t('remove')}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </>
  );
}
