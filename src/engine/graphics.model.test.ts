/**
 * What an engine says of graphics cards whose drivers do not work, with real libraries of llama.cpp: files that are named
 * like drivers and are none. Linux only: elsewhere drivers are not looked for by LD_LIBRARY_PATH.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { LoadedModel } from '#contract/engine.ts';
import { forkEngine } from '../../fixtures/fork-engine.ts';
import { writeTinyLlama } from '../../fixtures/tiny-llama.ts';

const tiny = writeTinyLlama({ seed: 3 });
const folders: string[] = [tiny.folder];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const vulkan = ['libvulkan.so.1'];
const cuda = ['libnvidia-ml.so.1', 'libcuda.so.1', 'libcudart.so.13', 'libcublas.so.13', 'libcublasLt.so.13'];

/** Loads the tiny model where these files lie among the system's libraries. */
async function loadBeside(drivers: readonly string[], gpu: 'auto' | 'off' = 'auto'): Promise<LoadedModel> {
  const folder = mkdtempSync(join(tmpdir(), 'prisme-drivers-'));
  folders.push(folder);
  for (const name of drivers) writeFileSync(join(folder, name), 'no library');
  const { client, child, exited } = forkEngine({ LD_LIBRARY_PATH: folder });
  const request = {
    path: tiny.path,
    contextTokens: 64,
    threads: 1,
    gpu,
    batchTokens: 64,
    flashAttention: false,
  };
  let model: LoadedModel | null = null;
  for await (const event of await client.load(request)) if (event.kind === 'loaded') model = event.model;
  child.kill('SIGKILL');
  await exited;
  if (model === null) throw new Error('no loaded event');
  return model;
}

describe.runIf(process.platform === 'linux')('a graphics card whose driver does not work', () => {
  it('is said to be found, with the words of its library, and the processor computes', async () => {
    const { graphics, profile } = await loadBeside(vulkan);
    expect(graphics).toMatchObject({ found: ['vulkan'], used: null, notUsed: 'notStarted' });
    expect(graphics?.reason).toBe('vulkan: libvulkan.so.1: file too short');
    expect(profile).toMatchObject({ backend: 'cpu', gpuLayers: 0 });
  });

  it('is named for each kind that was found', async () => {
    const { graphics, profile } = await loadBeside([...cuda, ...vulkan]);
    expect(graphics).toMatchObject({ found: ['cuda', 'vulkan'], used: null, notUsed: 'notStarted' });
    expect(graphics?.reason).toMatch(/^cuda: .*cuda.* vulkan: libvulkan\.so\.1: file too short$/);
    expect(profile.backend).toBe('cpu');
  });

  it('is not tried where it is switched off', async () => {
    const { graphics } = await loadBeside(vulkan, 'off');
    expect(graphics).toEqual({ found: ['vulkan'], used: null, notUsed: 'off', reason: null });
  });
});
