/**
 * The instruments, where models are found, and the prompt library: each fetched when it is first opened: the chat does not wait for them. Page.
 */
import { lazy, Suspense, type ComponentType, type ReactNode } from 'react';
import type { Model } from '#contract/models.ts';
import type { Instrument } from '../state/view.ts';

/** `model`: the one that is chosen in the header; null: there is none. */
type InstrumentProps = { readonly model: Model | null };

const screens: Readonly<Record<Instrument | 'hub' | 'prompts', ComponentType<InstrumentProps>>> = {
  hub: lazy(async () => ({ default: (await import('../features/hub/hub-screen.tsx')).HubScreen })),
  prompts: lazy(async () => ({
    default: (await import('../features/prompts/prompts-screen.tsx')).PromptsScreen,
  })),
  playground: lazy(async () => ({
    default: (await import('../features/playground/playground-screen.tsx')).PlaygroundScreen,
  })),
  scoring: lazy(async () => ({
    default: (await import('../features/scoring/scoring-screen.tsx')).ScoringScreen,
  })),
  crossReading: lazy(async () => ({
    default: (await import('../features/cross-reading/cross-reading-screen.tsx')).CrossReadingScreen,
  })),
  choices: lazy(async () => ({
    default: (await import('../features/choices/choices-screen.tsx')).ChoicesScreen,
  })),
  grids: lazy(async () => ({
    default: (await import('../features/grids/grids-screen.tsx')).GridsScreen,
  })),
  nextToken: lazy(async () => ({
    default: (await import('../features/next-token/next-token-screen.tsx')).NextTokenScreen,
  })),
  tree: lazy(async () => ({ default: (await import('../features/tree/tree-screen.tsx')).TreeScreen })),
  tokenizer: lazy(async () => ({
    default: (await import('../features/tokenizer/tokenizer-screen.tsx')).TokenizerScreen,
  })),
  comparisons: lazy(async () => ({
    default: (await import('../features/comparisons/comparisons-screen.tsx')).ComparisonsScreen,
  })),
  hesitations: lazy(async () => ({
    default: (await import('../features/hesitations/hesitations-screen.tsx')).HesitationsScreen,
  })),
};

export function InstrumentScreen({
  instrument,
  model,
}: InstrumentProps & { readonly instrument: Instrument | 'hub' | 'prompts' }): ReactNode {
  const Shown = screens[instrument];
  return (
    <Suspense fallback={<div className="flex-1" aria-busy />}>
      <Shown model={model} />
    </Suspense>
  );
}
