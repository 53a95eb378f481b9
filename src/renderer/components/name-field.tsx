/**
 * A name that is typed in its place in the list. Page. Enter and leaving the field keep the new name, Escape the old one.
 */
import { useLayoutEffect, useRef, type ReactNode } from 'react';

type Props = {
  readonly label: string;
  readonly name: string;
  readonly longest: number;
  /** Null: it stays as it was. */
  readonly onEnd: (name: string | null) => void;
};

export function NameField({ label, name, longest, onEnd }: Props): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  /** From then on leaving the field is meant. */
  const isOpen = useRef(false);
  const isCancelled = useRef(false);
  useLayoutEffect(() => {
    field.current?.select();
    // A menu gives the focus back to its trigger once more before the next frame; letters typed right behind F2 do not wait.
    const frame = requestAnimationFrame(() => {
      if (!isOpen.current && document.activeElement !== field.current) field.current?.select();
      isOpen.current = true;
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const end = (typed: string): void => onEnd(isCancelled.current || typed === name ? null : typed);
  return (
    <input
      className="field"
      aria-label={label}
      defaultValue={name}
      maxLength={longest}
      ref={field}
      onBlur={(event) => {
        if (isOpen.current) end(event.currentTarget.value.trim());
      }}
      onKeyDown={(event) => {
        isOpen.current = true;
        if (event.key === 'Escape') isCancelled.current = true;
        if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
        event.stopPropagation();
      }}
    />
  );
}
