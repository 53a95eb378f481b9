/**
 * The scored text with its colours, the units it is looked at in, and the search for surprising places. Page.
 */
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EvaluationProfile } from '#contract/profile.ts';
import { useBinNames } from '../../components/heat-map/bin-names.ts';
import '../../components/heat-map/heat-map.css';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { useFollowChosen } from '../../components/heat-map/use-follow-chosen.ts';
import { Segmented } from '../../components/segmented.tsx';
import { useLanguage } from '../../i18n/i18n.ts';
import { useHeatMapView } from '../../state/traces/heat-map-view.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { countHits, moveUnit, nextHit, unitAt } from './move-unit.ts';
import { ScoreBlock } from './score-block.tsx';
import { ScoreExportMenu } from './score-export-menu.tsx';
import type { ScoreTotals } from './score-totals.ts';
import { useScoring, type ScoreMeasure } from './scoring-store.ts';
import { UnitDetails } from './unit-details.tsx';
import { blocksOf, type Unit } from './units.ts';

const units: readonly Unit[] = ['token', 'word', 'sentence'];
const measures: readonly ScoreMeasure[] = ['surprisal', 'rank'];

type Props = {
  readonly trace: TokenTrace;
  readonly totals: ScoreTotals;
  readonly tokens: number;
  readonly modelName: string;
  /** Null: nobody knows yet how the numbers were computed. */
  readonly profile: EvaluationProfile | null;
};

export function ScoreView({ trace, totals, tokens, modelName, profile }: Props): ReactNode {
  const { t } = useTranslation('scoring');
  const language = useLanguage();
  const { unit, measure, chosen } = useScoring();
  const { palette } = useHeatMapView();
  const container = useRef<HTMLDivElement>(null);
  const follow = useFollowChosen(container, chosen?.first ?? -1);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same trace grows: `tokens` says how far
  const blocks = useMemo(() => blocksOf(trace.cells), [trace, tokens]);
  const text = { trace, blocks, unit, language };
  const onClick = (event: MouseEvent): void => {
    const span = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-first]') : null;
    if (!span) return;
    follow();
    useScoring.setState({
      chosen: { first: Number(span.dataset['first']), end: Number(span.dataset['end']) },
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moveUnit(text, chosen, event.key);
    if (next === null) return;
    event.preventDefault();
    follow();
    useScoring.setState({ chosen: next });
  };
  const goToHit = (bits: number, direction: 1 | -1): void => {
    const cell = nextHit(trace, chosen, bits, direction);
    if (cell !== -1) useScoring.setState({ chosen: unitAt(text, cell) });
  };
  return (
    <section aria-label={t('result')} className="mt-6 border-t border-line pt-4">
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        <Segmented
          label={t('unit')}
          value={unit}
          options={units.map((value) => ({ value, label: t(`units.${value}`) }))}
          onChange={(value) =>
            useScoring.setState({
              unit: value,
              chosen: chosen && unitAt({ ...text, unit: value }, chosen.first),
            })
          }
        />
        <Colours />
        <Find trace={trace} tokens={tokens} onGo={goToHit} />
        {profile && (
          <span className="ml-auto">
            <ScoreExportMenu trace={trace} modelName={modelName} profile={profile} />
          </span>
        )}
      </div>
      <Legend measure={measure} isOfTokens={unit === 'token'} palette={palette} />
      <div className="mt-2 grid gap-6 inspector:grid-cols-[minmax(0,1fr)_300px]">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- one listener for all units; the chosen one is a button */}
        <div
          ref={container}
          role="group"
          aria-label={t('tokensLabel')}
          tabIndex={chosen === null ? 0 : -1}
          data-tokens
          data-palette={palette}
          dir="auto"
          className="max-h-[56vh] min-h-24 overflow-y-auto pr-2 text-lg break-words whitespace-pre-wrap"
          onClick={onClick}
          onKeyDown={onKeyDown}
        >
          {blocks.map(({ first, end }) => (
            <ScoreBlock
              key={`${first}-${unit}`}
              trace={trace}
              first={first}
              end={end}
              unit={unit}
              language={language}
              measure={measure}
              chosen={chosen && chosen.first >= first && chosen.first < end ? chosen.first : -1}
            />
          ))}
        </div>
        <UnitDetails trace={trace} totals={totals} chosen={chosen} />
      </div>
    </section>
  );
}

function Colours(): ReactNode {
  const { t } = useTranslation('scoring');
  return (
    <Segmented
      label={t('colours')}
      value={useScoring((state) => state.measure)}
      options={measures.map((value) => ({ value, label: t(value) }))}
      onChange={(value) => useScoring.setState({ measure: value })}
    />
  );
}

function Legend({
  measure,
  isOfTokens,
  palette,
}: {
  readonly measure: ScoreMeasure;
  readonly isOfTokens: boolean;
  readonly palette: string;
}): ReactNode {
  const { t } = useTranslation('scoring');
  const names = useBinNames(measure);
  return (
    <div className="heat-legend" data-palette={palette}>
      <span className="heat-legend-title">{t(`legend.${measure}.${isOfTokens ? 'token' : 'unit'}`)}</span>
      {names.map((name, bin) => (
        <span key={name} className={`token rounded px-1.5 heat-${bin}`}>
          {name}
        </span>
      ))}
    </div>
  );
}

function Find({
  trace,
  tokens,
  onGo,
}: {
  readonly trace: TokenTrace;
  readonly tokens: number;
  readonly onGo: (bits: number, direction: 1 | -1) => void;
}): ReactNode {
  const { t } = useTranslation('scoring');
  const format = useTokenFormat();
  const { findBits } = useScoring();
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same trace grows: `tokens` says how far
  const hits = useMemo(() => countHits(trace, findBits), [trace, tokens, findBits]);
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <label className="flex items-center gap-2 whitespace-nowrap">
        {t('find')}
        <input
          className="field max-w-20"
          type="number"
          min={0}
          max={64}
          step={0.5}
          value={findBits}
          onChange={(event) => useScoring.setState({ findBits: Math.max(0, Number(event.target.value)) })}
        />
        {t('findUnit')}
      </label>
      <span role="status" className="text-ink-soft tabular-nums">
        {t('hits', { count: hits, shown: format.integer(hits) })}
      </span>
      {([-1, 1] as const).map((direction) => (
        <button
          key={direction}
          type="button"
          className="icon-button"
          aria-label={direction === 1 ? t('nextHit') : t('previousHit')}
          disabled={hits === 0}
          onClick={() => onGo(findBits, direction)}
        >
          {direction === 1 ? <ChevronDown size={16} aria-hidden /> : <ChevronUp size={16} aria-hidden />}
        </button>
      ))}
    </div>
  );
}
