/**
 * What the models of a comparison are given to read: the last reply of each lane. Page, pure.
 */
import type { InstrumentRequests } from '../../state/instruments.ts';
import { type LoadedLane, repliesOf } from './use-lanes.ts';

/** Null: fewer than two models, or nothing written yet. Models that are not there any more do not read. */
export function repliesToRead(lanes: readonly LoadedLane[]): InstrumentRequests['crossReading'] | null {
  const texts = lanes.flatMap((lane) => {
    const text = repliesOf(lane).at(-1)?.text ?? '';
    const name = lane.model?.name ?? '';
    return text === '' ? [] : [{ label: name === '' ? lane.letter : `${lane.letter} · ${name}`, text }];
  });
  const modelIds = [...new Set(lanes.flatMap(({ model }) => (model?.isPresent ? [model.id] : [])))];
  return texts.length > 0 && modelIds.length > 1 ? { texts, modelIds } : null;
}
