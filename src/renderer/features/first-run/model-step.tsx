/**
 * Second step: the model that is there, or a file of one's own. Page.
 */
import { ArrowRight } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { useShortFormat } from '../../components/chat-format/format-words.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { useModels } from '../../state/queries.ts';

type Props = {
  readonly AddModel: ComponentType<{ readonly onAdded: (model: Model) => void }>;
  readonly onChoose: (model: Model) => void;
  readonly onLater: () => void;
  readonly onFind: () => void;
};

export function ModelStep({ AddModel, onChoose, onLater, onFind }: Props): ReactNode {
  const { t } = useTranslation('first-run');
  const { data } = useModels();
  const usable =
    data?.models.filter(({ isPresent, state }) => isPresent && state.kind !== 'quarantined') ?? [];
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">{t('modelTitle')}</h1>
      <p className="mt-2 text-base leading-6 text-ink-soft">{t('modelHint')}</p>
      {usable.length > 0 ? (
        <ul className="mt-6 border-b border-line">
          {usable.map((model) => (
            <li key={model.id} className="border-t border-line">
              <ModelChoice model={model} onChoose={() => onChoose(model)} />
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-6">
        <AddModel onAdded={onChoose} />
      </div>
      <Button look="quiet" className="mt-2 -ml-3 self-start" onClick={onFind}>
        {t('find')}
      </Button>
      {usable.length === 0 ? (
        <Button look="quiet" className="mt-2 -ml-3 self-start" onClick={onLater}>
          {t('later')}
        </Button>
      ) : null}
    </>
  );
}

function ModelChoice({
  model,
  onChoose,
}: {
  readonly model: Model;
  readonly onChoose: () => void;
}): ReactNode {
  const { t } = useTranslation('models');
  const format = useFormat();
  const facts = [
    model.quantisation,
    format.bytes(model.sizeBytes),
    model.parameterCount === null
      ? null
      : t('parametersShort', { shown: format.compact(model.parameterCount) }),
    useShortFormat(model),
  ].filter((fact) => fact !== null);
  return (
    <button
      type="button"
      onClick={onChoose}
      className="group flex w-full items-center gap-4 px-2 py-3 text-left hover:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate text-base font-medium">{model.name}</span>
        <span className="block truncate text-xs text-ink-faint">{facts.join(' · ')}</span>
      </span>
      <ArrowRight size={16} className="flex-none text-ink-faint" aria-hidden />
    </button>
  );
}
