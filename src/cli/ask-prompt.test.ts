/**
 * `ask --prompt` in the terminal, from its words to the text that is asked, on a real data folder.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PrismeError } from '#contract/errors.ts';
import { promptIdSchema } from '#contract/ids.ts';
import { openDataFolder } from '#core/db/open-data-folder.ts';
import { createStore } from '#core/db/store.ts';
import { promptText } from './ask-prompt.ts';
import { readArguments } from './cli-arguments.ts';

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'prisme-prompt-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

function asked(...args: string[]): string {
  const command = readArguments(['ask', ...args, '--data', dataDir]);
  if (command.kind !== 'ask' || command.prompt === null) throw new Error('a prompt');
  return promptText(command.prompt, { dataDir, now: Date.now });
}

function refusal(...args: string[]): PrismeError {
  try {
    throw new Error(asked(...args));
  } catch (cause) {
    if (cause instanceof PrismeError) return cause;
    throw cause;
  }
}

/** Opens the folder as Prisme does, with one prompt. */
function open(): () => void {
  const folder = openDataFolder({ dataDir, now: Date.now });
  const store = createStore(folder.database);
  store.transaction(() =>
    store.prompts.insert({
      id: promptIdSchema.parse(randomUUID()),
      name: 'Résumé court',
      command: 'resume',
      description: '',
      text: 'Résume {{texte}} en {{longueur|une phrase|deux}} pour {{lecteur:moi}}.',
      timesUsed: 0,
      createdAtMs: 0,
      updatedAtMs: 0,
      deletedAtMs: null,
    }),
  );
  return () => folder.close();
}

it('is found by its command or its name, also while Prisme is open, and takes what is given', () => {
  const close = open();
  expect(asked('--prompt', '/resume', '--var', 'texte=a=b')).toBe('Résume a=b en une phrase pour moi.');
  close();
  expect(
    asked('--prompt', 'RESUME COURT', '--var', 'texte=x', '--var', 'longueur=deux', '--var', 'lecteur='),
  ).toBe('Résume x en deux pour .');
});

it('says what is missing, unknown or no choice', () => {
  open()();
  expect(refusal('--prompt', 'resume').details).toMatchObject({
    option: '--var',
    reason: expect.stringContaining('"texte" has no value'),
  });
  expect(refusal('--prompt', 'resume', '--var', 'text=x').details).toMatchObject({
    reason: expect.stringContaining('no variable "text"'),
  });
  expect(refusal('--prompt', 'resume', '--var', 'texte=x', '--var', 'longueur=dix').details).toMatchObject({
    reason: '"longueur" is one of une phrase, deux',
  });
  expect(refusal('--prompt', 'other').code).toBe('prompt.notFound');
});

it('is not in a folder that is not there', () => {
  expect(refusal('--prompt', 'resume').code).toBe('prompt.notFound');
});
