/**
 * What stands in the context, as parts of one bar. Pure. The numbers are the core's; nothing is estimated here.
 */
import type { Conversation } from '#contract/conversations.ts';
import type { Preview } from '#contract/generation.ts';

export const contextPartNames = [
  'template',
  'system',
  'summary',
  'history',
  'attachments',
  'text',
  'beginning',
  'reserve',
  'free',
] as const;
export type ContextPartName = (typeof contextPartNames)[number];

export type ContextPart = {
  readonly name: ContextPartName;
  readonly tokens: number;
  /** Of the bar, 0 to 1. They sum to 1. */
  readonly share: number;
};

/** In the order of the prompt, then the room behind it. Where the prompt takes the room of the reply, there is less of that. */
export function contextParts(preview: Preview): readonly ContextPart[] {
  const { parts, beginningTokens, reserveTokens, contextTokens } = preview;
  const known = tokensRead(preview) + beginningTokens;
  const reserve = Math.max(0, Math.min(reserveTokens, contextTokens - known));
  const free = Math.max(0, contextTokens - known - reserve);
  const tokens = { ...parts, beginning: beginningTokens, reserve, free };
  const whole = known + reserve + free;
  return contextPartNames.map((name) => ({ name, tokens: tokens[name], share: tokens[name] / whole }));
}

/** Tokens that the model would read. */
export function tokensRead({ parts }: Preview): number {
  return Object.values(parts).reduce((sum, tokens) => sum + tokens, 0);
}

/** How many tokens of documents would fit beside the rest of this message. */
export function roomForDocuments(preview: Preview): number {
  const { parts, beginningTokens, reserveTokens, contextTokens } = preview;
  const rest = tokensRead(preview) - parts.attachments + beginningTokens;
  return Math.max(0, contextTokens - reserveTokens - rest);
}

/** Whether the oldest messages would be summarised before a reply, because the conversation was told so. */
export function willSummarise(
  { contextStrategy }: Pick<Conversation, 'contextStrategy'>,
  { wouldSummarise }: Preview,
): boolean {
  return contextStrategy === 'summariseOldest' && wouldSummarise.length > 0;
}
