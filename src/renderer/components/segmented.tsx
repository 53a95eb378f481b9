/**
 * A choice among a few things that are all visible: radio buttons that look like one bar. Page.
 */
import { useId, type ReactNode } from 'react';

type Option<T extends string> = {
  readonly value: T;
  readonly label: string;
  /** It cannot be chosen now; why is said beside it. */
  readonly isDisabled?: boolean;
};
type Props<T extends string> = {
  readonly label: string;
  readonly value: T | null;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  /** One below the other: their words are long. */
  readonly isStacked?: boolean;
};

export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  isStacked = false,
}: Props<T>): ReactNode {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={`rounded bg-sunken p-0.5 ${isStacked ? 'inline-flex flex-col' : 'inline-flex'}`}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex h-7 items-center rounded px-3 text-sm text-ink-soft has-disabled:text-ink-faint has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--color-line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring-outer"
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 opacity-0"
            checked={value === option.value}
            disabled={option.isDisabled === true}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
