/**
 * A typed number within a range; an empty field means null. Page. What is being typed is left alone until the field is
 * left or Enter is pressed.
 */
import { useState, type ReactNode } from 'react';

type Props = {
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string;
  readonly placeholder?: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly isWide?: boolean;
  readonly onChange: (value: number | null) => void;
};

export function NumberField({
  id,
  label,
  describedBy,
  placeholder,
  value,
  min,
  max,
  step,
  isWide = false,
  onChange,
}: Props): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = (): void => {
    if (typed === null) return;
    setTyped(null);
    if (typed.trim() === '') return onChange(null);
    const number = Number(typed);
    if (Number.isNaN(number)) return undefined;
    return onChange(Math.min(max, Math.max(min, step >= 1 ? Math.round(number) : number)));
  };
  return (
    <input
      id={id}
      aria-label={label}
      aria-describedby={describedBy}
      className={`field text-right tabular-nums ${isWide ? '!w-40' : '!w-20'}`}
      type="number"
      inputMode="decimal"
      min={min}
      max={max}
      step={step}
      placeholder={placeholder}
      value={typed ?? (value === null ? '' : String(value))}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  );
}
