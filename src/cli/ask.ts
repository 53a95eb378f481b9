/**
 * `ask`: one reply in the terminal, with the numbers of every token. Runs in the terminal shell. Stores no
 * conversation.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { ChatTurn, GenerateEvent, RenderRequest } from '#contract/engine.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import { printableLines } from '#core/shells/printable.ts';
import { capturedTokens } from '#core/generation/run-reply.ts';
import { noDryBreakers } from '#probability/dry-breakers.ts';
import { inspectStep } from '#probability/inspect-step.ts';
import { measureText } from '#probability/text-measures.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import type { TraceStep } from '#probability/trace.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import { createUtf8Stream } from '#probability/utf8-stream.ts';
import type { AskCommand, Output } from './cli-arguments.ts';
import { tokenLine } from './token-line.ts';
import type { Terminal } from './terminal.ts';

type Attached = NonNullable<ChatTurn['documents']>;

/** Writes the reply to the terminal. `documents` stand before the text. @throws model.*, generation.contextFull, engine.* */
export async function ask(
  engine: RunningEngine,
  table: VocabularyTable,
  command: AskCommand & { output: Output },
  terminal: Terminal,
  documents: Attached = [],
): Promise<void> {
  const prompt = await engine.render(requestOf(command, documents));
  const seed = command.settings.seed ?? terminal.randomSeed();
  const { output, settings } = command;
  const writer = createWriter(
    table,
    output,
    terminal,
    (step, history) =>
      inspectStep(step, {
        vocabularySize: engine.model.vocabularySize,
        sampler: { settings, history, dryBreakers: noDryBreakers },
      }),
    prompt.tokenIds,
  );
  const events = engine.generate({
    prompt: prompt.tokenIds,
    reply: [],
    forced: [],
    settings,
    seed,
    // As in the app; more when more are to be listed.
    topN: Math.max(capturedTokens, output.top),
    capture: true,
  });
  for await (const event of events) {
    if (event.kind === 'tokens') for (const step of decodeSteps(event.steps)) writer.add(step);
    if (event.kind === 'end') writer.end(event, seed);
  }
}

function requestOf({ isRaw, system, text }: AskCommand, documents: Attached): RenderRequest {
  if (isRaw) return { kind: 'raw', text: documents.map((document) => document.text).join('') + text };
  const turns: ChatTurn[] = [{ role: 'user', text, messageId: null, documents: [...documents] }];
  if (system !== null) turns.unshift({ role: 'system', text: system, messageId: null });
  return { kind: 'chat', turns };
}

type EndEvent = Extract<GenerateEvent, { kind: 'end' }>;

function createWriter(
  table: VocabularyTable,
  output: Output,
  terminal: Terminal,
  inspect: (step: TraceStep, history: readonly number[]) => ReturnType<typeof inspectStep>,
  prompt: readonly number[],
) {
  const history = [...prompt];
  const text = createUtf8Stream();
  const scored: { logprob: number | null; bytes: number }[] = [];
  return {
    add(step: TraceStep): void {
      const isMark = table.isMark(step.tokenId);
      scored.push({
        logprob: tokenLogprob(step),
        bytes: isMark ? 0 : table.piece(step.tokenId).bytes.length,
      });
      if (output.isJson)
        terminal.line(JSON.stringify(tokenLine(step.tokenId, inspect(step, history), output.top, table)));
      else if (!isMark) terminal.write(printableLines(text.push(table.piece(step.tokenId).bytes)));
      history.push(step.tokenId);
    },
    end({ reason, stats }: EndEvent, seed: number): void {
      const measures = measureText(scored);
      if (output.isJson) {
        terminal.line(JSON.stringify({ kind: 'total', reason, seed, ...stats, ...measures }));
        return;
      }
      terminal.line(text.end());
      const speed = stats.tokensPerSecond === null ? '' : `, ${stats.tokensPerSecond.toFixed(1)} tokens/s`;
      const first =
        stats.firstTokenMs === null ? '' : `, first token after ${stats.firstTokenMs.toFixed(0)} ms`;
      terminal.note(
        `${stats.replyTokens} tokens${speed}${first}; ${measures.totalBits.toFixed(1)} bits; ended by ${reason}; seed ${seed}`,
      );
    },
  };
}
