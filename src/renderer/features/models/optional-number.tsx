/**
 * A number of a model's settings that may be left to Prisme: label, field and what an empty field means. Page.
 */
import { useId, useState, type ReactNode } from 'react';

type NumberProps = {
  readonly label: string;
  readonly hint: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number | null) => void;
};

/** Empty means null. The value is taken when the field is left or Enter is pressed, and only within its range. */
export function OptionalNumber({ label, hint, value, min, max, onChange }: NumberProps): ReactNode {
  const id = useId();
  const written = value === null ? '' : String(value);
  const [text, setText] = useState(written);
  const [shown, setShown] = useState(written);
  // It was changed elsewhere: by the button of a model that was too large, or in another window.
  if (shown !== written) {
    setShown(written);
    setText(written);
  }
  const commit = (): void => {
    const next = text.trim() === '' ? null : Math.min(max, Math.max(min, Math.round(Number(text))));
    if (Number.isNaN(next)) return;
    setText(next === null ? '' : String(next));
    if (next !== value) onChange(next);
  };
  return (
    <div className="flex w-56 flex-col gap-1">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <input
        id={id}
        className="field !w-32"
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        value={text}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      <p id={`${id}-hint`} className="text-xs text-ink-faint">
        {hint}
      </p>
    </div>
  );
}
