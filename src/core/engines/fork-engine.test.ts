import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineProcess } from './engine-process.ts';
import { forkEngine } from './fork-engine.ts';

const fakeEngine = fileURLToPath(new URL('./testing/fake-engine.ts', import.meta.url));
const talker = fileURLToPath(new URL('./testing/talker.ts', import.meta.url));
const owner = fileURLToPath(new URL('./testing/owner.ts', import.meta.url));
const isLinux = process.platform === 'linux';

let engine: EngineProcess | null = null;

afterEach(async () => {
  engine?.kill();
  await engine?.exited;
  engine = null;
});

/** Resolves when there is no such process any more. The test's own time limit is the deadline. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      // A process that nobody has waited for yet is dead, too.
      if (isLinux && / Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8'))) return;
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('forkEngine', () => {
  it.runIf(isLinux)('passes no secrets on: a short list of variables and what it was given', async () => {
    process.env['PRISME_TEST_SECRET'] = 'do not tell';
    engine = await forkEngine({ entry: fakeEngine, env: { FAKE_ENGINE: 'none' } })();
    delete process.env['PRISME_TEST_SECRET'];
    const environment = (await readFile(`/proc/${engine.pid}/environ`, 'utf8')).split('\0');
    expect(environment).toContain('FAKE_ENGINE=none');
    expect(environment.some((entry) => entry.startsWith('PATH='))).toBe(true);
    expect(environment.join()).not.toContain('do not tell');
    expect(environment.join()).not.toContain('NODE_OPTIONS');
  });

  it.runIf(isLinux)('lets the system end the engine before the core when memory runs out', async () => {
    engine = await forkEngine({ entry: fakeEngine })();
    expect((await readFile(`/proc/${engine.pid}/oom_score_adj`, 'utf8')).trim()).toBe('500');
  });

  it('caps the output of an engine and goes on reading it', async () => {
    const lines: string[] = [];
    engine = await forkEngine({ entry: talker, log: (line) => lines.push(line) })();
    // The process ends by itself only when all it wrote was taken from the pipe.
    expect(await engine.exited).toEqual({ code: 0, signal: null });
    const written = lines.reduce((sum, line) => sum + line.length, 0);
    expect(written).toBeGreaterThan(100_000);
    expect(written).toBeLessThan(1_000_000);
    expect(lines.every((line) => line.length <= 4_096)).toBe(true);
  });

  it('says how the process ended, and a second kill does no harm', async () => {
    engine = await forkEngine({ entry: fakeEngine })();
    engine.kill();
    engine.kill();
    expect(await engine.exited).toEqual({ code: null, signal: 'SIGKILL' });
    engine.kill();
  });

  it('leaves no engine behind when the core itself is killed', async () => {
    const core = fork(owner, [fakeEngine], { execArgv: [] });
    const [enginePid]: unknown[] = await once(core, 'message');
    if (typeof enginePid !== 'number') throw new Error('no engine was started');
    core.kill('SIGKILL');
    await gone(enginePid);
  });
});
