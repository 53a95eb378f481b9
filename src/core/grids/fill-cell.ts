/**
 * What one model says in one cell of a grid: a reply, the probability of a target, or the bits per byte of the prompt.
 * Runs in the core. Knows no other cell and stores nothing.
 */
import { PrismeError } from '#contract/errors.ts';
import type { GridRequest, GridResult, GridTask } from '#contract/grids.ts';
import type { Vocabulary } from '#contract/models.ts';
import type { EvaluationProfile } from '#contract/profile.ts';
import { cellPlace, gridColumns } from '#probability/grids/grid-layout.ts';
import { tokenLogprob } from '#probability/step-measures.ts';
import { measureText, type ScoredToken } from '#probability/text-measures.ts';
import { type Cutter, cutQuestion } from '../choices/cut-question.ts';
import { readContinuations } from '../choices/read-continuations.ts';
import { prepareText, textByteLengths } from '../scoring/prepare-text.ts';
import { wantsStartToken } from '../scoring/wants-start-token.ts';
import { scoreText } from '../scoring/windows.ts';
import { readEngineSteps } from '../generation/read-steps.ts';
import { capturedTokens } from '../generation/run-reply.ts';
import { gridSize } from '#contract/grid-size.ts';
import { writeReply } from './write-reply.ts';

/** A loaded model and its vocabulary, as it is stored and as it is read. */
export type CellModel = Cutter & { readonly vocabulary: Vocabulary };

/**
 * Null: `isLeft` became true.
 * @throws choices.noBeginning, generation.contextFull, scoring.textChanged, model.*, engine.*
 */
export async function fillCell(
  model: CellModel,
  request: GridRequest,
  cell: number,
  isLeft: () => boolean,
): Promise<GridResult | null> {
  const { prompts, task } = request;
  const place = cellPlace(cell, prompts.length);
  const prompt = prompts[place.prompt]?.text ?? '';
  if (task.kind === 'target') return await readTarget(model, task, prompt, isLeft);
  if (task.kind === 'bitsPerByte') return await scorePrompt(model, prompt, isLeft);
  const column = gridColumns(gridSize(request))[place.column];
  const sampler = task.settings[column?.setting ?? 0]?.sampler;
  if (sampler === undefined) throw new PrismeError('app.internal', { reason: 'a cell has no setting' });
  const seed = task.seeds[column?.seed ?? 0] ?? 0;
  return await writeReply(model.engine, model.vocabulary, { ...task, prompt, sampler, seed }, isLeft);
}

async function readTarget(
  cutter: Cutter,
  { reading, target }: Extract<GridTask, { kind: 'target' }>,
  prompt: string,
  isLeft: () => boolean,
): Promise<GridResult | null> {
  const cut = await cutQuestion(cutter, reading, prompt, [target]);
  if (cut.promptIds.length === 0) throw new PrismeError('choices.noBeginning');
  const read = await readContinuations(cutter.engine, cut.promptIds, cut.continuations, isLeft);
  const [first] = read?.readings ?? [];
  if (read === null || first === undefined) return null;
  return {
    kind: 'target',
    logprob: first.logprob,
    isGreedy: first.isGreedy,
    tokens: cut.continuations[0]?.length ?? 0,
    promptTokens: cut.promptIds.length,
    spannedBytes: cut.spannedBytes,
    profile: read.profile,
  };
}

async function scorePrompt(
  { engine, table }: Cutter,
  prompt: string,
  isLeft: () => boolean,
): Promise<GridResult | null> {
  const startsWithBos = await wantsStartToken(engine);
  const text = await prepareText(engine, table, { text: prompt, contextBefore: '', startsWithBos });
  const byteLengths = textByteLengths(text, table);
  const tokens: ScoredToken[] = [];
  let profile: EvaluationProfile = { ...engine.model.profile, pass: 'scoring' };
  // As many as the terminal's `score` asks for, so that its numbers are the same where the exact normaliser is missing.
  for await (const event of scoreText(engine, text, 0, capturedTokens)) {
    // Leaving early stops the engine.
    if (isLeft()) return null;
    if (event.kind === 'end') ({ profile } = event);
    else
      for (const step of readEngineSteps(event))
        tokens.push({ logprob: tokenLogprob(step), bytes: byteLengths[tokens.length] ?? 0 });
  }
  const { bitsPerByte, scoredTokens, scoredBytes } = measureText(tokens);
  return { kind: 'bitsPerByte', bitsPerByte, scoredTokens, scoredBytes, profile };
}
