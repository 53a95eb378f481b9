/**
 * Reads a file that restores conversations (contract/conversation-file.ts), value by value. Runs in the core. Every value has
 * its form, stands where it may stand and fits what was before; the first that does not refuses the file.
 */
import { createHash } from 'node:crypto';
import {
  type ConversationFileEntry,
  conversationFileEntrySchema,
  conversationFileHeadSchema,
  type DocumentEntry,
  type EndEntry,
  type MessageEntry,
  type SummaryEntry,
  type SummaryReadEntry,
  type VocabularyEntry,
} from '#contract/conversation-file.ts';
import type { DocumentId, MessageId, VocabularyHash } from '#contract/ids.ts';
import type { Vocabulary } from '#contract/models.ts';
import { documentId } from '../documents/document-id.ts';
import { checked, type FileReader, type ImportItem, invalidFile } from './import-items.ts';
import { importedVocabulary } from './imported-vocabulary.ts';
import type { JsonValue } from './json-values.ts';
import { SummaryCheck } from './summary-check.ts';
import { TraceCheck } from './trace-check.ts';

export type OwnFileContext = {
  /** The vocabulary that is stored under a hash, if there is one. */
  readonly storedVocabulary: (hash: VocabularyHash) => Vocabulary | null;
  /** False: the steps of every token were read before. */
  readonly isNew: boolean;
};

type Known = { readonly hash: VocabularyHash; readonly size: number };

export function createOwnFileReader(context: OwnFileContext): FileReader {
  return new OwnFileReader(context);
}

class OwnFileReader implements FileReader {
  readonly isOwn = true;
  private readonly context: OwnFileContext;
  private readonly hash = createHash('sha256');
  /** The vocabularies that the file brought or the database has, under the hash that the file calls them by. */
  private readonly vocabularies = new Map<VocabularyHash, Known>();
  private readonly counts = { conversations: 0, messages: 0, traces: 0 };
  private readonly documentIds = new Set<DocumentId>();
  /** Of the conversation, each with the number of messages from the root to it. */
  private depths = new Map<MessageId, number>();
  private summaries = new SummaryCheck();
  private leafId: MessageId | null = null;
  private isInConversation = false;
  private message: MessageEntry | null = null;
  private trace: TraceCheck | null = null;
  private hasEnded = false;

  constructor(context: OwnFileContext) {
    this.context = context;
  }

  *take({ index, isInArray, value }: JsonValue): Generator<ImportItem, void, void> {
    const place = String(index);
    if (!isInArray) throw invalidFile(place, 'not in an array');
    if (this.hasEnded) throw invalidFile(place, 'something stands behind the end');
    if (index === 0) {
      this.add(checked(conversationFileHeadSchema, value, place));
      return;
    }
    const entry = checked(conversationFileEntrySchema, value, place);
    yield* this.read(entry, place);
    if (entry.kind !== 'end') this.add(entry);
  }

  *end(): Generator<ImportItem, void, void> {
    if (!this.hasEnded) throw invalidFile('', 'the entry "end" is missing');
    yield* [];
  }

  private add(value: unknown): void {
    this.hash.update(`${JSON.stringify(value)}\n`);
  }

  private *read(entry: ConversationFileEntry, place: string): Generator<ImportItem, void, void> {
    if (entry.kind === 'message') this.readMessage(entry, place);
    else if (entry.kind === 'trace') return yield this.readTrace(entry, place);
    else if (entry.kind === 'tokens') this.openTrace(place).readTokens(entry, place);
    else if (entry.kind === 'promptScore') this.openTrace(place).readPromptScore(place);
    else if (entry.kind === 'summary' || entry.kind === 'summaryRead') this.readSummary(entry, place);
    else {
      yield* this.endConversation(place);
      if (entry.kind === 'end') return this.readEnd(entry, place);
      if (entry.kind === 'vocabulary') return yield this.readVocabulary(entry, place);
      if (entry.kind === 'document') return yield this.readDocument(entry, place);
      this.isInConversation = true;
      this.counts.conversations += 1;
      this.leafId = entry.leafId;
      this.requireDocuments(entry.draftDocumentIds, `${place}.draftDocumentIds`);
    }
    yield { kind: 'part', part: entry };
  }

  private *endConversation(place: string): Generator<ImportItem, void, void> {
    this.endMessage(place);
    if (!this.isInConversation) return;
    if (this.leafId !== null && !this.depths.has(this.leafId))
      throw invalidFile(place, 'leafId of the conversation before names no message of it');
    this.isInConversation = false;
    this.depths = new Map();
    this.summaries = new SummaryCheck();
    yield { kind: 'whole' };
  }

  private endMessage(place: string): void {
    this.trace?.end(place);
    this.trace = null;
    this.message = null;
  }

  private readMessage(entry: MessageEntry, place: string): void {
    this.endMessage(place);
    if (!this.isInConversation) throw invalidFile(place, 'a message without a conversation');
    if (this.summaries.hasBegun) throw invalidFile(place, 'a message behind a summary');
    if (this.depths.has(entry.id)) throw invalidFile(`${place}.id`, 'the id stands twice');
    const before = entry.parentId === null ? 0 : this.depths.get(entry.parentId);
    if (before === undefined) throw invalidFile(`${place}.parentId`, 'no message before this one');
    if (entry.role === 'user' && (entry.state !== 'complete' || entry.end !== null || entry.fork !== null))
      throw invalidFile(place, 'what only replies have');
    if (entry.role === 'assistant' && entry.documentIds !== undefined)
      throw invalidFile(`${place}.documentIds`, 'what only questions have');
    this.requireDocuments(entry.documentIds, `${place}.documentIds`);
    this.depths.set(entry.id, before + 1);
    this.counts.messages += 1;
    this.message = entry;
  }

  private readSummary(entry: SummaryEntry | SummaryReadEntry, place: string): void {
    this.endMessage(place);
    this.summaries.read(entry, place, this.depths);
  }

  private readTrace(entry: Extract<ConversationFileEntry, { kind: 'trace' }>, place: string): ImportItem {
    if (this.message?.role !== 'assistant' || this.trace !== null)
      throw invalidFile(place, 'a trace without a reply before it');
    const known = this.known(entry.vocabularyHash);
    if (known === null) throw invalidFile(`${place}.vocabularyHash`, 'its vocabulary is missing');
    if (known.size !== entry.vocabularySize)
      throw invalidFile(`${place}.vocabularySize`, 'not the size of its vocabulary');
    this.trace = new TraceCheck(entry, place, this.context.isNew);
    this.counts.traces += 1;
    return { kind: 'part', part: { ...entry, vocabularyHash: known.hash } };
  }

  private openTrace(place: string): TraceCheck {
    if (this.trace === null) throw invalidFile(place, 'tokens without a trace');
    return this.trace;
  }

  private known(hash: VocabularyHash): Known | null {
    const known = this.vocabularies.get(hash);
    if (known !== undefined) return known;
    const stored = this.context.storedVocabulary(hash);
    if (stored === null) return null;
    this.vocabularies.set(hash, { hash, size: stored.types.length });
    return { hash, size: stored.types.length };
  }

  private readVocabulary(entry: VocabularyEntry, place: string): ImportItem {
    if (this.vocabularies.has(entry.hash)) throw invalidFile(`${place}.hash`, 'the vocabulary stands twice');
    const vocabulary = importedVocabulary(entry);
    if (vocabulary === null) throw invalidFile(place, 'bytes, offsets and types are not one vocabulary');
    this.vocabularies.set(entry.hash, { hash: vocabulary.hash, size: vocabulary.types.length });
    return { kind: 'vocabulary', vocabulary };
  }

  private readDocument({ kind: _kind, ...document }: DocumentEntry, place: string): ImportItem {
    if (document.id !== documentId(document, document.text))
      throw invalidFile(`${place}.id`, 'the document is not as it was written');
    this.documentIds.add(document.id);
    return { kind: 'document', document: { ...document, pages: document.text.length } };
  }

  private requireDocuments(ids: readonly DocumentId[] | undefined, place: string): void {
    const missing = (ids ?? []).findIndex((id) => !this.documentIds.has(id));
    if (missing >= 0) throw invalidFile(`${place}.${missing}`, 'no document before this one');
  }

  private readEnd(entry: EndEntry, place: string): void {
    for (const [name, count] of Object.entries(this.counts) as [keyof typeof this.counts, number][])
      if (entry[name] !== count) throw invalidFile(`${place}.${name}`, `the file holds ${count}`);
    if (entry.sha256 !== undefined && entry.sha256 !== this.hash.digest('hex'))
      throw invalidFile(`${place}.sha256`, 'the file is not as it was written');
    this.hasEnded = true;
  }
}
