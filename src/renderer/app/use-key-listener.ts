/**
 * Listens for the keys of the table. Page. Does nothing while a dialog or menu is open: those have keys of their own.
 */
import { useEffect } from 'react';
import { commandFor } from './shortcuts.ts';
import { useShortcuts } from './use-shortcuts.ts';
import type { Commands } from './use-commands.ts';

export const isApple = /mac|iphone|ipad/i.test(navigator.platform);

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'range'))
  );
}

export function useKeyListener(commands: Commands): void {
  const shortcuts = useShortcuts();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (
        event.defaultPrevented ||
        event.isComposing ||
        document.querySelector('[role="dialog"], [role="menu"], [role="alertdialog"]')
      )
        return;
      const command = commandFor(event, isTextField(event.target), isApple, shortcuts);
      if (!command) return;
      if (command !== 'stop') event.preventDefault();
      commands[command]();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [commands, shortcuts]);
}
