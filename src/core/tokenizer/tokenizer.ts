/**
 * Texts under a model's tokeniser and chat template. Runs in the core; the engine of the model does the work.
 */
import type { ChatTurn, RenderRequest } from '#contract/engine.ts';
import type { ModelId } from '#contract/ids.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { Reading } from '#contract/tokenizer.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { ModelLibrary } from '../models/model-library.ts';

export type TokenizerService = {
  /** @throws model.*, engine.* */
  cut(modelId: ModelId, text: string): Promise<readonly number[]>;
  /** @throws model.*, engine.* */
  render(modelId: ModelId, reading: Reading): Promise<Prompt>;
};

export function createTokenizer(library: ModelLibrary): TokenizerService {
  return {
    cut: async (modelId, text) => await (await library.load(modelId)).tokenize(text),
    render: async (modelId, reading) => await readAs(await library.load(modelId), reading),
  };
}

/** The ids of a reading, the beginning of the reply behind the rendered prompt. @throws model.*, engine.* */
export async function readAs(engine: RunningEngine, reading: Reading): Promise<Prompt> {
  const prompt = await engine.render(requestOf(reading));
  if (reading.kind === 'raw' || reading.reply === '') return prompt;
  const replyIds = await engine.tokenize(reading.reply);
  const start = prompt.tokenIds.length;
  const tokenIds = [...prompt.tokenIds, ...replyIds];
  const span = { start, end: tokenIds.length, part: 'assistant' as const, messageId: null };
  return { tokenIds, spans: [...prompt.spans, span] };
}

function requestOf(reading: Reading): RenderRequest {
  if (reading.kind === 'raw') return reading;
  const turn = (role: ChatTurn['role'], text: string): ChatTurn => ({ role, text, messageId: null });
  const system = reading.system === '' ? [] : [turn('system', reading.system)];
  return { kind: 'chat', turns: [...system, turn('user', reading.user)] };
}
