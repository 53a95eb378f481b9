/**
 * What fills a prompt, in tokens: template, system prompt, the messages before, and the one that is being written. Runs in
 * the core. Counts the tokens of a rendered prompt; nothing is estimated, and nothing is rendered to a model's cache.
 */
import type { Preview } from '#contract/generation.ts';
import type { Prompt } from '#contract/prompt.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import { type Branch, isText, renderRequest } from './fit-context.ts';

export type PromptParts = Preview['parts'];

/**
 * @param branch what was rendered as `prompt`; its last turn is being written and has no id yet
 * @throws engine.*
 */
export async function measureParts(
  engine: RunningEngine,
  branch: Branch,
  prompt: Prompt,
): Promise<PromptParts> {
  return isText(engine, branch) ? await partsOfText(engine, branch, prompt) : partsOfChat(prompt);
}

/** Every token belongs to the part that holds its first byte, see PromptSpan. */
export function partsOfChat({ spans }: Prompt): PromptParts {
  const parts = { template: 0, system: 0, summary: 0, history: 0, text: 0 };
  for (const { part, messageId, start, end } of spans) parts[placeOf(part, messageId)] += end - start;
  return parts;
}

function placeOf(
  part: Prompt['spans'][number]['part'],
  messageId: Prompt['spans'][number]['messageId'],
): keyof PromptParts {
  if (part === 'system' || part === 'summary') return part;
  if (part === 'bos' || part === 'template') return 'template';
  return messageId === null ? 'text' : 'history';
}

/** One text has no marks between its parts: each part is what it adds to those before it. */
async function partsOfText(engine: RunningEngine, branch: Branch, prompt: Prompt): Promise<PromptParts> {
  const bos = prompt.spans[0]?.part === 'bos' ? 1 : 0;
  const tokensOf = async (turns: Branch['turns']): Promise<number> => {
    return await sizeOf({ ...branch, turns });
  };
  const sizeOf = async (part: Branch): Promise<number> => {
    if (part.turns.length === 0 && part.summary === null && part.systemPrompt === '') return bos;
    return (await engine.render(renderRequest(engine, part, 0))).tokenIds.length;
  };
  const system = await sizeOf({ ...branch, summary: null, turns: [] });
  const summarised = Math.max(system, await tokensOf([]));
  const before = branch.turns.length > 1 ? await tokensOf(branch.turns.slice(0, -1)) : summarised;
  // Where two texts join into one token, the later part can add one less than it has alone.
  return {
    template: bos,
    system: system - bos,
    summary: summarised - system,
    history: Math.max(0, before - summarised),
    text: Math.max(0, prompt.tokenIds.length - Math.max(before, summarised)),
  };
}
