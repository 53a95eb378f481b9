/**
 * Drawing: where the draw falls on the cumulated q, another one, and 1,000 of them held against q. Page.
 */
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { expectedCount, sliceEnds } from '#probability/count-draws.ts';
import { Button } from '../../components/button.tsx';
import { Figure } from '../../components/figure/figure.tsx';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import { visibleBytes } from '../../components/heat-map/visible-text.ts';
import { NumberField } from '../../components/number-field.tsx';
import { useProfileWords } from '../../components/profile-words.ts';
import { CumulativeBar, type BarPart } from './cumulative-bar.tsx';
import { DrawsChart, type DrawnRow } from './draws-chart.tsx';
import { manyDraws, type Experiment } from './experiment.ts';
import { useFullRow } from './full-row.ts';
import { drawMany, drawsAtOnce, roll, usePlayground } from './playground-store.ts';
import type { ReadySubject } from './subject.ts';

/** More would be hairlines. */
const shownParts = 40;
const shownRows = 12;

type Props = { readonly subject: ReadySubject; readonly experiment: Experiment };

function usePartsOf({ subject, experiment }: Props): readonly BarPart[] {
  const { t } = useTranslation('playground');
  const { chain } = experiment;
  return useMemo(() => {
    const ends = sliceEnds(chain.q);
    const textOf = (id: number): string => visibleBytes(subject.trace.vocabulary.piece(id).bytes);
    const parts: BarPart[] = Array.from(chain.ids.subarray(0, shownParts), (id, index) => ({
      id,
      text: textOf(id),
      from: (ends[index] ?? 0) - (chain.q[index] ?? 0),
      to: ends[index] ?? 0,
    }));
    const last = parts.at(-1)?.to ?? 0;
    if (chain.ids.length > shownParts || chain.tailCount > 0)
      parts.push({ id: null, text: t('draws.others'), from: last, to: 1 });
    return parts;
  }, [chain, subject.trace, t]);
}

export function Draws({ subject, experiment }: Props): ReactNode {
  const { t } = useTranslation('playground');
  const { chain } = experiment;
  return (
    <section aria-label={t('draws.label')} className="flex flex-col gap-4 border-t border-line pt-4">
      <DrawControls subject={subject} experiment={experiment} />
      {chain.isExact ? (
        <>
          <Cumulative subject={subject} experiment={experiment} />
          <Many subject={subject} experiment={experiment} />
        </>
      ) : (
        <p className="prose-quiet">{t('draws.notExact')}</p>
      )}
    </section>
  );
}

function DrawControls({ subject, experiment }: Props): ReactNode {
  const { t } = useTranslation('playground');
  const seed = usePlayground((work) => work.seed) ?? subject.seed;
  const { chain } = experiment;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button isSmall disabled={!chain.isExact} onClick={roll}>
        {t('draws.roll')}
      </Button>
      <Button isSmall disabled={!chain.isExact} onClick={drawMany}>
        {t('draws.many')}
      </Button>
      <label className="ml-2 flex items-center gap-2 text-sm text-ink-soft">
        {t('draws.seed')}
        <NumberField
          value={seed}
          min={0}
          max={0xffff_ffff}
          step={1}
          isWide
          onChange={(next) =>
            usePlayground.setState({
              seed: next === null || next === subject.seed ? null : next,
              rolls: 0,
              sampleFrom: null,
            })
          }
        />
      </label>
    </div>
  );
}

/** In words: where the draw fell. */
function useDrawSentence({ subject, experiment }: Props): string {
  const { t } = useTranslation('playground');
  const format = useTokenFormat();
  const rolls = usePlayground((work) => work.rolls);
  const { draw, drawnId, chain, hasXtcActed } = experiment;
  const index = drawnId === null ? -1 : chain.ids.indexOf(drawnId);
  const q = chain.q[index] ?? chain.tailQ;
  const text =
    drawnId === null ? t('draws.others') : visibleBytes(subject.trace.vocabulary.piece(drawnId).bytes);
  const isCertain = chain.ids.length === 1 && chain.tailCount === 0;
  const sentence = t(isCertain ? 'draws.certain' : 'draws.fell', {
    draw: format.significant(draw.value),
    text,
    q: format.share(q),
  });
  const source = draw.isOwn ? t('draws.own') : t('draws.number', { number: format.integer(rolls + 1) });
  const xtc = hasXtcActed === null ? '' : ` ${t(hasXtcActed ? 'draws.xtcActed' : 'draws.xtcPassed')}`;
  return `${source} ${sentence}${xtc}`;
}

/** Which token and order, and how the numbers were computed. */
function useProvenance(subject: ReadySubject): string {
  const { t } = useTranslation(['playground', 'inspector']);
  const format = useTokenFormat();
  const order = usePlayground((work) => work.order);
  const profileWords = useProfileWords();
  const full = useFullRow(subject.selection);
  const { header, score, selection } = subject;
  const later = full.kind === 'ready' ? full.profile : score?.kind === 'scored' ? score.profile : null;
  return [
    t('draws.provenance', {
      position: format.integer(selection.position + 1),
      order: t(`orders.${order}`),
    }),
    t(later ? 'inspector:profile.recomputed' : 'inspector:profile.live'),
    profileWords(header.model.name, later ?? header.profile),
  ].join(' · ');
}

function Cumulative({ subject, experiment }: Props): ReactNode {
  const { t } = useTranslation('playground');
  const parts = usePartsOf({ subject, experiment });
  const sentence = useDrawSentence({ subject, experiment });
  const provenance = useProvenance(subject);
  return (
    <div>
      <p className="mb-3 text-sm" aria-live="polite" data-testid="draw">
        {sentence}
      </p>
      <Figure
        title={t('draws.barTitle')}
        provenance={provenance}
        fileName="prisme-cumulative-q"
        table={{
          columns: [t('table.token'), t('draws.from'), t('draws.to'), 'q'],
          rows: parts.map(({ text, from, to }) => [text, from, to, to - from]),
        }}
      >
        <CumulativeBar
          parts={parts}
          draw={experiment.draw.value}
          drawnId={experiment.drawnId}
          label={`${t('draws.barTitle')}. ${sentence}`}
        />
      </Figure>
    </div>
  );
}

function useDrawnRows({ subject, experiment }: Props, from: number): readonly DrawnRow[] {
  const { t } = useTranslation('playground');
  const seed = usePlayground((work) => work.seed);
  const drawn = useMemo(
    () => manyDraws(experiment, subject, { seed }, from),
    [experiment, subject, seed, from],
  );
  if (drawn === null) return [];
  const { ids, q } = experiment.chain;
  const rows: DrawnRow[] = Array.from(ids.subarray(0, shownRows), (id, index) => ({
    text: visibleBytes(subject.trace.vocabulary.piece(id).bytes),
    q: q[index] ?? 0,
    observed: drawn.counts[index] ?? 0,
    ...expectedCount(q[index] ?? 0, drawsAtOnce),
  }));
  const shownQ = rows.reduce((sum, row) => sum + row.q, 0);
  if (ids.length <= shownRows && drawn.tailCount === 0 && experiment.chain.tailCount === 0) return rows;
  const observed = drawsAtOnce - rows.reduce((sum, row) => sum + row.observed, 0);
  const left = Math.max(0, 1 - shownQ);
  return [...rows, { text: t('draws.others'), q: left, observed, ...expectedCount(left, drawsAtOnce) }];
}

function Many({ subject, experiment }: Props): ReactNode {
  const from = usePlayground((work) => work.sampleFrom);
  return from === null ? null : <ManyShown subject={subject} experiment={experiment} from={from} />;
}

function ManyShown({ subject, experiment, from }: Props & { readonly from: number }): ReactNode {
  const { t } = useTranslation('playground');
  const rows = useDrawnRows({ subject, experiment }, from);
  const provenance = useProvenance(subject);
  return (
    <Figure
      title={t('draws.manyTitle')}
      provenance={provenance}
      fileName="prisme-1000-draws"
      table={{
        columns: [t('table.token'), 'q', t('draws.expected'), t('draws.deviation'), t('draws.observed')],
        rows: rows.map(({ text, q, mean, sd, observed }) => [text, q, mean, sd, observed]),
      }}
    >
      <DrawsChart rows={rows} />
    </Figure>
  );
}
