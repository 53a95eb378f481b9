import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { binnedFileIdSchema, type ModelId, placeIdSchema } from '#contract/ids.ts';
import { loadSettingsSchema } from '#contract/models.ts';
import { migrate } from '#core/db/migrate.ts';
import { createModelTable } from '#core/db/models.ts';
import { type Database, openDatabase } from '#core/db/open.ts';
import { silentLog } from '#core/testing/core-options.ts';
import { placeId } from './model-folders.ts';
import { ModelFiles } from './model-files.ts';
import { smallModelFile, splitModelFiles } from './testing/small-model-file.ts';

const day = 24 * 60 * 60 * 1_000;
let folder: string;
let modelDir: string;
let database: Database;
let files: ModelFiles;
let nowMs: number;
let onList: () => void;
let ids: number;

const at = (...names: string[]): string => join(modelDir, ...names);
const write = (name: string, bytes = smallModelFile(name)): void => writeFileSync(at(name), bytes);
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function open(): ModelFiles {
  return new ModelFiles(
    {
      database,
      table: createModelTable(database),
      modelDirs: [modelDir],
      usualFolders: [
        { kind: 'ollama', path: join(folder, 'ollama') },
        { kind: 'lmStudio', path: join(folder, 'nowhere') },
      ],
      now: () => nowMs,
      newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
      log: silentLog,
    },
    () => onList(),
  );
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prisme-files-'));
  modelDir = join(folder, 'models');
  mkdirSync(modelDir);
  database = openDatabase(join(folder, 'prisme.db'), { create: true });
  migrate(database, null, () => 0);
  nowMs = 1_000_000;
  ids = 0;
  onList = () => undefined;
  files = open();
});
afterEach(async () => {
  await files.close();
  database.close();
  rmSync(folder, { recursive: true });
});

/** The models of the list: file name, and whether they are there. */
const listed = () =>
  files.known
    .list()
    .map(({ path, isPresent, isReplaced, copies }) => ({ path, isPresent, isReplaced, copies }));

async function added(name: string): Promise<ModelId> {
  write(name);
  return files.add(at(name));
}

describe('what became of a file', () => {
  it('a file that was moved is the same model at its new place, and is not read again', async () => {
    const id = await added('a.gguf');
    mkdirSync(at('deeper'));
    renameSync(at('a.gguf'), at('deeper', 'b.gguf'));
    // What nobody reads may be anything, as long as it looks the same.
    const { size, atime, mtime } = statSync(at('deeper', 'b.gguf'));
    writeFileSync(at('deeper', 'b.gguf'), Buffer.alloc(size));
    utimesSync(at('deeper', 'b.gguf'), atime, mtime);
    const stamp = statSync(at('deeper', 'b.gguf')).mtimeMs;
    database.prepare('UPDATE model_files SET modified_at_ms = ?').run(stamp);
    await files.close();
    files = open();
    await files.rescan();
    expect(listed()).toEqual([
      { path: at('deeper', 'b.gguf'), isPresent: true, isReplaced: false, copies: 1 },
    ]);
    expect(files.known.find(id)?.path).toBe(at('deeper', 'b.gguf'));
  });

  it('says where a moved file was', async () => {
    const id = await added('a.gguf');
    renameSync(at('a.gguf'), at('b.gguf'));
    await files.rescan();
    const { movedFrom, places } = await files.inspect(id);
    expect(movedFrom).toBe(at('a.gguf'));
    expect(places.map(({ fileName }) => fileName)).toEqual(['b.gguf']);
  });

  it('a model whose place something else has taken stays in the list, also over a restart', async () => {
    const id = await added('a.gguf');
    write('a.gguf', smallModelFile('another'));
    await files.rescan();
    await files.close();
    files = open();
    const [replaced, other] = listed();
    expect(replaced).toEqual({ path: at('a.gguf'), isPresent: false, isReplaced: true, copies: 0 });
    expect(other).toEqual({ path: at('a.gguf'), isPresent: true, isReplaced: false, copies: 1 });
    expect((await files.inspect(id)).error).toMatchObject({ code: 'model.unreadable' });
    write('back.gguf', smallModelFile('a.gguf'));
    await files.rescan();
    expect(files.known.find(id)).toMatchObject({ isPresent: true, isReplaced: false });
  });

  it('copies are one model with the bytes that could be freed, and links free nothing', async () => {
    const id = await added('a.gguf');
    copyFileSync(at('a.gguf'), at('b.gguf'));
    linkSync(at('a.gguf'), at('c.gguf'));
    await files.rescan();
    const { places, freeableBytes } = await files.inspect(id);
    expect(places.map(({ fileName, isLink }) => [fileName, isLink])).toEqual([
      ['a.gguf', false],
      ['b.gguf', false],
      ['c.gguf', true],
    ]);
    expect(freeableBytes).toBe(smallModelFile('a.gguf').length);
    expect(files.known.find(id)?.copies).toBe(3);
  });
});

describe('what a file says', () => {
  it('is read from the header, by type and by part, and adds up to the file', async () => {
    const id = await added('a.gguf');
    const { facts, error } = await files.inspect(id);
    expect(error).toBeNull();
    expect(facts).toMatchObject({
      sha256: hashOf(smallModelFile('a.gguf')),
      blockCount: 2,
      tensorTypes: [{ type: 'F32', tensors: 1, parameters: 40, bytes: 160 }],
      hasOutputMatrix: false,
    });
    expect(facts?.parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(facts?.sizeBytes);
  });

  it('is an error with the places where the file is gone', async () => {
    const id = await added('a.gguf');
    rmSync(at('a.gguf'));
    await files.rescan();
    const { facts, error, places } = await files.inspect(id);
    expect([facts, error?.code]).toEqual([null, 'model.unreadable']);
    expect(places.map(({ isPresent }) => isPresent)).toEqual([false]);
  });
});

describe('a model that is split over files', () => {
  const [first, second] = splitModelFiles('split');
  const names = ['big-00001-of-00002.gguf', 'big-00002-of-00002.gguf'] as const;

  it('is one model with an id made of the hashes of its files', async () => {
    write(names[0], first);
    write(names[1], second);
    await files.rescan();
    const [model] = files.known.list();
    expect(files.known.list()).toHaveLength(1);
    expect(model?.stored).toMatchObject({
      id: hashOf(Buffer.from(`${hashOf(first)}\n${hashOf(second)}\n`)),
      sizeBytes: first.length + second.length,
      summary: { parameterCount: 56 },
    });
    if (model === undefined) throw new Error('nothing was found');
    expect((await files.inspect(model.stored.id)).facts).toMatchObject({ fileCount: 2, tensorCount: 2 });
    rmSync(at(names[1]));
    await files.rescan();
    expect(files.known.find(model.stored.id)?.isPresent).toBe(false);
    expect(files.known.rejected()).toMatchObject([
      { error: { code: 'model.partMissing', details: { fileName: names[1] } } },
    ]);
  });

  it('says which file is missing, and is there once it has come', async () => {
    write(names[0], first);
    await files.rescan();
    expect(files.known.list()).toEqual([]);
    expect(files.known.rejected()).toMatchObject([
      { error: { code: 'model.partMissing', details: { fileName: names[1] } } },
    ]);
    write(names[1], second);
    await files.rescan();
    expect([files.known.list().length, files.known.rejected()]).toEqual([1, []]);
  });

  it('is deleted and put back as a whole', async () => {
    write(names[0], first);
    write(names[1], second);
    const id = await files.add(at(names[0]));
    const { id: binId } = await files.deleteFile(id, placeId(at(names[0])));
    expect(readdirSync(modelDir)).toEqual(['.prisme-bin']);
    await files.restoreFile(binId);
    expect(readdirSync(modelDir)).toEqual([...names]);
  });
});

describe('taking from the list and deleting', () => {
  it('what was taken from the list comes back as it was', async () => {
    const id = await added('a.gguf');
    files.known.setLoadSettings(id, loadSettingsSchema.parse({ contextTokens: 32, threads: 1, gpu: 'off' }));
    files.remove(id);
    expect(listed()).toEqual([]);
    files.restore(id);
    expect(files.known.find(id)).toMatchObject({
      isPresent: true,
      stored: { loadSettings: { contextTokens: 32 } },
    });
    expect(() => files.restore(id)).toThrow(expect.objectContaining({ code: 'model.notFound' }));
  });

  it('a deleted file lies in a hidden folder beside its place and comes back with one step', async () => {
    const id = await added('a.gguf');
    const binned = await files.deleteFile(id, placeId(at('a.gguf')));
    expect(binned).toMatchObject({ fileName: 'a.gguf', folder: modelDir, deletedAtMs: nowMs });
    expect([listed(), files.bin(), existsSync(at('a.gguf'))]).toEqual([[], [binned], false]);
    await files.rescan();
    expect(listed()).toEqual([]);
    await files.close();
    files = open();
    expect(await files.restoreFile(binned.id)).toBe(id);
    expect([readdirSync(modelDir), files.bin()]).toEqual([['a.gguf'], []]);
    expect(listed()).toMatchObject([{ isPresent: true }]);
  });

  it('nothing takes the place of another file when it is put back', async () => {
    const id = await added('a.gguf');
    const { id: binId } = await files.deleteFile(id, placeId(at('a.gguf')));
    write('a.gguf', smallModelFile('another'));
    await expect(files.restoreFile(binId)).rejects.toMatchObject({ code: 'model.notInBin' });
    expect(files.bin()).toHaveLength(1);
    const unknown = binnedFileIdSchema.parse('00000000-0000-4000-8000-00000000ffff');
    await expect(files.restoreFile(unknown)).rejects.toMatchObject({ code: 'model.notInBin' });
  });

  it('what another program keeps, and what only points to a file, is not deleted', async () => {
    write('a.gguf');
    symlinkSync(at('a.gguf'), at('b.gguf'));
    const id = await files.add(at('b.gguf'));
    await expect(files.deleteFile(id, placeId(at('b.gguf')))).rejects.toMatchObject({
      code: 'model.notDeletable',
    });
    await expect(files.deleteFile(id, placeIdSchema.parse('0'.repeat(64)))).rejects.toMatchObject({
      code: 'model.notFound',
    });
    expect(readdirSync(modelDir)).toEqual(['a.gguf', 'b.gguf']);
  });

  it('the bin is emptied when it is asked to, and after thirty days at the next start', async () => {
    const id = await added('a.gguf');
    await files.deleteFile(id, placeId(at('a.gguf')));
    expect(await files.emptyBin()).toBe(smallModelFile('a.gguf').length);
    expect([files.bin(), readdirSync(modelDir)]).toEqual([[], []]);

    const other = await added('b.gguf');
    await files.deleteFile(other, placeId(at('b.gguf')));
    nowMs += 29 * day;
    await files.startWatching();
    expect(files.bin()).toHaveLength(1);
    nowMs += 2 * day;
    await files.startWatching();
    expect([files.bin(), readdirSync(modelDir)]).toEqual([[], []]);
  });
});

describe('watched folders', () => {
  const changed = (): Promise<void> => new Promise((resolve) => (onList = resolve));

  it('a file that comes, moves and goes is noticed without being asked', async () => {
    await files.startWatching();
    let next = changed();
    write('a.gguf');
    await next;
    expect(listed()).toMatchObject([{ path: at('a.gguf'), isPresent: true }]);
    next = changed();
    renameSync(at('a.gguf'), at('b.gguf'));
    await next;
    expect(listed()).toMatchObject([{ path: at('b.gguf'), isPresent: true }]);
    next = changed();
    rmSync(at('b.gguf'));
    await next;
    expect(listed()).toMatchObject([{ path: at('b.gguf'), isPresent: false }]);
  }, 60_000);

  it('a file is listed when it is whole, and is never called damaged before', async () => {
    const bytes = smallModelFile('slow');
    await files.startWatching();
    const seen: unknown[] = [];
    const whole = new Promise<void>((resolve) => {
      onList = () => {
        seen.push(files.known.rejected());
        if (files.known.list().length > 0) resolve();
      };
    });
    write('slow.gguf', bytes.subarray(0, 100));
    write('unfinished.gguf.part', bytes);
    write('.hidden.gguf', bytes);
    // Grows as long as it is looked at: each look finds another size.
    let written = 100;
    const timer = setInterval(() => {
      const next = Math.min(bytes.length, written + 50);
      appendFileSync(at('slow.gguf'), bytes.subarray(written, next));
      written = next;
      if (written === bytes.length) clearInterval(timer);
    }, 50);
    await whole;
    expect(seen).toEqual([[]]);
    expect(listed()).toHaveLength(1);
  }, 60_000);

  it('those of other programs are offered where they exist, and looked through once they are switched on', async () => {
    const ollama = join(folder, 'ollama');
    const bytes = smallModelFile('from ollama');
    const blob = `sha256-${hashOf(bytes)}`;
    mkdirSync(join(ollama, 'blobs'), { recursive: true });
    mkdirSync(join(ollama, 'manifests', 'registry.ollama.ai', 'library', 'tiny'), { recursive: true });
    writeFileSync(join(ollama, 'blobs', blob), bytes);
    writeFileSync(join(ollama, 'blobs', `sha256-${'0'.repeat(64)}`), 'a licence');
    const manifest = (name: string, text: string): void =>
      writeFileSync(join(ollama, 'manifests', 'registry.ollama.ai', 'library', 'tiny', name), text);
    manifest(
      '1b',
      JSON.stringify({
        layers: [
          { mediaType: 'application/vnd.ollama.image.license', digest: `sha256:${'0'.repeat(64)}` },
          { mediaType: 'application/vnd.ollama.image.model', digest: blob.replace('-', ':') },
        ],
      }),
    );
    manifest('broken', '{"layers": [');
    manifest(
      'outside',
      JSON.stringify({
        layers: [{ mediaType: 'application/vnd.ollama.image.model', digest: 'sha256:../../prisme.db' }],
      }),
    );
    await files.startWatching();
    const [start, offered, ...others] = await files.folders();
    expect(start).toMatchObject({ kind: 'start', path: modelDir, isWatched: true });
    expect(offered).toMatchObject({
      kind: 'ollama',
      isWatched: false,
      fileCount: 1,
      bytes: bytes.length,
    });
    expect(others).toEqual([]);
    expect(listed()).toEqual([]);
    if (offered === undefined) throw new Error('nothing is offered');
    await files.watchFolder(offered.id, true);
    expect(files.known.list()).toMatchObject([{ name: 'tiny:1b', isPresent: true }]);
    const [model] = files.known.list();
    if (model === undefined) throw new Error('nothing was found');
    await expect(files.deleteFile(model.stored.id, placeId(model.path))).rejects.toMatchObject({
      code: 'model.notDeletable',
    });
  });

  it('a folder that a person chose stays over a restart, and one of the start cannot be switched off', async () => {
    const chosen = join(folder, 'chosen');
    mkdirSync(chosen);
    writeFileSync(join(chosen, 'a.gguf'), smallModelFile('a'));
    await files.chooseFolder(chosen);
    expect(listed()).toHaveLength(1);
    await files.close();
    files = open();
    const [start, other] = await files.folders();
    expect(other).toMatchObject({ kind: 'chosen', path: chosen, isWatched: true, fileCount: 1 });
    if (start === undefined || other === undefined) throw new Error('two folders');
    expect((await files.watchFolder(other.id, false))[1]).toMatchObject({ isWatched: false });
    await expect(files.watchFolder(start.id, false)).rejects.toMatchObject({ code: 'app.invalidInput' });
  });
});
