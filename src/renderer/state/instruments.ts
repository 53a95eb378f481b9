/**
 * What an instrument is opened with: a place or a text that somebody chose elsewhere. Runs in the page. Each instrument
 * keeps its own work in its own folder; it takes the request once, and finds its work as it was when there is none.
 */
import { create } from 'zustand';
import type { ComparisonId, ConversationId, ModelId } from '#contract/ids.ts';
import type { BranchPlace } from '#contract/place.ts';
import type { TokenSelection } from './traces/selection.ts';
import { useView, type Instrument } from './view.ts';

/** Tokens of a model that a text begins with. */
export type Beginning = { readonly modelId: ModelId; readonly tokenIds: readonly number[] };

/** The same for a tree; `branch`: the place of a stored reply that these tokens stand before. */
export type TreeBeginning = Beginning & {
  readonly branch?: { readonly conversationId: ConversationId; readonly place: BranchPlace };
};

/** By instrument: what may be handed to it. */
export type InstrumentRequests = {
  readonly playground: TokenSelection;
  readonly scoring: { readonly text: string };
  /** Texts to read, each with what it is called, and the models that read them, the reference first. */
  readonly crossReading: {
    readonly texts: readonly { readonly label: string; readonly text: string }[];
    readonly modelIds: readonly ModelId[];
  };
  /** Its questions are its own. */
  readonly choices: never;
  /** Its prompts are its own. */
  readonly grids: never;
  readonly nextToken: Beginning;
  readonly tree: TreeBeginning;
  readonly tokenizer: { readonly text: string };
  readonly comparisons: { readonly comparisonId: ComparisonId };
  readonly hesitations: { readonly scope: 'conversation' | 'all' };
};

const useRequests = create<Partial<InstrumentRequests>>(() => ({}));

/** Shows an instrument; with a request it begins with that. */
export function openInstrument<I extends Instrument>(instrument: I, request?: InstrumentRequests[I]): void {
  if (request !== undefined) useRequests.setState({ [instrument]: request });
  useView.setState({ screen: instrument, dialog: 'none', isSidebarSheetOpen: false });
}

/** What the instrument was opened with, once: the next call gives undefined. */
export function takeRequest<I extends Instrument>(instrument: I): InstrumentRequests[I] | undefined {
  const request: InstrumentRequests[I] | undefined = useRequests.getState()[instrument];
  if (request !== undefined) useRequests.setState({ [instrument]: undefined });
  return request;
}
