import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needsModel, readCommandLine } from './lib/command-line.mjs';
import { hasDisplay } from './lib/install.mjs';
import { ensureModel } from './lib/models.mjs';
import { SetupError, run } from './lib/run.mjs';

const startScript = join(import.meta.dirname, 'start.mjs');

/** Runs `npm start -- …` as far as it gets without installing: its exit status and both outputs. */
async function start(...args) {
  const result = promisify(execFile)(process.execPath, [startScript, ...args], { timeout: 60_000 });
  return result.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe('npm start', () => {
  it.each([['--help'], ['-h'], ['help'], ['ask', '--help'], ['--web', '--help']])(
    'lists all that can be given (%j %j)',
    async (...args) => {
      const { code, stdout } = await start(...args.filter((arg) => arg !== undefined));
      expect(code).toBe(0);
      for (const word of [
        '--web',
        '--no-open',
        '--port',
        '--data',
        '--models',
        'ask',
        'score',
        'models inspect',
        'models get',
        'models rm',
        'compare',
        'search',
        '--model',
        '--raw',
        '--system',
        '--tokens',
        'verify',
        'backup',
        'restore',
        'salvage',
      ])
        expect(stdout).toContain(word);
      for (const word of [
        '--seed',
        '--temperature',
        '--top-k',
        '--top-p',
        '--min-p',
        '--top',
        '--json',
        'npm test',
      ])
        expect(stdout).toContain(word);
    },
  );

  it.each([
    [['--prot', '3']],
    [['--port']],
    [['--port', '0']],
    [['--port', '65536']],
    [['--port', 'x']],
    [['--port', '80 ']],
    [['sing']],
    [['--web=1']],
  ])('says in one line what is wrong with %j, before it installs anything', async (args) => {
    const { code, stdout, stderr } = await start(...args);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^prisme: .+\n$/);
  });

  it('passes on what the shells understand', () => {
    expect(readCommandLine([])).toEqual({ kind: 'window', args: [] });
    expect(readCommandLine(['--data', 'd'])).toEqual({ kind: 'window', args: ['--data', 'd'] });
    expect(readCommandLine(['--web', '--port', '80', '--no-open'])).toEqual({
      kind: 'web',
      args: ['--port', '80', '--no-open'],
    });
    expect(readCommandLine(['ask', 'x', '--json'])).toEqual({
      kind: 'command',
      args: ['ask', 'x', '--json'],
    });
    expect(readCommandLine(['models', 'inspect', 'x'])).toEqual({
      kind: 'command',
      args: ['models', 'inspect', 'x'],
    });
    expect(readCommandLine(['search', 'light -dark'])).toEqual({
      kind: 'command',
      args: ['search', 'light -dark'],
    });
    expect(readCommandLine(['ask', '--', '--help'])).toEqual({
      kind: 'command',
      args: ['ask', '--', '--help'],
    });
  });

  it('fetches no model for a command about the data folder', () => {
    for (const command of ['search', 'verify', 'backup', 'restore', 'salvage'])
      expect(needsModel(readCommandLine([command, '--data', 'd']))).toBe(false);
    for (const args of [[], ['--web'], ['ask', 'x'], ['score', 'f']])
      expect(needsModel(readCommandLine(args))).toBe(true);
  });

  it('knows where a window can be shown', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({ ELECTRON_OVERRIDE_DIST_PATH: '/x' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});

describe('a model', () => {
  const content = Buffer.from('GGUF and so on');
  const sha256 = createHash('sha256').update(content).digest('hex');
  let folder;
  let server;
  let sent = 0;
  let body = content;
  const source = () => ({
    fileName: 'a.gguf',
    name: 'A',
    licence: 'MIT',
    sizeBytes: content.length,
    sha256,
    url: `http://127.0.0.1:${server.address().port}/`,
    python: { packages: ['no-such-package-of-prisme==0.0.0', '--no-index'] },
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prisme-models-'));
    server = createServer((_request, response) => {
      sent += 1;
      response.end(body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  it('is fetched once, and again when its content has changed', async () => {
    const path = await ensureModel(source(), { cacheDir: folder });
    expect(await ensureModel(source(), { cacheDir: folder })).toBe(path);
    expect(sent).toBe(1);
    await writeFile(path, 'GGUF and so oN');
    await rm(`${path}.verified`);
    await ensureModel(source(), { cacheDir: folder });
    expect(sent).toBe(2);
  });

  it.each(['short', 'GGUF and so oN', 'GGUF and so on and on'])(
    'whose content is %j is refused in one line and leaves nothing behind',
    async (wrong) => {
      body = Buffer.from(wrong);
      const empty = join(folder, 'empty');
      await expect(ensureModel(source(), { cacheDir: empty })).rejects.toThrow(SetupError);
      expect(await readdir(empty)).toEqual([]);
    },
  );
});

describe('run', () => {
  it('kills a program that does not end, with everything it started', async () => {
    const forker =
      'const { spawn } = require("node:child_process"); const c = spawn(process.execPath, ["-e", "setInterval(() => 1, 1000)"]); console.log(c.pid); setInterval(() => 1, 1000);';
    const { timedOut, output } = await run(process.execPath, ['-e', forker], { timeoutMs: 2_000 });
    expect(timedOut).toBe(true);
    await expect.poll(() => isAlive(Number(output.trim())), { timeout: 10_000 }).toBe(false);
  });

  it('says when there is no such program', async () => {
    expect(await run('no-such-program-of-prisme', [], { timeoutMs: 5_000 })).toMatchObject({
      missing: true,
      code: 127,
    });
  });
});

/** A killed process that nobody has waited for yet is dead too. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    const stat = process.platform === 'linux' ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
    return !/\) Z /.test(stat);
  } catch {
    return false;
  }
}
