/**
 * One model in the list: what it is in one line, load and unload, and its details below. Page.
 */
import { Menu } from '@base-ui/react/menu';
import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { ActionsMenu } from '../../components/actions-menu.tsx';
import { Button } from '../../components/button.tsx';
import { useShortFormat } from '../../components/chat-format/format-words.ts';
import { Progress } from '../../components/progress.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt, loadModel, putModel } from '../../state/actions.ts';
import { ModelDetails } from './model-details.tsx';
import { modelStatus } from './model-status.ts';
import { useRemoveModel } from './remove-model.ts';
import { StatusDot } from './status-dot.tsx';
import { LoadFailure } from './too-large.tsx';

type Props = {
  readonly model: Model;
  readonly onOpen: () => void;
};

export function ModelRow({ model, onOpen }: Props): ReactNode {
  const { t } = useTranslation(['models', 'model-files']);
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const { status, fraction } = modelStatus(model);
  const isBusy = status === 'loading' || status === 'calibrating';
  return (
    <li className="border-t border-line py-3 [contain-intrinsic-size:auto_64px] [content-visibility:auto]">
      <div className="flex items-center gap-3">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={detailsId}
          aria-label={t('models:details', { name: model.name })}
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
          <button
            type="button"
            aria-label={t('model-files:open', { name: model.name })}
            onClick={onOpen}
            className="block max-w-full truncate rounded text-left text-base font-medium hover:underline"
          >
            {model.name}
          </button>
          <p className="text-xs text-ink-faint">{useModelLine(model)}</p>
        </div>
        <ModelButtons model={model} onOpen={onOpen} />
      </div>
      {isBusy ? (
        <div className="mt-3 flex flex-col gap-1 pl-9" role="status">
          <p className="text-xs text-ink-faint">{t(`models:state.${status}`)}</p>
          <Progress label={t(`models:state.${status}`)} fraction={fraction} />
        </div>
      ) : null}
      {model.state.kind === 'failed' || model.state.kind === 'quarantined' ? (
        <div className="mt-3 pl-9">
          <LoadFailure model={model} />
        </div>
      ) : null}
      <div id={detailsId} hidden={!isOpen} className="pt-4 pl-9">
        {isOpen ? <ModelDetails model={model} /> : null}
      </div>
    </li>
  );
}

function useModelLine(model: Model): string {
  const { t } = useTranslation(['models', 'model-files']);
  const format = useFormat();
  return [
    model.isPresent || model.state.kind === 'loaded'
      ? null
      : t(model.isReplaced ? 'model-files:replaced' : 'model-files:gone'),
    model.quantisation,
    format.bytes(model.sizeBytes),
    model.parameterCount === null
      ? null
      : t('models:parametersShort', { shown: format.compact(model.parameterCount) }),
    model.trainedContextTokens === null
      ? null
      : t('models:contextShort', { shown: format.integer(model.trainedContextTokens) }),
    useShortFormat(model),
    model.state.kind === 'loaded'
      ? null
      : t('models:memoryShort', { need: format.bytes(model.estimatedMemoryBytes) }),
    model.copies > 1
      ? t('model-files:copies', { count: model.copies, shown: format.integer(model.copies) })
      : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

function ModelButtons({ model, onOpen }: Pick<Props, 'model' | 'onOpen'>): ReactNode {
  const { t } = useTranslation(['models', 'model-files', 'common']);
  const { remove, deleteFile } = useRemoveModel();
  const { status } = modelStatus(model);
  const modelId = model.id;
  const change = async (request: () => Promise<Model>): Promise<void> => {
    const changed = await attempt(request);
    if (changed) putModel(changed);
  };
  return (
    <>
      {status === 'loaded' || status === 'loading' || status === 'calibrating' ? (
        <Button isSmall onClick={() => void change(() => core.models.unload({ modelId }))}>
          {status === 'loaded' ? t('models:unload') : t('common:cancel')}
        </Button>
      ) : null}
      {status === 'unloaded' || status === 'failed' ? (
        <Button isSmall onClick={() => void loadModel(modelId)}>
          {t('models:load')}
        </Button>
      ) : null}
      {status === 'quarantined' ? (
        <Button isSmall onClick={() => void change(() => core.models.release({ modelId }))}>
          {t('models:release')}
        </Button>
      ) : null}
      <ActionsMenu label={t('models:actions', { name: model.name })}>
        <Menu.Item
          className="menu-item"
          disabled={status === 'missing' || status === 'quarantined' || status === 'calibrating'}
          onClick={() => void change(() => core.models.calibrate({ modelId }))}
        >
          {t('models:calibrate')}
        </Menu.Item>
        <Menu.Item className="menu-item" onClick={() => void remove(model)}>
          {t('model-files:remove')}
        </Menu.Item>
        <Menu.Item
          className="menu-item"
          disabled={!model.isPresent}
          // Which of several copies goes is chosen where they are listed.
          onClick={() => (model.copies > 1 ? onOpen() : void deleteFile(model))}
        >
          {t('model-files:delete')}
        </Menu.Item>
      </ActionsMenu>
    </>
  );
}
