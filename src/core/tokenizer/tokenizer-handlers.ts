/**
 * Answers the tokeniser part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { TokenizerService } from './tokenizer.ts';

export function tokenizerHandlers(implementer: CoreImplementer, tokenizer: TokenizerService) {
  const procedures = implementer.tokenizer;
  return {
    cut: procedures.cut.handler(async ({ input: { modelId, text } }) => ({
      tokenIds: [...(await tokenizer.cut(modelId, text))],
    })),
    render: procedures.render.handler(({ input: { modelId, reading } }) =>
      tokenizer.render(modelId, reading),
    ),
  };
}
