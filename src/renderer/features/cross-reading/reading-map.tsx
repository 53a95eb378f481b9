/**
 * The text in colours: how surprised one model is, or how much more surprised one is than another. Page.
 */
import { memo, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoiseFloor } from '#contract/cross-reading.ts';
import type { Model } from '#contract/models.ts';
import { binOf } from '../../components/heat-map/bins.ts';
import { useTokenFormat } from '../../components/heat-map/token-format.ts';
import '../../components/heat-map/heat-map.css';
import { unscored } from '../../state/traces/step-values.ts';
import './delta.css';
import type { Reading } from './cross-reading-store.ts';
import { gapBin, gapEdges, type Piece, piecesOf } from './segments.ts';
import { nameIn } from './use-names.ts';

type Props = {
  readonly text: string;
  readonly readings: readonly Reading[];
  readonly known: readonly Model[];
  readonly noise: NoiseFloor | null;
};

export function ReadingMap({ text, readings, known, noise }: Props): ReactNode {
  const { t } = useTranslation('cross-reading');
  const nameOf = nameIn(known);
  const [left, setLeft] = useState(0);
  const [right, setRight] = useState(-1);
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = useMemo(
    () => [left, right].flatMap((place) => (readings[place] ? [readings[place]] : [])),
    [readings, left, right],
  );
  const pieces = useMemo(
    () =>
      piecesOf(
        new TextEncoder().encode(text),
        shown.map(({ tokens }) => tokens),
      ),
    [text, shown],
  );
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    container.current?.querySelector(`[data-piece="${chosen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const noiseBits = (noise?.logprobNats.percentile95 ?? 0) / Math.LN2;
  const names = shown.map(({ modelId }) => nameOf(modelId));
  const options = readings.map(({ modelId }, place) => (
    <option key={modelId} value={place}>
      {nameOf(modelId)}
    </option>
  ));
  return (
    <section aria-label={t('map')} className="mt-8">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <h2 className="font-semibold">{t('map')}</h2>
        <select
          aria-label={t('mapOf')}
          className="button button-small"
          value={left}
          onChange={({ target }) => setLeft(Number(target.value))}
        >
          {options}
        </select>
        <select
          aria-label={t('mapAgainst')}
          className="button button-small"
          value={right}
          onChange={({ target }) => setRight(Number(target.value))}
        >
          <option value={-1}>{t('alone')}</option>
          {options}
        </select>
      </div>
      <Legend names={names} isGap={shown.length === 2} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- one listener for all pieces; a status says the chosen one */}
      <div
        ref={container}
        data-tokens
        dir="auto"
        className="mt-3 max-h-[60vh] overflow-y-auto text-base leading-7 wrap-anywhere whitespace-pre-wrap"
        tabIndex={0}
        role="group"
        aria-label={t('mapText')}
        onClick={({ target }) => {
          const piece = target instanceof Element ? target.closest<HTMLElement>('[data-piece]') : null;
          setChosen(piece ? Number(piece.dataset['piece']) : null);
        }}
        onKeyDown={(event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          setChosen(Math.min(pieces.length - 1, Math.max(0, (chosen ?? -1) + step)));
        }}
      >
        <Pieces pieces={pieces} chosen={chosen} noiseBits={noiseBits} />
      </div>
      <ChosenPiece piece={chosen === null ? undefined : pieces[chosen]} names={names} noiseBits={noiseBits} />
    </section>
  );
}

const Pieces = memo(function Pieces({
  pieces,
  chosen,
  noiseBits,
}: {
  readonly pieces: readonly Piece[];
  readonly chosen: number | null;
  readonly noiseBits: number;
}): ReactNode {
  return pieces.map((piece, index) => (
    <span
      key={piece.start}
      data-piece={index}
      className={`token ${lookOf(piece, noiseBits)} ${index === chosen ? 'token-chosen' : ''}`}
    >
      {piece.text}
    </span>
  ));
});

function lookOf({ bits }: Piece, noiseBits: number): string {
  if (bits === null) return '';
  const [first = 0, second] = bits;
  if (second !== undefined) return `delta-${gapBin(first - second, noiseBits)}`;
  return `heat-${binOf('surprisal', { ...unscored, surprisalBits: first })}`;
}

function ChosenPiece({
  piece,
  names,
  noiseBits,
}: {
  readonly piece: Piece | undefined;
  readonly names: readonly string[];
  readonly noiseBits: number;
}): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useTokenFormat();
  if (piece === undefined) return <p className="mt-2 text-xs text-ink-faint">{t('mapHint')}</p>;
  if (piece.bits === null)
    return (
      <p role="status" className="mt-2 text-sm">
        <bdi>{piece.text}</bdi> · {t('unscored')}
      </p>
    );
  const values = names.map((name, place) =>
    t('bitsOf', { model: name, bits: format.bits(piece.bits?.[place] ?? Number.NaN) }),
  );
  const [first = 0, second] = piece.bits;
  const isNoise = second !== undefined && Math.abs(first - second) <= noiseBits;
  return (
    <p role="status" className="mt-2 text-sm tabular-nums">
      <bdi className="font-mono">{piece.text}</bdi> · {values.join(' · ')}
      {isNoise ? ` · ${t('withinNoise')}` : ''}
    </p>
  );
}

function Legend({ names, isGap }: { readonly names: readonly string[]; readonly isGap: boolean }): ReactNode {
  const { t } = useTranslation('cross-reading');
  const format = useTokenFormat();
  const number = (value: number): string => format.bits(value).replace(/[.,]?0+$/, '');
  const steps = isGap
    ? Array.from({ length: gapEdges.length + 1 }, (_, bin) => {
        const low = gapEdges[bin - 1];
        const high = gapEdges[bin];
        const words = low === undefined ? `≤${number(high ?? 0)}` : `>${number(low)}`;
        return { look: `delta-${bin}`, words: bin === 3 ? '≈ 0' : bin < 3 ? `≤${number(high ?? 0)}` : words };
      })
    : [0.5, 1, 2, 4, 8].map((edge, bin) => ({ look: `heat-${bin}`, words: `<${number(edge)}` }));
  const all = isGap ? steps : [...steps, { look: 'heat-5', words: '≥8' }];
  return (
    <div className="mt-2 flex flex-wrap items-center gap-1 text-xs text-ink-soft">
      <span className="mr-2">
        {isGap ? t('legendGap', { a: names[0], b: names[1] }) : t('legendBits', { a: names[0] })}
      </span>
      {all.map(({ look, words }) => (
        <span key={look} className={`token ${look} px-2 py-0.5 tabular-nums`}>
          {words}
        </span>
      ))}
    </div>
  );
}
