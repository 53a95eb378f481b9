/**
 * How tokens are shown over the text now. Page, memory only: the frame copies the app's settings into it, so that a
 * text needs no settings of its own.
 */
import { useSyncExternalStore } from 'react';
import type { Settings } from '#contract/settings.ts';
import { createValueStore } from './value-store.ts';

export type HeatMapMeasure = Settings['heatMap'];

export type HeatMapView = {
  readonly measure: HeatMapMeasure;
  readonly palette: Settings['heatMapPalette'];
  /** The inspector is open: tokens can be chosen even with the heat map off. */
  readonly isInspecting: boolean;
  /** The bin that the legend singled out; null: all are shown. */
  readonly isolatedBin: number | null;
};

export const heatMapView = createValueStore<HeatMapView>({
  measure: 'off',
  palette: 'blue',
  isInspecting: false,
  isolatedBin: null,
});

/** Changes what is given, leaves the rest. Another measure ends the isolation of a bin. */
export function updateHeatMapView(change: Partial<HeatMapView>): void {
  const before = heatMapView.get();
  const isOther = change.measure !== undefined && change.measure !== before.measure;
  const next: HeatMapView = { ...before, ...(isOther ? { isolatedBin: null } : {}), ...change };
  const hasChanged =
    next.measure !== before.measure ||
    next.palette !== before.palette ||
    next.isInspecting !== before.isInspecting ||
    next.isolatedBin !== before.isolatedBin;
  if (hasChanged) heatMapView.set(next);
}

export function useHeatMapView(): HeatMapView {
  return useSyncExternalStore(heatMapView.subscribe, heatMapView.get);
}
