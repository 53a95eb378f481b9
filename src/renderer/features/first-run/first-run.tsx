/**
 * The first start in three steps: language, model, a short measurement; then the chat. Page. Every step can be skipped
 * and gone back to; nothing is kept half done.
 */
import { useState, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { Button } from '../../components/button.tsx';
import { updateSettings } from '../../state/actions.ts';
import { CalibrationStep } from './calibration-step.tsx';
import { LanguageStep } from './language-step.tsx';
import { ModelStep } from './model-step.tsx';

const stepCount = 3;

type Props = {
  readonly logo: ReactNode;
  /** The way to add a model, which belongs to the models. */
  readonly AddModel: ComponentType<{ readonly onAdded: (model: Model) => void }>;
  readonly onDone: () => void;
  /** The same, and then to where models are found. */
  readonly onFind: () => void;
};

export function FirstRun({ logo, AddModel, onDone, onFind }: Props): ReactNode {
  const { t } = useTranslation(['first-run', 'common']);
  const [step, setStep] = useState(1);
  const [model, setModel] = useState<Model | null>(null);
  const finish = (chosen: Model | null, then = onDone): void => {
    updateSettings({ isFirstRunDone: true, ...(chosen ? { defaultModelId: chosen.id } : {}) });
    then();
  };
  const choose = (chosen: Model): void => {
    setModel(chosen);
    setStep(3);
  };
  return (
    <main className="flex h-full flex-col overflow-y-auto">
      <header className="flex h-14 flex-none items-center justify-between px-6">
        {logo}
        <Button look="quiet" isSmall onClick={() => finish(model)}>
          {t('common:skip')}
        </Button>
      </header>
      <div
        className="mx-auto flex w-full max-w-[520px] flex-1 flex-col justify-center px-6 pb-24"
        data-step={step}
      >
        <p className="mb-3 text-xs text-ink-faint">{t('first-run:progress', { step, count: stepCount })}</p>
        {step === 1 ? <LanguageStep onNext={() => setStep(2)} /> : null}
        {step === 2 ? (
          <ModelStep
            AddModel={AddModel}
            onChoose={choose}
            onLater={() => finish(null)}
            onFind={() => finish(null, onFind)}
          />
        ) : null}
        {step === 3 && model ? <CalibrationStep modelId={model.id} onStart={() => finish(model)} /> : null}
        {step > 1 ? (
          <Button look="quiet" className="mt-6 -ml-3 self-start" onClick={() => setStep(step - 1)}>
            {t('common:back')}
          </Button>
        ) : null}
      </div>
    </main>
  );
}
