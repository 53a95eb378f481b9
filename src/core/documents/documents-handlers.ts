/**
 * Answers the documents part of the contract. Runs in the core.
 */
import type { CoreImplementer } from '../app/implementer.ts';
import type { DocumentsService } from './documents.ts';

export function documentsHandlers(implementer: CoreImplementer, documents: DocumentsService) {
  const procedures = implementer.documents;
  return {
    upload: procedures.upload.handler(({ input }) => {
      documents.upload(input);
      return {};
    }),
    add: procedures.add.handler(({ input, signal }) => documents.add(input, signal)),
    get: procedures.get.handler(({ input }) => {
      const document = documents.get(input.documentId);
      return { ...document, text: [...document.text] };
    }),
    remove: procedures.remove.handler(({ input }) => {
      documents.remove(input.conversationId, input.documentId);
      return {};
    }),
    putBack: procedures.putBack.handler(({ input }) => {
      documents.putBack(input.conversationId, input.documentId, input.position);
      return {};
    }),
  };
}
