/**
 * Where the numbers come from: model, engine, how they were computed, and when. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvaluationProfile } from '#contract/profile.ts';
import { useProfileWords } from '../../components/profile-words.ts';

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
  const words = useProfileWords();
  return (
    <p className="profile">
      <strong>{isRecomputed ? t('profile.recomputed') : t('profile.live')}</strong>{' '}
      {words(modelName, profile)}
    </p>
  );
}
