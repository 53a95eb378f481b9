/**
 * A name that is typed in its place in the list. Page. Enter and leaving the field keep the new name, Escape the old one.
 */
import { useRef, type ReactNode } from 'react';

type Props = {
  readonly label: string;
  readonly name: string;
  readonly longest: number;
  /** Null: it stays as it was. */
  readonly onEnd: (name: string | null) => void;
};

export function NameField({ label, name, longest, onEnd }: Props): ReactNode {
  const isCancelled = useRef(false);
  const end = (typed: string): void => onEnd(isCancelled.current || typed === name ? null : typed);
  return (
    <input
      className="field"
      aria-label={label}
      defaultValue={name}
      maxLength={longest}
      // The field opens because somebody asked for it with this very key or click. Menus give the focus back to
      // their trigger first, hence the frame.
      ref={(field) => {
        requestAnimationFrame(() => field?.select());
      }}
      onBlur={(event) => end(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Escape') isCancelled.current = true;
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
        event.stopPropagation();
      }}
    />
  );
}
