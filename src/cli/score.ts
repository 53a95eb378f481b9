/**
 * `score`: the distribution before every token of a given text. Runs in the terminal shell. Nothing is generated.
 */
import type { VocabularyTable } from '#contract/vocabulary-table.ts';
import type { RunningEngine } from '#core/engines/running-engine.ts';
import { prepareText, textByteLengths } from '#core/scoring/prepare-text.ts';
import { wantsStartToken } from '#core/scoring/wants-start-token.ts';
import { planWindows, scoreText } from '#core/scoring/windows.ts';
import { capturedTokens } from '#core/generation/run-reply.ts';
import { inspectStep } from '#probability/inspect-step.ts';
import { surprisalBits, tokenLogprob } from '#probability/step-measures.ts';
import { measureText } from '#probability/text-measures.ts';
import { decodeSteps } from '#probability/trace-codec.ts';
import type { TraceStep } from '#probability/trace.ts';
import type { Output, ScoreCommand } from './cli-arguments.ts';
import { readTextFile } from './read-text-file.ts';
import type { Terminal } from './terminal.ts';
import { textOf, tokenLine } from './token-line.ts';

/** Texts longer than this are refused. */
const maxTextCharacters = 4_000_000;

/** Writes a line for each token and the totals. A text longer than the context is read in windows. @throws app.invalidInput `{ file, reason }`, scoring.textChanged, engine.* */
export async function score(
  engine: RunningEngine,
  table: VocabularyTable,
  command: ScoreCommand & { output: Output },
  terminal: Terminal,
): Promise<void> {
  const given = await readTextFile(command.file, maxTextCharacters);
  const startsWithBos = await wantsStartToken(engine);
  const text = await prepareText(engine, table, { text: given, contextBefore: '', startsWithBos });
  const { isJson, top } = command.output;
  const scored: { logprob: number | null; bytes: number }[] = [];
  const write = (tokenId: number, bytes: number, step: TraceStep | null): void => {
    const logprob = step && tokenLogprob(step);
    scored.push({ logprob, bytes });
    const { vocabularySize } = engine.model;
    const inspected = step && inspectStep(step, { vocabularySize, sampler: null });
    if (isJson) terminal.line(JSON.stringify(tokenLine(tokenId, inspected, top, table)));
    else terminal.line(readable(textOf(table, tokenId), logprob, inspected?.rank ?? null));
  };
  // The start mark is part of what the model reads, and nothing stands before it.
  if (text.startToken !== null) write(text.startToken, 0, null);
  const byteLengths = textByteLengths(text, table).values();
  const startedAtMs = performance.now();
  for await (const event of scoreText(engine, text, 0, Math.max(capturedTokens, top))) {
    if (event.kind === 'tokens')
      for (const step of decodeSteps(event.steps)) write(step.tokenId, byteLengths.next().value ?? 0, step);
  }
  const seconds = (performance.now() - startedAtMs) / 1_000;
  report(scored, scored.length > 0 && seconds > 0 ? scored.length / seconds : null, isJson, terminal);
  const { windows, windowTokens, strideTokens } = planWindows(text, engine.model.contextTokens);
  if (windows > 1 && !isJson)
    terminal.note(
      `${windows} windows of ${windowTokens} tokens, ${strideTokens} new ones in each after the first`,
    );
}

function readable(text: string, logprob: number | null, rank: number | null): string {
  const bits = logprob === null ? '—' : surprisalBits(logprob).toFixed(2);
  const place = logprob === null ? '—' : (rank ?? `>${capturedTokens}`);
  return `${bits.padStart(7)} bits  rank ${String(place).padStart(5)}  ${JSON.stringify(text)}`;
}

function report(
  scored: readonly { logprob: number | null; bytes: number }[],
  tokensPerSecond: number | null,
  isJson: boolean,
  terminal: Terminal,
): void {
  const measures = measureText(scored);
  if (isJson) {
    terminal.line(JSON.stringify({ kind: 'total', tokens: scored.length, tokensPerSecond, ...measures }));
    return;
  }
  const { totalBits, bitsPerByte, perplexity, scoredTokens } = measures;
  terminal.note(
    `${totalBits.toFixed(1)} bits over ${scoredTokens} scored tokens; ${bitsPerByte?.toFixed(2) ?? '—'} bits per byte; perplexity ${perplexity?.toFixed(1) ?? '—'} (this tokeniser only, n = ${scoredTokens})`,
  );
}
