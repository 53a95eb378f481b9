/**
 * What decides how a model is given conversations: the file, a person's choice, and nothing else.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelId } from '#contract/ids.ts';
import { migrate } from '#core/db/migrate.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import { createTinyLlama, chatmlTemplate } from '../../../fixtures/tiny-llama.ts';
import { builtInFormats } from './chat-formats/built-in-formats.ts';
import { createModelLibrary } from './create-model-library.ts';
import type { ModelLibrary } from './model-library.ts';

let folder = '';
let database: Database;
let library: ModelLibrary;
const open = (): ModelLibrary =>
  createModelLibrary({
    database,
    modelDirs: [folder],
    launchEngine: () => Promise.reject(new Error('nothing is loaded here')),
    now: () => 0,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-chat-choice-'));
  database = openDatabase(join(folder, 'prisme.db'), { create: true });
  migrate(database, null, () => 0);
  library = open();
});
afterEach(async () => {
  await library.close();
  database.close();
  rmSync(folder, { recursive: true });
});

async function add(fileName: string, chatTemplate: string | null): Promise<ModelId> {
  const path = join(folder, fileName);
  writeFileSync(path, createTinyLlama({ chatTemplate, layers: 1, seed: fileName.length }).file);
  return (await library.addFile(path)).id;
}

describe('how a model is given conversations', () => {
  it('is the file’s template, whose format is named', async () => {
    expect(library.get(await add('tiny.gguf', chatmlTemplate))).toMatchObject({
      hasChatTemplate: true,
      chatFormat: 'chatml',
      chat: { kind: 'file' },
      isChatChosen: false,
      suggestedFormat: null,
    });
  });

  it('is the file’s template where its format is not recognised', async () => {
    expect(library.get(await add('odd.gguf', '{{ messages[0].content }}'))).toMatchObject({
      chatFormat: null,
      chat: { kind: 'file' },
    });
  });

  it('is no chat where the file has no template; its name only suggests a format', async () => {
    const facts = {
      hasChatTemplate: false,
      chatFormat: null,
      chat: { kind: 'completion' },
      isChatChosen: false,
    };
    expect(library.get(await add('vicuna-7b.gguf', null))).toMatchObject({
      ...facts,
      suggestedFormat: 'vicuna',
    });
    expect(library.get(await add('base.gguf', ''))).toMatchObject({ ...facts, suggestedFormat: null });
  });

  it('is what a person chose, over a restart, until the choice is taken back', async () => {
    const id = await add('vicuna-7b.gguf', null);
    await library.setChat(id, { kind: 'format', format: 'vicuna' });
    await library.close();
    library = open();
    expect(library.get(id)).toMatchObject({ chat: { kind: 'format', format: 'vicuna' }, isChatChosen: true });
    await library.setChat(id, { kind: 'custom', template: '{{ messages }}' });
    expect(library.get(id).chat).toEqual({ kind: 'custom' });
    await library.setChat(id, null);
    expect(library.get(id)).toMatchObject({ chat: { kind: 'completion' }, isChatChosen: false });
  });

  it('cannot be a template that the file does not have', async () => {
    const id = await add('base.gguf', null);
    await expect(library.setChat(id, { kind: 'file' })).rejects.toMatchObject({
      code: 'model.noChatTemplate',
    });
    const chosen = await add('chat.gguf', chatmlTemplate);
    await library.setChat(chosen, { kind: 'completion' });
    expect(library.get(chosen).chat).toEqual({ kind: 'completion' });
    await library.setChat(chosen, { kind: 'file' });
    expect(library.get(chosen)).toMatchObject({ chat: { kind: 'file' }, isChatChosen: true });
  });
});

describe('a template to be read', () => {
  it('is the file’s, a format’s, or the person’s', async () => {
    const id = await add('tiny.gguf', chatmlTemplate);
    expect(await library.chatTemplate(id, { kind: 'file' })).toEqual({ text: chatmlTemplate, warnings: [] });
    expect(await library.chatTemplate(id, { kind: 'format', format: 'llama2' })).toEqual({
      text: builtInFormats.llama2,
      warnings: [],
    });
    expect(await library.chatTemplate(id, { kind: 'custom' })).toBeNull();
    expect(await library.chatTemplate(id, { kind: 'completion' })).toBeNull();
    await library.setChat(id, { kind: 'custom', template: '{{ tools }}' });
    expect(await library.chatTemplate(id, { kind: 'custom' })).toEqual({
      text: '{{ tools }}',
      warnings: ['unrecognised', 'tools', 'noReplyStart'],
    });
  });

  it('is none where the file has none, and is cut where it is longer than what is read', async () => {
    expect(await library.chatTemplate(await add('base.gguf', null), { kind: 'file' })).toBeNull();
    const long = await library.chatTemplate(
      await add('long-one.gguf', chatmlTemplate + ' '.repeat(300_000)),
      {
        kind: 'file',
      },
    );
    expect(long?.text).toHaveLength(256 * 1024);
    expect(long?.warnings).toEqual(['long', 'cut']);
  });
});

it('looks for the format in files that an earlier Prisme identified, without reading them whole again', async () => {
  const id = await add('tiny.gguf', chatmlTemplate);
  database.exec("UPDATE models SET summary_json = json_remove(summary_json, '$.chatFormat')");
  await library.close();
  library = open();
  expect(library.get(id).chatFormat).toBeNull();
  await library.rescan();
  expect(library.get(id).chatFormat).toBe('chatml');
  await library.close();
  library = open();
  expect(library.get(id).chatFormat).toBe('chatml');
});
