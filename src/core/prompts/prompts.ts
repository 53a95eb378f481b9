/**
 * The prompt library: list, create, change, delete and take back, count uses, and take prompts from a file. Runs in the core.
 * Fills in no variable: that is done where the text goes (contract/prompt-template.ts).
 */
import { PrismeError } from '#contract/errors.ts';
import type { PromptId } from '#contract/ids.ts';
import { readPromptFile } from '#contract/prompt-file.ts';
import {
  foldName,
  mostLibraryCharacters,
  mostPrompts,
  type PromptFields,
  type PromptImport,
  type SavedPrompt,
} from '#contract/prompts.ts';
import type { Notices } from '../app/notices.ts';
import type { PromptRecord } from '../db/prompts.ts';
import type { Store } from '../db/store.ts';

export type PromptsContext = {
  readonly store: Pick<Store, 'prompts' | 'transaction'>;
  readonly notices: Notices;
  readonly now: () => number;
  readonly newId: () => string;
};

type Changes = { readonly [Key in keyof PromptFields]?: PromptFields[Key] | undefined };

export type PromptsService = {
  list(): SavedPrompt[];
  /** @throws prompt.nameTaken, prompt.commandTaken, prompt.tooMany */
  create(fields: PromptFields): SavedPrompt;
  /** @throws prompt.notFound, and what `create` throws */
  update(id: PromptId, changes: Changes): SavedPrompt;
  /** @throws prompt.notFound */
  delete(id: PromptId): void;
  /** @throws prompt.notFound, and what `create` throws */
  restore(id: PromptId): SavedPrompt;
  /** @throws prompt.notFound */
  countUse(id: PromptId): void;
  /** @throws prompt.invalidFile, prompt.tooMany */
  import(text: string): PromptImport;
};

export function createPrompts({ store, notices, now, newId }: PromptsContext): PromptsService {
  const { prompts } = store;

  /** Checks and writes in one transaction, then tells the pages. */
  function write<Result>(work: () => Result): Result {
    const result = store.transaction(work);
    notices.publish({ kind: 'promptsChanged' });
    return result;
  }

  function present(id: PromptId): PromptRecord {
    const prompt = prompts.find(id);
    if (prompt === null || prompt.deletedAtMs !== null) throw new PrismeError('prompt.notFound');
    return prompt;
  }

  function added(fields: PromptFields, others = prompts.list()): PromptRecord {
    // newId gives UUIDs, which is all that the brand says.
    const id = newId() as PromptId;
    const record = { ...fields, id, timesUsed: 0, createdAtMs: now(), updatedAtMs: now(), deletedAtMs: null };
    requireRoom(others, record);
    prompts.insert(record);
    return record;
  }

  /** Writes what a prompt becomes, if it may. */
  function put(prompt: PromptRecord): PromptRecord {
    requireRoom(prompts.list(), prompt);
    prompts.update(prompt);
    return prompt;
  }

  return {
    list: () => prompts.list().map(shown),
    create: (fields) => shown(write(() => added(fields))),
    update: (id, changes) =>
      shown(write(() => put({ ...changed(present(id), changes), updatedAtMs: now() }))),
    delete: (id) => write(() => prompts.update({ ...present(id), deletedAtMs: now() })),
    restore: (id) =>
      shown(
        write(() => {
          const prompt = prompts.find(id);
          if (prompt === null) throw new PrismeError('prompt.notFound');
          return put({ ...prompt, deletedAtMs: null });
        }),
      ),
    countUse: (id) =>
      write(() => {
        const prompt = present(id);
        prompts.update({ ...prompt, timesUsed: prompt.timesUsed + 1 });
      }),
    import: (text) => {
      const given = readPromptFile(text);
      return write(() => importAll(given, prompts.list(), added));
    },
  };
}

function shown(record: PromptRecord): SavedPrompt {
  const { id, name, command, description, text, timesUsed, createdAtMs, updatedAtMs } = record;
  return { id, name, command, description, text, timesUsed, createdAtMs, updatedAtMs };
}

function changed(prompt: PromptRecord, changes: Changes): PromptRecord {
  return {
    ...prompt,
    name: changes.name ?? prompt.name,
    command: changes.command ?? prompt.command,
    description: changes.description ?? prompt.description,
    text: changes.text ?? prompt.text,
  };
}

function requireRoom(all: readonly PromptRecord[], prompt: PromptRecord): void {
  const others = all.filter(({ id }) => id !== prompt.id);
  if (isTaken(others, 'name', prompt.name)) throw new PrismeError('prompt.nameTaken');
  if (isTaken(others, 'command', prompt.command)) throw new PrismeError('prompt.commandTaken');
  const characters = others.reduce((sum, { text }) => sum + text.length, prompt.text.length);
  if (others.length >= mostPrompts || characters > mostLibraryCharacters)
    throw new PrismeError('prompt.tooMany');
}

function isTaken(others: readonly PromptFields[], field: 'name' | 'command', value: string): boolean {
  const folded = foldName(value);
  return others.some((other) => foldName(other[field]) === folded);
}

/** @param present grows by what is added */
function importAll(
  given: readonly PromptFields[],
  present: PromptRecord[],
  add: (fields: PromptFields, others: PromptRecord[]) => PromptRecord,
): PromptImport {
  const addedIds: PromptId[] = [];
  let [skipped, renamed] = [0, 0];
  for (const prompt of given) {
    if (present.some((other) => isSame(other, prompt))) {
      skipped += 1;
      continue;
    }
    const name = freeValue(prompt.name, ' ', 80, (value) => isTaken(present, 'name', value));
    const command = freeValue(prompt.command, '-', 40, (value) => isTaken(present, 'command', value));
    if (name !== prompt.name || command !== prompt.command) renamed += 1;
    const record = add({ ...prompt, name, command }, present);
    present.push(record);
    addedIds.push(record.id);
  }
  return { addedIds, skipped, renamed };
}

function isSame(one: PromptFields, other: PromptFields): boolean {
  return (
    one.name === other.name &&
    one.command === other.command &&
    one.description === other.description &&
    one.text === other.text
  );
}

/** The value, or with the first number behind it that is free. */
function freeValue(
  value: string,
  between: string,
  longest: number,
  isUsed: (value: string) => boolean,
): string {
  let free = value;
  for (let number = 2; isUsed(free); number += 1) {
    const ending = `${between}${number}`;
    free = `${value.slice(0, longest - ending.length).trimEnd()}${ending}`;
  }
  return free;
}
