/**
 * How far a summary is that is being written, in one line. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SummaryProgress } from '#contract/summaries.ts';
import { useFormat } from '../../i18n/i18n.ts';

export function SummaryStep({ progress }: { readonly progress: SummaryProgress }): ReactNode {
  const { t } = useTranslation('summary');
  const format = useFormat();
  const { messages, part, parts, evaluated, total, tokens } = progress;
  const words = [
    t('step', { count: messages, shown: format.integer(messages) }),
    ...(parts > 1 ? [t('stepPart', { part: format.integer(part), parts: format.integer(parts) })] : []),
    tokens > 0
      ? t('tokens', { count: tokens, shown: format.integer(tokens) })
      : t('stepReading', { evaluated: format.integer(evaluated), total: format.integer(total) }),
  ];
  return <span data-summary-step>{words.join(' · ')}</span>;
}
