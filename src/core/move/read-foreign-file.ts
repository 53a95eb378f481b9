/**
 * Reads a file of another program, value by value. Runs in the core. Which fields it has is known to the files in foreign/.
 */
import type { MoveKind } from '#contract/move.ts';
import { readChatGpt } from './foreign/chatgpt.ts';
import { readClaude } from './foreign/claude.ts';
import { type ForeignConversation, foreignItems } from './foreign/foreign-conversation.ts';
import { type JanThread, readJanMessages, readJanThread } from './foreign/jan.ts';
import { readLmStudio } from './foreign/lm-studio.ts';
import { readOpenWebUi } from './foreign/open-webui.ts';
import { type FileReader, type ImportItem, invalidFile } from './import-items.ts';

type ByConversation = Exclude<MoveKind, 'prisme' | 'jan'>;

const readers: Readonly<Record<ByConversation, (value: unknown, place: string) => ForeignConversation>> = {
  chatgpt: readChatGpt,
  claude: readClaude,
  openWebUi: readOpenWebUi,
  lmStudio: readLmStudio,
};

/** Each value is a conversation. @param nowMs for what has no date */
export function createForeignReader(kind: ByConversation, nowMs: number): FileReader {
  return {
    isOwn: false,
    take: ({ value, index }) => foreignItems(readers[kind](value, String(index)), nowMs),
    end: () => [],
  };
}

/** The threads that a set of files has told of so far, by their id. */
export type JanThreads = Map<string, JanThread>;

/** A thread alone brings nothing; the messages that follow take its title. */
export function createJanThreadReader(threads: JanThreads): FileReader {
  return {
    isOwn: false,
    take: ({ value, index }) => {
      const thread = readJanThread(value, String(index));
      threads.set(thread.id, thread);
      return [];
    },
    end: () => [],
  };
}

/** Each value is a message; together they are one conversation. */
export function createJanReader(threads: JanThreads, nowMs: number): FileReader {
  const values: unknown[] = [];
  return {
    isOwn: false,
    take: ({ value, isInArray, index }): ImportItem[] => {
      if (isInArray) throw invalidFile(String(index), 'not a line of its own');
      values.push(value);
      return [];
    },
    end: () =>
      foreignItems(
        readJanMessages(values, (id) => threads.get(id)),
        nowMs,
      ),
  };
}
