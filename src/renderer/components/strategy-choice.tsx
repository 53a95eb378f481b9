/**
 * What a conversation does when it no longer fits into the context. Page. The settings, those of a conversation and the meter
 * show the same choice.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { contextStrategySchema, type ContextStrategy } from '#contract/conversations.ts';
import { Segmented } from './segmented.tsx';

type Props = {
  readonly value: ContextStrategy;
  /** Why the model of this conversation can write no summaries; null: it can, or it is not known. */
  readonly whyNoSummary?: string | null;
  readonly onChange: (value: ContextStrategy) => void;
};

export function StrategyChoice({ value, whyNoSummary = null, onChange }: Props): ReactNode {
  const { t } = useTranslation('context');
  return (
    <section className="flex flex-col gap-2" aria-label={t('strategy')}>
      <h3 className="text-sm font-semibold">{t('strategy')}</h3>
      <div>
        <StrategyRadios label={t('strategy')} value={value} whyNoSummary={whyNoSummary} onChange={onChange} />
      </div>
      <p className="text-xs text-ink-faint">
        {value === 'summariseOldest' && whyNoSummary !== null ? null : t(`strategyHints.${value}`)}{' '}
        {whyNoSummary}
      </p>
    </section>
  );
}

export function StrategyRadios({
  label,
  value,
  whyNoSummary = null,
  onChange,
}: Props & { readonly label: string }): ReactNode {
  const { t } = useTranslation('context');
  return (
    <Segmented<ContextStrategy>
      label={label}
      value={value}
      isStacked
      options={contextStrategySchema.options.map((each) => ({
        value: each,
        label: t(`strategies.${each}`),
        isDisabled: each === 'summariseOldest' && whyNoSummary !== null,
      }))}
      onChange={onChange}
    />
  );
}
