/**
 * An evaluation profile in words: model, engine, and what else of the computation moves a number. Page.
 */
import { useTranslation } from 'react-i18next';
import type { EvaluationProfile } from '#contract/profile.ts';
import { useTokenFormat } from './heat-map/token-format.ts';

export function useProfileWords(): (modelName: string, profile: EvaluationProfile) => string {
  const { t } = useTranslation(['inspector', 'memory']);
  const format = useTokenFormat();
  return (modelName, { engine, backend, threads, batchTokens, flashAttention, kvCacheType }) =>
    [
      t('profile.line', { model: modelName, engine, backend }),
      t('profile.threads', { count: threads, shown: format.integer(threads) }),
      t('profile.batch', { total: format.integer(batchTokens) }),
      ...(flashAttention ? [t('profile.flash')] : []),
      ...(kvCacheType === 'f16' ? [] : [t('memory:cacheInUse', { type: kvCacheType })]),
    ].join(' · ');
}
