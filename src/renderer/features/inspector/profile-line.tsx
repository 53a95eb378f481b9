/**
 * Where the numbers come from: model, engine, how they were computed, and when. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvaluationProfile } from '#contract/profile.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';

export function ProfileLine({
  modelName,
  profile,
  isRecomputed = profile.pass !== 'generation',
}: {
  modelName: string;
  profile: EvaluationProfile;
  /** Asked for later, even when the tokens were read one by one as they were written. */
  isRecomputed?: boolean;
}): ReactNode {
  const { t } = useTranslation('inspector');
  const format = useTokenFormat();
  const parts = [
    t('profile.line', { model: modelName, engine: profile.engine, backend: profile.backend }),
    t('profile.threads', { count: profile.threads, shown: format.integer(profile.threads) }),
    t('profile.batch', { total: format.integer(profile.batchTokens) }),
    ...(profile.flashAttention ? [t('profile.flash')] : []),
  ];
  return (
    <p className="profile">
      <strong>{isRecomputed ? t('profile.recomputed') : t('profile.live')}</strong> {parts.join(' · ')}
    </p>
  );
}
