/**
 * The settings of this conversation as those that new conversations with its model begin with. Page. Where they are seen and
 * taken back: the model's own settings.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '#contract/models.ts';
import { type GenerationSettings, samplerPresets } from '#contract/sampler.ts';
import { Button } from '../../components/button.tsx';
import { isSame } from '../../components/sampler/presets.ts';
import { configureModel } from '../../state/actions.ts';

type Props = { readonly model: Model; readonly settings: GenerationSettings };

export function KeepAsDefault({ model, settings }: Props): ReactNode {
  const { t } = useTranslation('conversation-settings');
  // A seed belongs to what was asked here: with it, every new conversation would draw the same.
  const sampler = { ...settings, seed: null };
  const isKept = isSame(sampler, model.loadSettings.sampler ?? samplerPresets.balanced);
  const name = model.name;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button isSmall disabled={isKept} onClick={() => void configureModel(model, { sampler })}>
        {t('keepAsDefault', { name })}
      </Button>
      <p role="status" className="text-xs text-ink-faint">
        {isKept ? t('isDefault', { name }) : t('keepAsDefaultHint')}
      </p>
    </div>
  );
}
