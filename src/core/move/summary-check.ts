/**
 * Checks the summaries of one conversation while they are read from a file. Runs in the core. What they name was before them.
 */
import type { SummaryEntry, SummaryReadEntry } from '#contract/conversation-file.ts';
import type { MessageId } from '#contract/ids.ts';
import { invalidFile } from './import-items.ts';

export class SummaryCheck {
  #summaries = 0;
  readonly #readers = new Set<MessageId>();

  /** Something of them was read: messages do not follow any more. */
  get hasBegun(): boolean {
    return this.#summaries + this.#readers.size > 0;
  }

  /**
   * @param depths of the messages: how many lead to each, itself included
   * @throws move.invalidFile
   */
  read(entry: SummaryEntry | SummaryReadEntry, place: string, depths: ReadonlyMap<MessageId, number>): void {
    const isSummary = entry.kind === 'summary';
    const [field, id] = isSummary
      ? (['lastMessageId', entry.lastMessageId] as const)
      : (['messageId', entry.messageId] as const);
    if (!depths.has(id)) throw invalidFile(`${place}.${field}`, 'no message before this one');
    if (isSummary) {
      if (this.#readers.size > 0) throw invalidFile(place, 'a summary behind what a reply read');
      if (depths.get(id) !== entry.messageCount)
        throw invalidFile(`${place}.messageCount`, `${depths.get(id)} messages lead there`);
      this.#summaries += 1;
      return;
    }
    if (this.#readers.has(id)) throw invalidFile(`${place}.messageId`, 'it stands twice');
    if (entry.summary !== null && entry.summary >= this.#summaries)
      throw invalidFile(`${place}.summary`, 'no summary before this one');
    this.#readers.add(id);
  }
}
