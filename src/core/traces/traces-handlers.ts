/**
 * Answers the traces part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { TraceImports } from './import-trace.ts';
import type { TracesService } from './traces.ts';

export function tracesHandlers(implementer: CoreImplementer, traces: TracesService, imports: TraceImports) {
  const procedures = implementer.traces;
  return {
    sums: procedures.sums.handler(({ input }) => traces.sums(input.messageIds)),
    header: procedures.header.handler(({ input }) => traces.header(input.messageId)),
    chunks: procedures.chunks.handler(({ input }) =>
      traces.chunks(input.messageId, input.fromToken, input.toToken),
    ),
    heads: procedures.heads.handler(({ input }) =>
      traces.heads(input.messageId, input.fromToken, input.toToken),
    ),
    prompt: procedures.prompt.handler(({ input }) => traces.prompt(input.messageId)),
    promptScore: procedures.promptScore.handler(({ input }) => traces.promptScore(input.messageId)),
    scorePrompt: procedures.scorePrompt.handler(({ input }) => traces.scorePrompt(input.messageId)),
    import: procedures.import.handler(({ input }) => imports.take(input)),
  };
}
