/**
 * What was said, as a model reads it: the text of each message, behind the documents that are attached to it. Runs in the core.
 * Renders nothing.
 */
import type { Message } from '#contract/conversations.ts';
import { PrismeError } from '#contract/errors.ts';
import type { DocumentId, MessageId } from '#contract/ids.ts';
import type { Store } from '../db/store.ts';
import { documentPrompt } from '../documents/document-prompt.ts';
import type { BranchTurn } from './fit-context.ts';

type Documents = NonNullable<BranchTurn['documents']>;

export function turnsOf(store: Pick<Store, 'documents'>, path: readonly Message[]): BranchTurn[] {
  return path.map(({ role, text, id, documents }) => {
    const turn = { role, text, messageId: id };
    return documents.length === 0 ? turn : { ...turn, documents: readDocuments(store, documents) };
  });
}

/** The turn of a message that is not stored yet. @throws document.notFound */
export function newTurn(
  store: Pick<Store, 'documents'>,
  text: string,
  messageId: MessageId | null,
  documentIds: readonly DocumentId[] = [],
): BranchTurn {
  const turn = { role: 'user', text, messageId } as const;
  if (documentIds.length === 0) return turn;
  return {
    ...turn,
    documents: readDocuments(
      store,
      documentIds.map((id) => ({ id })),
    ),
  };
}

function readDocuments(
  { documents }: Pick<Store, 'documents'>,
  ids: readonly { readonly id: DocumentId }[],
): Documents {
  return ids.map(({ id }) => {
    const document = documents.find(id);
    if (document === null) throw new PrismeError('document.notFound');
    return { id, text: documentPrompt(document) };
  });
}
