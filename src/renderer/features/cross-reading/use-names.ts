/**
 * What models are called, short enough for a column, and how uncertain numbers are written. Page.
 */
import { useTranslation } from 'react-i18next';
import type { ModelId } from '#contract/ids.ts';
import type { Model } from '#contract/models.ts';
import { useFormat } from '../../i18n/i18n.ts';

export function nameIn(known: readonly Model[]): (modelId: ModelId) => string {
  return (modelId) => {
    const model = known.find(({ id }) => id === modelId);
    if (!model) return '—';
    const isAlone = known.filter(({ name }) => name === model.name).length === 1;
    return isAlone || model.quantisation === null ? model.name : `${model.name} ${model.quantisation}`;
  };
}

type Estimate = { readonly mean: number | null; readonly error: number | null };
type Interval = { readonly value: number; readonly low: number; readonly high: number };

export type UncertainFormat = {
  /** "0.0123 ± 0.0004"; "∞" for what has no bound. */
  readonly estimate: (value: Estimate, digits: number) => string;
  /** "1.62 [1.48 – 1.78]". */
  readonly interval: (value: Interval | null, digits: number) => string;
  readonly signed: (value: Interval | null, digits: number) => string;
  readonly share: (value: Estimate) => string;
};

export function useUncertain(): UncertainFormat {
  const format = useFormat();
  const { t } = useTranslation('cross-reading');
  const decimal = (value: number, digits: number): string =>
    `${value < 0 ? '−' : ''}${format.decimal(Math.abs(value), digits)}`;
  const plus = (value: number, digits: number): string =>
    `${value > 0 ? '+' : value < 0 ? '−' : ''}${format.decimal(Math.abs(value), digits)}`;
  const between = (value: string, low: string, high: string): string => t('interval', { value, low, high });
  return {
    estimate: ({ mean, error }, digits) =>
      mean === null
        ? '∞'
        : error === null
          ? decimal(mean, digits)
          : `${decimal(mean, digits)} ± ${format.decimal(error, digits)}`,
    interval: (value, digits) =>
      value === null
        ? '—'
        : between(
            format.decimal(value.value, digits),
            format.decimal(value.low, digits),
            format.decimal(value.high, digits),
          ),
    signed: (value, digits) =>
      value === null
        ? '—'
        : between(plus(value.value, digits), plus(value.low, digits), plus(value.high, digits)),
    share: ({ mean, error }) =>
      mean === null
        ? '—'
        : `${format.percent(mean, 1)}${error === null ? '' : ` ± ${format.decimal(100 * error, 1)}`}`,
  };
}
