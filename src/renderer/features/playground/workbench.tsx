/**
 * The parameters, the table and the draws of one token, drawn anew with each change. Page.
 */
import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { stagesInOrder } from '#probability/chain-state.ts';
import type { TraceStep } from '#probability/trace.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { ChainTable } from './chain-table.tsx';
import { Controls } from './controls.tsx';
import { Draws } from './draws.tsx';
import { Exactness } from './exactness.tsx';
import { drawAt, experiment } from './experiment.ts';
import { useFullRow } from './full-row.ts';
import { usePlayground } from './playground-store.ts';
import { playgroundTable } from './playground-table.ts';
import type { ReadySubject } from './subject.ts';

const shownAtFirst = 12;

export function Workbench({
  subject,
  step,
}: {
  readonly subject: ReadySubject;
  readonly step: TraceStep;
}): ReactNode {
  const { t } = useTranslation('playground');
  const format = useTokenFormat();
  const { seed, rolls, order, isAllShown, ...work } = usePlayground();
  const settings = work.settings ?? subject.settings;
  // A slider over a whole vocabulary is not held up by the table behind it.
  const tried = useDeferredValue(settings);
  const full = useFullRow(subject.selection);
  const fullRow = full.kind === 'ready' ? full.row : null;
  const draw = useMemo(() => drawAt(subject, step, { seed, rolls }), [subject, step, seed, rolls]);
  const result = useMemo(
    () => experiment(subject, step, tried, order, { draw, fullRow }),
    [subject, step, tried, order, draw, fullRow],
  );
  const captured = step.topIds.length;
  const table = useMemo(() => {
    const { row, chain, drawnId } = result;
    const logitOf = (id: number): number => row.logits[row.ids.indexOf(id)] ?? step.logit;
    const ids = drawnId === null ? [step.tokenId] : [step.tokenId, drawnId];
    const always = ids.map((id) => ({ id, logit: logitOf(id) }));
    const count = isAllShown ? captured : shownAtFirst;
    return playgroundTable(row, chain, { settings: tried, order, count, always });
  }, [result, step, tried, order, isAllShown, captured]);
  const offStages = stagesInOrder(order).filter((stage) => table.off.includes(stage));
  return (
    <>
      <Controls
        settings={settings}
        isAsWritten={work.settings === null}
        order={order}
        own={subject.settings}
      />
      <div className="flex flex-col gap-2">
        <ChainTable subject={subject} step={step} experiment={result} table={table} settings={tried} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 text-xs text-ink-faint">
          <p>
            {t('table.off', { stages: offStages.map((stage) => t(`stages.${stage}`)).join(' · ') || '—' })}
          </p>
          {captured > shownAtFirst ? (
            <button
              type="button"
              className="button button-quiet button-small"
              onClick={() => usePlayground.setState({ isAllShown: !isAllShown })}
            >
              {isAllShown ? t('table.fewer') : t('table.all', { total: format.integer(captured) })}
            </button>
          ) : null}
        </div>
        <Exactness subject={subject} step={step} experiment={result} full={full} />
      </div>
      <Draws subject={subject} experiment={result} />
    </>
  );
}
