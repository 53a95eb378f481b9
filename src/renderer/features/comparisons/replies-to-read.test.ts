import { describe, expect, it } from 'vitest';
import { repliesToRead } from './replies-to-read.ts';
import type { LoadedLane } from './use-lanes.ts';

/** As far as it is read here. */
const lane = (
  letter: string,
  model: { id: string; name: string; isPresent: boolean } | null,
  ...texts: string[]
) =>
  ({
    letter,
    model,
    branch: texts.flatMap((text) => [
      { role: 'user', text: 'Why?' },
      { role: 'assistant', text },
    ]),
  }) as unknown as LoadedLane;

const small = { id: 'small', name: 'Small', isPresent: true };
const large = { id: 'large', name: 'Large', isPresent: true };

describe('what the models of a comparison are given to read', () => {
  it('is the last reply of each lane, called by its lane and its model', () => {
    const request = repliesToRead([lane('A', large, 'first', 'second'), lane('B', small, 'third')]);
    expect(request?.texts).toEqual([
      { label: 'A · Large', text: 'second' },
      { label: 'B · Small', text: 'third' },
    ]);
    expect(request?.modelIds).toEqual(['large', 'small']);
  });

  it('leaves out lanes that have written nothing, and models that are gone', () => {
    const gone = { ...small, id: 'gone', isPresent: false };
    const request = repliesToRead([lane('A', large, ''), lane('B', small, 'text'), lane('C', gone, 'other')]);
    expect(request?.texts.map(({ label }) => label)).toEqual(['B · Small', 'C · Small']);
    expect(request?.modelIds).toEqual(['large', 'small']);
  });

  it('is nothing with one model, or before anything is written', () => {
    expect(repliesToRead([lane('A', large, 'text'), lane('B', large, 'other')])).toBeNull();
    expect(repliesToRead([lane('A', large), lane('B', small)])).toBeNull();
  });
});
