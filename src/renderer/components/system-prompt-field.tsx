/**
 * A system prompt, with what it is for. Page. What is typed goes to whoever asked, letter by letter.
 */
import type { ReactNode } from 'react';

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly placeholder?: string;
  readonly rows: number;
  readonly value: string;
  readonly onChange: (text: string) => void;
};

export function SystemPromptField({ label, hint, onChange, ...field }: Props): ReactNode {
  return (
    <label className="flex flex-col gap-1">
      <span className="text-sm font-semibold">{label}</span>
      <span className="text-xs text-ink-faint">{hint}</span>
      <textarea
        className="field mt-1 !text-base"
        maxLength={100_000}
        dir="auto"
        {...field}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
