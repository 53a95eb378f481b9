/**
 * Third step: loads the model, measures once, and says in words how it went. Page.
 */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model, ModelState } from '#contract/models.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { putModel } from '../../state/actions.ts';
import { useModels } from '../../state/queries.ts';
import { speedClass } from './speed-class.ts';

type Props = { readonly modelId: Model['id']; readonly onStart: () => void };

export function CalibrationStep({ modelId, onStart }: Props): ReactNode {
  const { t } = useTranslation('first-run');
  const model = useModels().data?.models.find(({ id }) => id === modelId);
  const [error, setError] = useState<PageError | null>(null);
  const isAsked = useRef(false);

  const load = (): void => {
    setError(null);
    core.models.load({ modelId }).then(putModel, (failure: unknown) => setError(toPageError(failure)));
  };
  useEffect(() => {
    // Effects run twice in development.
    if (!isAsked.current) load();
    isAsked.current = true;
  });

  const isReady = model?.state.kind === 'loaded';
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">{t('calibrationTitle')}</h1>
      <p className="mt-2 min-h-12 text-base leading-6 text-ink-soft" role="status">
        {isReady && model ? <Result model={model} /> : t('calibrationHint', { model: model?.name ?? '' })}
      </p>
      <div className="mt-6 min-h-8">
        {error ? <ErrorPanel error={error} onRetry={load} /> : null}
        {isReady || error ? null : <LoadProgress state={model?.state} />}
      </div>
      <Button look="primary" className="mt-4 self-start" disabled={!isReady} onClick={onStart}>
        {t('start')}
      </Button>
    </>
  );
}

function LoadProgress({ state }: { readonly state: ModelState | undefined }): ReactNode {
  const { t } = useTranslation('first-run');
  const isMeasuring = state?.kind === 'calibrating';
  const fraction = state?.kind === 'loading' || isMeasuring ? state.fraction : null;
  const label = isMeasuring ? t('measuring') : t('loading');
  return (
    <>
      <Progress label={label} fraction={fraction} />
      <p className="mt-2 text-xs text-ink-faint">{label}</p>
    </>
  );
}

const sentences = { fast: 'resultFast', reading: 'resultReading', slow: 'resultSlow' } as const;

function Result({ model }: { readonly model: Model }): ReactNode {
  const { t } = useTranslation(['first-run', 'models']);
  const format = useFormat();
  const threads = model.calibration?.threads;
  const best = model.calibration?.measurements.find((each) => each.threads === threads);
  if (!best || threads === undefined || best.msPerToken <= 0)
    return t('first-run:ready', { model: model.name });
  const tokensPerSecond = 1_000 / best.msPerToken;
  return (
    <>
      {t(`first-run:${sentences[speedClass(tokensPerSecond)]}`, {
        model: model.name,
        speed: format.decimal(tokensPerSecond, tokensPerSecond < 10 ? 1 : 0),
      })}{' '}
      {t('first-run:resultThreads', {
        threads: t('models:threads', { count: threads, shown: format.integer(threads) }),
      })}
    </>
  );
}
