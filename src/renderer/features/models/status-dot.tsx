/**
 * Loaded or not, as a dot: filled, ring, cross line; the words are in its label. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelStatus } from './model-status.ts';

const looks: Record<ModelStatus, string> = {
  unloaded: 'border-[1.5px] border-ink-faint',
  loading: 'breathing bg-accent',
  calibrating: 'breathing bg-accent',
  loaded: 'bg-accent',
  failed: 'rounded-none bg-danger',
  quarantined: 'rounded-none border-[1.5px] border-danger',
  missing: 'rounded-none border-[1.5px] border-ink-faint',
};

export function StatusDot({ status }: { readonly status: ModelStatus }): ReactNode {
  const { t } = useTranslation('models');
  return (
    <span
      role="img"
      aria-label={t(`state.${status}`)}
      className={`fill size-2 flex-none rounded-full ${looks[status]}`}
    />
  );
}
