/**
 * The keys that are in force: the table's, with what this person changed. Page.
 */
import { useMemo } from 'react';
import { useSettings } from '../state/queries.ts';
import { shortcutsWith } from './own-keys.ts';
import { type Shortcut, shortcuts } from './shortcuts.ts';

export function useShortcuts(): readonly Shortcut[] {
  const { data: settings } = useSettings();
  const own = settings?.ownKeys;
  return useMemo(() => (own ? shortcutsWith(own) : shortcuts), [own]);
}
