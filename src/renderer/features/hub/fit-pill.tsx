/**
 * Whether a model fits, in a word; the sum behind it one step away. Page.
 */
import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fit } from '#contract/hub.ts';
import { MemorySumTable } from '../../components/memory-sum/memory-sum-table.tsx';
import { useFormat } from '../../i18n/i18n.ts';

const looks: Readonly<Record<Fit['verdict'], string>> = {
  fits: 'border-line-strong text-ink-soft',
  slow: 'border-dashed border-ink-faint text-ink-soft',
  doesNotFit: 'border-danger text-danger',
};

type Props = { readonly name: string; readonly fit: Fit };

export function FitPill({ name, fit }: Props): ReactNode {
  const { t } = useTranslation(['hub', 'memory']);
  const verdict = t(`hub:fit.${fit.verdict}`);
  return (
    <Popover.Root>
      <Popover.Trigger
        data-verdict={fit.verdict}
        aria-label={t('hub:fit.open', { verdict, name })}
        className={`inline-flex h-6 flex-none items-center rounded border px-2 text-xs whitespace-nowrap hover:bg-hover ${looks[fit.verdict]}`}
      >
        {verdict}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-50">
          <Popover.Popup className="menu w-[352px] !p-4">
            <Popover.Title className="mb-2 text-sm font-semibold wrap-anywhere">
              {t('memory:sum.title', { name })}
            </Popover.Title>
            <Sum fit={fit} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Sum({ fit }: { readonly fit: Fit }): ReactNode {
  const { t } = useTranslation('hub');
  const format = useFormat();
  const speed = fit.tokensPerSecond;
  const shownSpeed = speed === null ? '' : format.decimal(speed, speed < 10 ? 1 : 0);
  return (
    <>
      <MemorySumTable terms={fit} />
      <p className="mt-3 text-xs text-ink-faint">{t('fit.estimate')}</p>
      <p className="mt-1 text-xs text-ink-faint">
        {speed === null ? t('fit.speedUnknown') : t('fit.speed', { shown: shownSpeed })}
        {fit.verdict === 'slow' ? ` ${t('fit.slowHint')}` : ''}
      </p>
    </>
  );
}
