/**
 * What fills a prompt, in tokens: template, system prompt, the messages before, documents, and the message that is being written.
 * Runs in the core. Counts the tokens of a rendered prompt; nothing is estimated, and nothing is rendered to a model's cache.
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

/**
 * Of each document of the message that is being written, in their order. In one text, where nothing says which token is whose,
 * each is counted by itself.
 * @throws engine.*
 */
export async function documentTokens(
  engine: RunningEngine,
  branch: Branch,
  { spans }: Prompt,
): Promise<number[]> {
  const documents = branch.turns.at(-1)?.documents ?? [];
  if (isText(engine, branch))
    return await Promise.all(documents.map(async ({ text }) => (await engine.tokenize(text)).length));
  const own = spans.filter(({ messageId }) => messageId === null);
  return documents.map(({ id }) =>
    own.reduce((sum, { documentId, start, end }) => (documentId === id ? sum + end - start : sum), 0),
  );
}

/** Every token belongs to the part that holds its first byte, see PromptSpan. */
export function partsOfChat({ spans }: Prompt): PromptParts {
  const parts = { template: 0, system: 0, summary: 0, history: 0, attachments: 0, text: 0 };
  for (const { part, messageId, start, end } of spans) parts[placeOf(part, messageId)] += end - start;
  return parts;
}

function placeOf(
  part: Prompt['spans'][number]['part'],
  messageId: Prompt['spans'][number]['messageId'],
): keyof PromptParts {
  if (part === 'system' || part === 'summary') return part;
  if (part === 'document') return 'attachments';
  if (part === 'bos' || part === 'template') return 'template';
  return messageId === null ? 'text' : 'history';
}

/** One text has no marks between its parts: each part is what it adds to those before it, and documents come last. */
async function partsOfText(engine: RunningEngine, branch: Branch, prompt: Prompt): Promise<PromptParts> {
  const bos = prompt.spans[0]?.part === 'bos' ? 1 : 0;
  const tokensOf = async (turns: Branch['turns']): Promise<number> => {
    return await sizeOf({ ...branch, turns });
  };
  const sizeOf = async (part: Branch): Promise<number> => {
    if (part.turns.length === 0 && part.summary === null && part.systemPrompt === '') return bos;
    return (await engine.render(renderRequest(engine, part, 0))).tokenIds.length;
  };
  const hasDocuments = branch.turns.some(({ documents }) => documents !== undefined);
  const turns = branch.turns.map(({ role, text, messageId }) => ({ role, text, messageId }));
  const system = await sizeOf({ ...branch, summary: null, turns: [] });
  const summarised = Math.max(system, await tokensOf([]));
  const before = turns.length > 1 ? await tokensOf(turns.slice(0, -1)) : summarised;
  const plain = hasDocuments ? await tokensOf(turns) : prompt.tokenIds.length;
  // Where two texts join into one token, the later part can add one less than it has alone.
  return {
    template: bos,
    system: system - bos,
    summary: summarised - system,
    history: Math.max(0, before - summarised),
    attachments: Math.max(0, prompt.tokenIds.length - plain),
    text: Math.max(0, plain - Math.max(before, summarised)),
  };
}
