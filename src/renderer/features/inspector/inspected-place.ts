/**
 * The place that the inspector's tools work on: before the chosen token, or behind the last one. Page, pure.
 */
import type { ModelId } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import type { GenerationSettings } from '#contract/sampler.ts';
import type { TokenSelection } from '../../state/traces/selection.ts';

/** What the tools need to know about the text: who wrote it, and with which settings. */
export type TextSource = {
  readonly model: { readonly id: ModelId; readonly name: string };
  readonly settings: GenerationSettings;
};

/** Null: nothing stands before the first token of a prompt, so nothing can be asked there. */
export function placeOf({ messageId, target, position }: TokenSelection): BranchPlace | null {
  if (target === 'prompt' && position === 0) return null;
  return { kind: target, messageId, position };
}

/** The same for the same place. */
export function placeKey({ kind, messageId, position }: BranchPlace): string {
  return `${messageId} ${kind} ${position}`;
}

/** The row (from 1) that a key picks; null: none. By the key's place too, for keyboards whose digits need Shift. */
export function rowOfKey(press: {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}): number | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (/^[1-9]$/.test(press.key)) return Number(press.key);
  const [, digit] = /^Digit([1-9])$/.exec(press.code) ?? [];
  return digit === undefined ? null : Number(digit);
}
