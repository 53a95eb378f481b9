/**
 * Whether a model fits, in a word; the sum behind it one step away. Page.
 */
import { Popover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fit } from '#contract/hub.ts';
import { useFormat } from '../../i18n/i18n.ts';
import { fitSum } from './fit-sum.ts';

const looks: Readonly<Record<Fit['verdict'], string>> = {
  fits: 'border-line-strong text-ink-soft',
  slow: 'border-dashed border-ink-faint text-ink-soft',
  doesNotFit: 'border-danger text-danger',
};

type Props = { readonly name: string; readonly fit: Fit };

export function FitPill({ name, fit }: Props): ReactNode {
  const { t } = useTranslation('hub');
  const verdict = t(`fit.${fit.verdict}`);
  return (
    <Popover.Root>
      <Popover.Trigger
        data-verdict={fit.verdict}
        aria-label={t('fit.open', { verdict, name })}
        className={`inline-flex h-6 flex-none items-center rounded border px-2 text-xs whitespace-nowrap hover:bg-hover ${looks[fit.verdict]}`}
      >
        {verdict}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-50">
          <Popover.Popup className="menu w-[352px] !p-4">
            <Popover.Title className="mb-2 text-sm font-semibold wrap-anywhere">
              {t('fit.title', { name })}
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
  const { toFindBytes, leftBytes } = fitSum(fit);
  const speed = fit.tokensPerSecond;
  const shownSpeed = speed === null ? '' : format.decimal(speed, speed < 10 ? 1 : 0);
  return (
    <>
      <table className="w-full text-sm tabular-nums">
        <tbody>
          <Row name={t('fit.weights')} bytes={fit.weightsBytes} />
          <Row
            name={t('fit.cache', { shown: format.integer(fit.contextTokens) })}
            bytes={fit.cacheBytes}
            sign="+"
          />
          <Row name={t('fit.compute')} bytes={fit.computeBytes} sign="+" />
          {fit.freedBytes > 0 ? <Row name={t('fit.freed')} bytes={fit.freedBytes} sign="−" /> : null}
          <Row name={t('fit.needed')} bytes={toFindBytes} sign="=" isSum />
          <Row name={t('fit.free')} bytes={fit.freeBytes} />
          <Row name={t('fit.spare')} bytes={fit.spareBytes} sign="−" />
          <Row
            name={t(leftBytes < 0 ? 'fit.missing' : 'fit.left')}
            bytes={Math.abs(leftBytes)}
            sign="="
            isSum
          />
        </tbody>
      </table>
      <p className="mt-3 text-xs text-ink-faint">{t('fit.estimate')}</p>
      <p className="mt-1 text-xs text-ink-faint">
        {speed === null ? t('fit.speedUnknown') : t('fit.speed', { shown: shownSpeed })}
        {fit.verdict === 'slow' ? ` ${t('fit.slowHint')}` : ''}
      </p>
    </>
  );
}

type RowProps = {
  readonly name: string;
  readonly bytes: number;
  readonly sign?: '+' | '−' | '=';
  readonly isSum?: boolean;
};

function Row({ name, bytes, sign, isSum = false }: RowProps): ReactNode {
  const format = useFormat();
  return (
    <tr className={isSum ? 'border-t border-line font-medium' : 'font-normal'}>
      <th scope="row" className={`py-0.5 pr-4 text-left ${isSum ? 'font-medium' : 'font-normal'}`}>
        {name}
      </th>
      <td className="w-4 py-0.5 text-ink-faint">{sign}</td>
      <td className="py-0.5 text-right whitespace-nowrap">
        {bytes < 0 ? '−' : ''}
        {format.bytes(Math.abs(bytes))}
      </td>
    </tr>
  );
}
