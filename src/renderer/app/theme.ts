/**
 * Light or dark, chosen or the system's, written where theme.css looks. Page.
 */
import type { Settings } from '#contract/settings.ts';

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Applies a theme and returns what ends following the system. */
export function applyTheme(theme: Settings['theme']): () => void {
  const apply = (): void => {
    document.documentElement.dataset['theme'] =
      theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  apply();
  dark.addEventListener('change', apply);
  return () => dark.removeEventListener('change', apply);
}
