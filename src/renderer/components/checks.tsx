/**
 * A group of boxes to tick. Page.
 */
import type { ReactNode } from 'react';

type Props<Value extends string> = {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: readonly Value[];
  /** One more takes the place of the first; without it any number. */
  readonly most?: number;
  readonly onChange: (chosen: readonly Value[]) => void;
  /** Behind the boxes. */
  readonly children?: ReactNode;
};

export function Checks<Value extends string>({
  legend,
  options,
  chosen,
  most = options.length,
  onChange,
  children,
}: Props<Value>): ReactNode {
  const toggle = (value: Value): void =>
    onChange(
      chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value].slice(-most),
    );
  return (
    <fieldset>
      <legend className="mb-1 text-xs text-ink-faint">{legend}</legend>
      <div className="flex max-h-40 flex-wrap items-center gap-x-6 gap-y-1 overflow-y-auto">
        {options.map(({ value, label }) => (
          <label key={value} className="flex min-h-6 items-center gap-2 text-sm">
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            <span className="break-words">{label}</span>
          </label>
        ))}
        {children}
      </div>
    </fieldset>
  );
}
