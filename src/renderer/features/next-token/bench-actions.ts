/**
 * What a person does on the bench: take a token, take it back, begin with tokens from elsewhere, play. Page.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import { growingText, setGrowingText, useBench } from './bench.ts';
import { textOf, textsAfter, withPick } from './beginning.ts';
import { pickOf } from './game.ts';
import type { BenchReading } from './use-reading.ts';

let isInserting = false;

/** True while the text changes because a token was taken, not because somebody types. */
export function isTakingToken(): boolean {
  return isInserting;
}

/** Writes at the caret as if it were typed, so that the field's own undo takes it back. */
function insertText(field: HTMLTextAreaElement | null, text: string): void {
  const { caret } = useBench.getState();
  const whole = growingText(useBench.getState());
  if (text === '') return;
  if (field === null || field.readOnly) {
    setGrowingText(whole.slice(0, caret) + text + whole.slice(caret), caret + text.length);
    return;
  }
  const focused = document.activeElement;
  isInserting = true;
  field.focus({ preventScroll: true });
  field.setSelectionRange(caret, caret);
  // The only way that leaves a field's undo history whole; both shells are Chromium.
  // oxlint-disable-next-line typescript/no-deprecated
  document.execCommand('insertText', false, text);
  isInserting = false;
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}

/** Goes on with this token exactly, whatever its text would be cut into. */
export function takeToken(
  last: BenchReading,
  tokenId: number,
  vocabulary: VocabularyTable,
  field: HTMLTextAreaElement | null,
): void {
  takeTokens(last, [tokenId], vocabulary, field);
}

/** Goes on with these tokens exactly, one after the other. */
export function takeTokens(
  { place, tokenIds }: BenchReading,
  [first, ...others]: readonly number[],
  vocabulary: VocabularyTable,
  field: HTMLTextAreaElement | null,
): void {
  if (first === undefined) return;
  const begun = withPick(useBench.getState().beginning, { ...place, tokenIds }, place.known, first);
  const beginning = { ...begun, picks: [...begun.picks, ...others] };
  useBench.setState({ beginning });
  insertText(field, textOf(beginning, vocabulary).slice(place.before.length));
}

/** The same, and what it cost is written down. */
export function playToken(last: BenchReading, tokenId: number, vocabulary: VocabularyTable): void {
  const pick = pickOf(last.reading, tokenId);
  const { picks } = useBench.getState();
  if (pick === null || picks === null) return;
  useBench.setState({ picks: [...picks, pick] });
  takeToken(last, tokenId, vocabulary, null);
}

/** Takes the last picked token back; the text goes back with it. */
export function takeBack(last: BenchReading, vocabulary: VocabularyTable): void {
  const { beginning, picks, caret } = useBench.getState();
  const { known } = last.place;
  if (beginning === null || known === null || known.pickCount === 0) return;
  const shorter = { ...beginning, picks: beginning.picks.slice(0, known.pickCount - 1) };
  const text = textOf(shorter, vocabulary);
  const after = growingText(useBench.getState()).slice(caret);
  useBench.setState({ beginning: shorter, toGo: 0, picks: picks && picks.slice(0, -1), isFinished: false });
  setGrowingText(text + after, text.length);
}

/** Begins with exact tokens from elsewhere. `context`: of the raw mode. */
export function beginWith(tokenIds: readonly number[], context: string, vocabulary: VocabularyTable): void {
  const text = textsAfter(vocabulary, tokenIds).at(-1) ?? '';
  useBench.setState({
    mode: 'raw',
    raw: text,
    caret: text.length,
    beginning: { context, base: { text, tokenIds }, picks: [], isGiven: true },
    toGo: 0,
    picks: null,
  });
}

export function startGame(): void {
  useBench.setState((bench) => ({
    picks: [],
    isFinished: false,
    toGo: 0,
    gameText: growingText(bench).slice(0, bench.caret),
  }));
}

export function leaveGame(): void {
  useBench.setState({ picks: null, isFinished: false });
}
