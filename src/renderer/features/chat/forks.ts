/**
 * Where versions of a reply left each other. Page: from a fork to the token that it began with, and back.
 */
import type { Fork, Message } from '#contract/conversations.ts';
import type { ConversationId, MessageId } from '#contract/ids.ts';
import { visibleText } from '../../components/heat-map/visible-text.ts';
import { tokenSelection, type TokenSelection } from '../../state/traces/selection.ts';
import { selectVersion } from './chat-actions.ts';

const mostCharacters = 40;

/** What was put there, in one line: without the space before it, never more than a few words. */
export function nameOfFork({ text }: Pick<Fork, 'text'>): string {
  const shown = visibleText(text).replaceAll('␣', ' ').trim();
  const characters = Array.from(shown === '' ? visibleText(text) : shown);
  return characters.length > mostCharacters
    ? `${characters.slice(0, mostCharacters).join('').trimEnd()}…`
    : characters.join('');
}

/** The first token that was put into a branched reply; null: it was not branched. */
export function forcedToken({ id, fork }: Pick<Message, 'id' | 'fork'>): TokenSelection | null {
  if (!fork) return null;
  return { messageId: id, target: 'reply', position: fork.target === 'reply' ? fork.position : 0 };
}

/** The token of the other version at whose place the branch left; null: that version is gone. */
export function leftToken({ sourceId, target, position }: Fork): TokenSelection | null {
  return sourceId === null || target === 'start' ? null : { messageId: sourceId, target, position };
}

/** What a person wrote as the beginning of a reply; undefined: nothing. */
export function beginningOf({ fork }: Pick<Message, 'fork'>): string | undefined {
  return fork?.target === 'start' ? fork.text : undefined;
}

/** Shows a version, and in it a token. */
export async function jumpTo(
  conversationId: ConversationId,
  messageId: MessageId,
  token: TokenSelection | null,
): Promise<void> {
  await selectVersion(conversationId, messageId);
  tokenSelection.set(token);
}
