/**
 * The legend of the heat map, which is also a control: a step that is chosen is the only one shown. Page.
 */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { updateHeatMapView, useHeatMapView } from '../../state/traces/heat-map-view.ts';
import { binCount } from './bins.ts';
import { useBinNames } from './bin-names.ts';
import './heat-map.css';

export function HeatMapLegend(): ReactNode {
  const { t } = useTranslation('inspector');
  const view = useHeatMapView();
  const names = useBinNames(view.measure);
  if (view.measure === 'off') return null;
  return (
    <div className="heat-legend" role="group" aria-label={t('legend.label')} data-palette={view.palette}>
      <span className="heat-legend-title">{t(`legend.${view.measure}`)}</span>
      {Array.from({ length: binCount(view.measure) }, (_, bin) => (
        <button
          key={bin}
          type="button"
          aria-pressed={view.isolatedBin === bin}
          title={t('legend.isolate')}
          onClick={() => updateHeatMapView({ isolatedBin: view.isolatedBin === bin ? null : bin })}
        >
          <span className={`token heat-${bin}`}>{names[bin]}</span>
        </button>
      ))}
    </div>
  );
}
