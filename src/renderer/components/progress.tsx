/**
 * A thin line that fills: how far something is. Page. `fraction` in [0, 1]; null: under way, nobody knows how far.
 */
import type { ReactNode } from 'react';
import { useFormat } from '../i18n/i18n.ts';

type Props = { readonly label: string; readonly fraction: number | null };

export function Progress({ label, fraction }: Props): ReactNode {
  const format = useFormat();
  const known =
    fraction === null
      ? {}
      : { 'aria-valuenow': Math.round(fraction * 100), 'aria-valuetext': format.percent(fraction) };
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...known}
      className="h-0.5 w-full overflow-hidden rounded bg-line"
    >
      <div
        className={`fill h-full bg-accent ${fraction === null ? 'breathing w-full' : 'transition-[width]'}`}
        style={fraction === null ? undefined : { width: `${fraction * 100}%` }}
      />
    </div>
  );
}
