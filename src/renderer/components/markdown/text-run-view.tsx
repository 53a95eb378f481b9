/**
 * A run of rendered text, with its tokens when they are wanted and the run is near the viewport. Page. It listens to
 * nothing: clicks, keys and hovering are handled once, by the text around it.
 */
import { memo, useContext, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { tokenSelection } from '../../state/traces/selection.ts';
import { binOf } from '../heat-map/bins.ts';
import { useTokenName } from '../heat-map/token-name.ts';
import { cutRun, type RunPiece } from './cut-run.ts';
import { useNearViewport } from '../near-viewport.ts';
import type { TextRun } from './rehype-text-runs.ts';
import { BlockStartContext, TokenLayerContext, type TokenLayer } from './token-layer.ts';

/** The chosen cell of this text when it begins in the run, else −1. */
function chosenCell({ messageId, trace }: TokenLayer, from: number, to: number): number {
  const selection = tokenSelection.get();
  if (selection?.messageId !== messageId || selection.target !== 'reply') return -1;
  const cell = trace.cells.cellOfToken(selection.position);
  if (cell === -1) return -1;
  return trace.cells.start(cell) < to && trace.cells.start(cell + 1) >= from ? cell : -1;
}

function classOf(layer: TokenLayer, piece: RunPiece, isChosen: boolean): string {
  const { cells } = layer.trace;
  const { first, end } = cells.tokens(piece.cell);
  const bin = binOf(layer.measure, layer.trace.cellValues(piece.cell));
  const names = ['token', `token-${piece.kind}`];
  if (bin >= 0) names.push(`heat-${bin}`);
  if (end - first > 1) names.push('token-split');
  if (layer.trace.isForced(first)) names.push('token-forced');
  if (isChosen) names.push('token-chosen');
  return names.join(' ');
}

/** The one token that can be reached with Tab; its name says the numbers, the text stays ordinary text. */
function ChosenPiece({ layer, piece }: { layer: TokenLayer; piece: RunPiece }): ReactNode {
  const name = useTokenName();
  const label = name(layer.trace, layer.trace.cells.tokens(piece.cell).first);
  return (
    <span
      className={classOf(layer, piece, true)}
      data-cell={piece.cell}
      {...hiddenText(layer, piece)}
      tabIndex={0}
      role="button"
      aria-pressed
      aria-label={label}
    >
      {piece.text}
    </span>
  );
}

function pieceView(layer: TokenLayer, piece: RunPiece, key: number, chosen: number): ReactNode {
  if (piece.cell === -1) return piece.text;
  if (piece.cell === chosen) return <ChosenPiece key={key} layer={layer} piece={piece} />;
  return (
    <span
      key={key}
      className={classOf(layer, piece, false)}
      data-cell={piece.cell}
      {...hiddenText(layer, piece)}
    >
      {piece.text}
    </span>
  );
}

const decoder = new TextDecoder();

function chipText({ trace }: TokenLayer, cell: number): string {
  return decoder.decode(trace.vocabulary.piece(trace.tokenId(trace.cells.tokens(cell).first)).bytes);
}

/** What a hidden or control token would say, for the style sheet. */
function hiddenText(layer: TokenLayer, piece: RunPiece): { readonly 'data-text'?: string } {
  return piece.kind === 'visible'
    ? {}
    : { 'data-text': layer.trace.cells.textOf(piece.cell) || chipText(layer, piece.cell) };
}

function RunTokens({
  run,
  layer,
  start,
  chosen,
}: {
  run: TextRun;
  layer: TokenLayer;
  start: number;
  chosen: number;
}): ReactNode {
  const end = start + run.to;
  const cells = layer.trace.cells;
  const getCovered = (): number =>
    Math.min(cells.text.length, end) + (cells.count > cells.cellAt(end) + 1 ? 1 : 0);
  const covered = useSyncExternalStore(layer.store.subscribe, getCovered, getCovered);
  const pieces = useMemo(() => (covered < 0 ? [] : cutRun(run, start, cells)), [run, start, cells, covered]);
  return useMemo(
    () => pieces.map((piece, index) => pieceView(layer, piece, index, chosen)),
    [pieces, layer, chosen],
  );
}

function RunWithLayer({ run, layer }: { run: TextRun; layer: TokenLayer }): ReactNode {
  const start = useContext(BlockStartContext);
  const element = useRef<HTMLSpanElement>(null);
  const isNear = useNearViewport(element, true);
  const getChosen = (): number => chosenCell(layer, start + run.from, start + run.to);
  const chosen = useSyncExternalStore(tokenSelection.subscribe, getChosen, getChosen);
  return (
    <span ref={element}>
      {isNear || chosen !== -1 ? (
        <RunTokens run={run} layer={layer} start={start} chosen={chosen} />
      ) : (
        run.value
      )}
    </span>
  );
}

export const TextRunView = memo(function TextRunView({ run }: { run: TextRun }): ReactNode {
  const layer = useContext(TokenLayerContext);
  return layer ? <RunWithLayer run={run} layer={layer} /> : <span>{run.value}</span>;
});
