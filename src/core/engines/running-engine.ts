/**
 * A loaded model as the rest of the core uses it. Runs in the core. Every method turns the engine's death into a
 * PrismeError (`engine.exited`, `engine.hung`, `engine.badMessage`), never into a promise that does not settle.
 */
import type {
  GenerateEvent,
  GenerateRequest,
  LoadedModel,
  ProbeEvent,
  ProbeRequest,
  RenderRequest,
  RowsEvent,
  RowsRequest,
  ScoreEvent,
  ScoreRequest,
} from '#contract/engine.ts';
import type { ModelId } from '#contract/ids.ts';
import type { Prompt } from '#contract/prompt.ts';

export type RunningEngine = {
  readonly modelId: ModelId;
  readonly model: LoadedModel;
  /** There is nothing to write a conversation with: the model goes on with texts. */
  readonly continuesText: boolean;
  /** @throws model.noChatTemplate for a conversation where it `continuesText`, model.templateFailed, engine.* */
  render(request: RenderRequest): Promise<Prompt>;
  /** Ids of a text as content. */
  tokenize(text: string): Promise<readonly number[]>;
  /** Ends with an `end` event, or throws. Requests on one engine wait for each other in order of arrival. */
  generate(request: GenerateRequest): AsyncIterable<GenerateEvent>;
  score(request: ScoreRequest): AsyncIterable<ScoreEvent>;
  /** Whole rows of logits, in order, then `end`. */
  rows(request: RowsRequest): AsyncIterable<RowsEvent>;
  /** The distribution after some tokens: progress, then `result` (or nothing, when it was stopped). */
  probe(request: ProbeRequest): AsyncIterable<ProbeEvent>;
  /** Stops what runs: softly, and by killing the process when it has not obeyed within 3 s. Resolves when it has ended. */
  stop(): Promise<void>;
};
