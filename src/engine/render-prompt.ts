/**
 * Answers `render`: what the model will read for a conversation or a raw text, as exact ids with their origins. Runs
 * in the engine. It evaluates nothing.
 */
import type { RenderRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { EngineVocabulary } from './engine-vocabulary.ts';
import type { EngineModel } from './load-model.ts';
import { rememberTokens } from './remember-tokens.ts';
import { createTemplateRenderer, type TemplateRenderer } from './render-template.ts';
import { segmentsOf } from './template-segments.ts';
import { prependToken, tokenizeSegments } from './tokenize-segments.ts';

export type PromptRenderer = {
  readonly hasTemplate: boolean;
  /** @throws model.noChatTemplate, model.templateFailed { reason } */
  render(request: RenderRequest): Promise<Prompt>;
  close(): void;
};

export function createPromptRenderer(
  { model }: EngineModel,
  { tokenize, ...rest }: EngineVocabulary,
): PromptRenderer {
  const vocabulary = { ...rest, tokenize: rememberTokens(tokenize) };
  const template = model.fileInfo.metadata.tokenizer.chat_template;
  const { bos, bosString, eosString, shouldPrependBosToken } = model.tokens;
  const variables = { bos_token: bosString ?? '', eos_token: eosString ?? '' };
  const own = template === undefined || template === '' ? null : createTemplateRenderer(template, variables);
  /** Of the last template that was given instead of the file's own; most conversations go on with the same. */
  let other: { readonly template: string; readonly renderer: TemplateRenderer } | null = null;
  /** Settles when what is being rendered now is done. */
  let work: Promise<unknown> = Promise.resolve();

  function rendererFor(given: string | undefined): TemplateRenderer {
    if (given === undefined) {
      if (own === null) throw new PrismeError('model.noChatTemplate');
      return own;
    }
    if (other?.template !== given) {
      const before = other?.renderer;
      if (before) void work.then(() => before.close());
      other = { template: given, renderer: createTemplateRenderer(given, variables) };
    }
    return other.renderer;
  }

  function withStart(prompt: Prompt): Prompt {
    if (bos === null || !shouldPrependBosToken) return prompt;
    return prompt.tokenIds[0] === bos ? markStart(prompt) : prependToken(prompt, bos, 'bos');
  }

  return {
    hasTemplate: own !== null,
    async render(request) {
      if (request.kind === 'raw')
        return withStart(
          tokenizeSegments([{ text: request.text, part: 'raw', messageId: null }], vocabulary),
        );
      const renderer = rendererFor(request.template);
      const segments = segmentsOf(request.turns, renderer);
      work = Promise.allSettled([work, segments]);
      return withStart(tokenizeSegments(await segments, vocabulary));
    },
    close: () => {
      own?.close();
      other?.renderer.close();
    },
  };
}

/** The template wrote the start token itself: its span becomes `bos`. */
function markStart({ tokenIds, spans }: Prompt): Prompt {
  const [first, ...rest] = spans;
  if (first === undefined) return { tokenIds, spans };
  const start = { start: 0, end: 1, part: 'bos', messageId: null } as const;
  return { tokenIds, spans: first.end > 1 ? [start, { ...first, start: 1 }, ...rest] : [start, ...rest] };
}
