/**
 * A model that was refused for want of memory: what would fit, with one click, or all the same. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorDetails } from '#contract/errors.ts';
import type { Model } from '#contract/models.ts';
import { core } from '../../client.ts';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { useFormat } from '../../i18n/i18n.ts';
import { attempt, loadModel, putModel } from '../../state/actions.ts';

/** Why a model could not be loaded, and what can be done about it here. */
export function LoadFailure({ model }: { readonly model: Model }): ReactNode {
  const { state } = model;
  if (state.kind !== 'failed' && state.kind !== 'quarantined') return null;
  const { error } = state;
  const largest = error.details['largestContextTokens'];
  if (error.code !== 'model.notEnoughMemory' || typeof largest !== 'number')
    return <ErrorPanel error={error} />;
  return <TooLarge model={model} largestContextTokens={largest} />;
}

type Props = { readonly model: Model; readonly largestContextTokens: number };

function TooLarge({ model, largestContextTokens }: Props): ReactNode {
  const { t } = useTranslation('memory');
  const format = useFormat();
  const { id: modelId, loadSettings, state } = model;
  if (state.kind !== 'failed') return null;
  const fits = largestContextTokens >= 8;
  const takeLargest = async (): Promise<void> => {
    const changed = await attempt(() =>
      core.models.configure({
        modelId,
        loadSettings: { ...loadSettings, contextTokens: largestContextTokens },
      }),
    );
    if (!changed) return;
    putModel(changed);
    await loadModel(modelId);
  };
  return (
    <ErrorPanel error={{ ...state.error, details: withoutLargest(state.error.details) }}>
      {fits ? (
        <Button isSmall look="primary" onClick={() => void takeLargest()}>
          {t('takeLargest', { tokens: format.integer(largestContextTokens) })}
        </Button>
      ) : (
        <p className="w-full text-ink-soft">{t('noContextFits')}</p>
      )}
      <Button isSmall onClick={() => void loadModel(modelId, { evenIfTooLarge: true })}>
        {t('loadAnyway')}
      </Button>
      <p className="w-full text-xs text-ink-faint">{t('anywayHint')}</p>
    </ErrorPanel>
  );
}

/** It stands on the button. */
function withoutLargest(details: ErrorDetails): ErrorDetails {
  return Object.fromEntries(Object.entries(details).filter(([name]) => name !== 'largestContextTokens'));
}
