/**
 * A key combination as it is written on the keyboard of this machine: "Mod+K" is ⌘ K or Ctrl K. Page.
 */
import type { ReactNode } from 'react';

const isApple = /mac|iphone|ipad/i.test(navigator.platform);

const names: Record<string, string> = isApple
  ? {
      Mod: '⌘',
      Shift: '⇧',
      Alt: '⌥',
      Ctrl: '⌃',
      Enter: '↩',
      ArrowUp: '↑',
      ArrowDown: '↓',
      ArrowLeft: '←',
      ArrowRight: '→',
      Escape: 'Esc',
    }
  : { Mod: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };

type Props = { readonly keys: string; readonly isQuiet?: boolean };

export function Keys({ keys, isQuiet = false }: Props): ReactNode {
  return (
    <span className="inline-flex flex-none gap-1">
      {keys.split('+').map((key) => (
        <kbd
          key={key}
          className={
            isQuiet
              ? 'font-sans text-xs'
              : 'min-w-5 rounded border border-line bg-sunken px-1 text-center font-sans text-xs leading-[18px] text-ink-soft'
          }
        >
          {names[key] ?? key}
        </kbd>
      ))}
    </span>
  );
}
