import { mkdtempSync, rmSync } from 'node:fs';
import { cp, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasRealModel, realModelPath } from '../../../fixtures/real-models.ts';
import { summariseHeader } from './gguf/header-summary.ts';
import { readGgufHeader } from './gguf/read-header.ts';
import { identifyFile } from './identify-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'prisme-real-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bounded reader on real models', () => {
  it('knows SmolLM2', async () => {
    const header = await readGgufHeader(realModelPath('smolLm2'));
    expect(summariseHeader(header)).toMatchObject({
      architecture: 'llama',
      quantisation: 'Q4_1',
      parameterCount: 134_515_008,
      trainedContextTokens: 8_192,
      vocabularySize: 49_152,
      hasChatTemplate: true,
      chatFormat: 'chatml',
      licence: 'apache-2.0',
      blockCount: 30,
      headCount: 9,
      // 30 layers × 3 KV heads × (64 + 64): llama.cpp reports 180 MiB of f16 for 8,192 cells.
      cacheNumbersPerToken: (180 * 2 ** 20) / 2 / 8_192,
    });
  });

  it.skipIf(!hasRealModel('gemma3'))('knows Gemma 3', async () => {
    const header = await readGgufHeader(realModelPath('gemma3'));
    expect(summariseHeader(header)).toMatchObject({
      architecture: 'gemma3',
      quantisation: 'Q4_K_M',
      trainedContextTokens: 32_768,
      vocabularySize: 262_144,
      hasChatTemplate: false,
      chatFormat: null,
      cacheNumbersPerToken: 18 * 512,
    });
  });

  it('identifies a file by its content and lets other work have its turn meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const { id, vocabulary } = await identifyFile(realModelPath('smolLm2'));
    clearInterval(timer);
    expect(id).toBe('b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53');
    // 49,152 entries in blocks of 8,192, after 98 MB in many reads.
    expect(turns).toBeGreaterThan(6);
    expect(vocabulary.types).toHaveLength(49_152);
    expect(vocabulary.offsets).toHaveLength(4 * 49_153);
    expect(vocabulary.bytes).toHaveLength(
      new DataView(vocabulary.offsets.buffer).getUint32(4 * 49_152, true),
    );
    expect(vocabulary.endTokenIds).toEqual(expect.arrayContaining([0, 2]));
  });

  it('calls SmolLM2 truncated wherever it is cut', async () => {
    const path = join(folder, 'cut.gguf');
    const whole = 98_362_432;
    await cp(realModelPath('smolLm2'), path);
    for (const length of [
      whole - 1,
      whole - 4_096,
      whole >> 1,
      1_785_640,
      1_000_000,
      100_000,
      4_097,
      30,
      5,
    ]) {
      await truncate(path, length);
      await expect(readGgufHeader(path)).rejects.toMatchObject({
        code: 'model.truncated',
        details: { haveBytes: length },
      });
    }
  });
});
