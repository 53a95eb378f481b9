/**
 * Showing and hiding the two side panels. Page. In a wide window both are columns; in one of middle width there is
 * room for one beside the text, and the inspector takes the place of the conversations, so that it never covers the
 * text that it is about; in a narrow window both are sheets. What is open is remembered, sheets are not.
 */
import { useSyncExternalStore } from 'react';
import type { Settings } from '#contract/settings.ts';
import { updateSettings } from '../state/actions.ts';
import { queryClient, queryKeys } from '../state/queries.ts';
import { useView, type Screen } from '../state/view.ts';

const oneColumn = window.matchMedia('(min-width: 720px)');
const bothColumns = window.matchMedia('(min-width: 1100px)');

function useMatches(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}

/** Screens with replies whose tokens can be looked into beside the text. */
export const hasTokens = (screen: Screen): boolean => screen === 'chat' || screen === 'comparisons';

export type PanelLayout = { readonly hasSidebarColumn: boolean; readonly hasInspectorColumn: boolean };

/** Which panels stand as columns beside the text; the others can be opened as sheets. */
export function usePanelLayout(settings: Settings, screen: Screen): PanelLayout {
  const hasRoomForOne = useMatches(oneColumn);
  const hasRoomForBoth = useMatches(bothColumns);
  const hasInspectorColumn = hasRoomForOne && settings.isInspectorOpen && hasTokens(screen);
  return {
    hasInspectorColumn,
    hasSidebarColumn: hasRoomForOne && settings.isSidebarOpen && (hasRoomForBoth || !hasInspectorColumn),
  };
}

/** True where the inspector is a sheet. */
export function useInspectorIsSheet(): boolean {
  return !useMatches(oneColumn);
}

export function toggleSidebar(): void {
  const settings = queryClient.getQueryData<Settings>(queryKeys.settings);
  const isDisplaced =
    !bothColumns.matches && settings?.isInspectorOpen === true && hasTokens(useView.getState().screen);
  if (!oneColumn.matches || isDisplaced)
    return useView.setState(({ isSidebarSheetOpen }) => ({ isSidebarSheetOpen: !isSidebarSheetOpen }));
  if (settings) updateSettings({ isSidebarOpen: !settings.isSidebarOpen });
}

export function toggleInspector(): void {
  if (!oneColumn.matches)
    return useView.setState(({ isInspectorSheetOpen }) => ({ isInspectorSheetOpen: !isInspectorSheetOpen }));
  const settings = queryClient.getQueryData<Settings>(queryKeys.settings);
  if (settings) updateSettings({ isInspectorOpen: !settings.isInspectorOpen });
}

/** Opens the inspector, if it is not. */
export function showInspector(): void {
  if (!oneColumn.matches) return useView.setState({ isInspectorSheetOpen: true });
  const settings = queryClient.getQueryData<Settings>(queryKeys.settings);
  if (settings && !settings.isInspectorOpen) updateSettings({ isInspectorOpen: true });
}
