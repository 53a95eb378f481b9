/**
 * Short continuations that were sampled from places, kept while the page lives. Page. One run at a time.
 */
import { create } from 'zustand';
import type { SampleEvent } from '#contract/inspection.ts';
import type { BranchPlace } from '#contract/place.ts';
import { samplerPresets, type GenerationSettings } from '#contract/sampler.ts';
import { core } from '../../client.ts';
import { toPageError, type PageError } from '../../core-error.ts';
import { placeKey } from './inspected-place.ts';

export type Sample = Extract<SampleEvent, { kind: 'continuation' }>;

export type SampleRun = {
  readonly samples: readonly Sample[];
  readonly isRunning: boolean;
  readonly error: PageError | null;
};

export const samplesWanted = 10;
const tokensEach = 24;
const lastSeed = 0xffff_ffff;

export const useSamples = create<Readonly<Record<string, SampleRun>>>(() => ({}));

let running: AbortController | null = null;

/** Greedy settings would give the same text ten times: then the model's own distribution is drawn from. */
export function settingsToSample(settings: GenerationSettings): GenerationSettings {
  return settings.temperature === 0 ? samplerPresets.neutral : settings;
}

export function stopSampling(): void {
  running?.abort();
}

/** Samples from a place; what was sampled there before goes. Never rejects: the state says how it went. */
export async function sampleFrom(place: BranchPlace, settings: GenerationSettings): Promise<void> {
  running?.abort();
  const abort = new AbortController();
  running = abort;
  const key = placeKey(place);
  const put = (isRunning: boolean, error: PageError | null = null): void =>
    useSamples.setState({ [key]: { samples: samples.slice(), isRunning, error } });
  const samples: Sample[] = [];
  put(true);
  try {
    const events = await core.inspection.sample(
      {
        place,
        settings: settingsToSample(settings),
        count: samplesWanted,
        maxTokens: tokensEach,
        seed: Math.floor(Math.random() * (lastSeed - samplesWanted)),
      },
      { signal: abort.signal },
    );
    for await (const event of events) {
      if (event.kind === 'end') break;
      samples.push(event);
      put(true);
    }
    put(false);
  } catch (error) {
    put(false, abort.signal.aborted ? null : toPageError(error));
  }
}
