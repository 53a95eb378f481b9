/**
 * Titles of conversations: the first words, or written by the conversation's own model in the background. Portable. What
 * a person writes themselves goes through conversations.update.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { errorMap } from './errors.ts';
import { conversationIdSchema } from './ids.ts';

const procedure = oc.errors(errorMap);
const byId = z.object({ conversationId: conversationIdSchema });

/** `kept`: what the model wrote is no title. `cancelled`: somebody gave it up, renamed the conversation or deleted it. */
export const titleOutcomeSchema = z.enum(['written', 'kept', 'cancelled']);
export type TitleOutcome = z.infer<typeof titleOutcomeSchema>;

export const titlesContract = {
  /**
   * The conversation's model, which has to be loaded, writes a new title as soon as nobody wants anything of any model;
   * answers when that is over. Also takes the place of a title that a person wrote: they ask for it.
   * Errors: conversation.notFound, message.notFound, title.modelNotLoaded, model.noChatTemplate, generation.contextFull, engine.*
   */
  write: procedure.input(byId).output(z.object({ outcome: titleOutcomeSchema })),
  /** Gives up the title that is being written, or waits to be; the old one stays. */
  cancel: procedure.input(byId).output(z.object({})),
  /** The first words again, for good: they are the person's choice then. Errors: conversation.notFound */
  takeBack: procedure.input(byId).output(z.object({})),
};

/** The first words of a message, as the name of a conversation that has none. At most 60 characters, whole words. */
export function titleFrom(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.replace(/\s+/g, ' ') ?? '';
  const mostCharacters = 60;
  if (line.length <= mostCharacters) return line;
  const cut = line.slice(0, mostCharacters);
  const lastSpace = cut.lastIndexOf(' ');
  return `${(lastSpace > 20 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`;
}
