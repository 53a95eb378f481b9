/**
 * llama.cpp's own words for a failed load become codes. The lines are those that llama.cpp and node-llama-cpp write.
 */
import { describe, expect, it } from 'vitest';
import { createEngineLog, loadErrorFrom } from './engine-log.ts';

const failed = new Error('Failed to load model');

describe('loadErrorFrom', () => {
  it.each([
    [
      "llama_model_load: error loading model: unknown model architecture: 'mystery'",
      'model.unsupportedArchitecture',
    ],
    [
      "llama_model_load: error loading model: tensor 'blk.0.ffn_up.weight' data is not within the file bounds, model is corrupted or incomplete",
      'model.truncated',
    ],
    ["llama_model_load: error loading model: missing tensor 'output_norm.weight'", 'model.corrupt'],
    [
      "llama_model_load: error loading model: check_tensor_dims: tensor 'token_embd.weight' has wrong shape",
      'model.corrupt',
    ],
    [
      'ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 99999999999',
      'model.notEnoughMemory',
    ],
    ['Failed to parse GGUF metadata buffer', 'model.corrupt'],
    ['Error: Invalid GGUF magic. Expected "GGUF" but got "hell".', 'model.notGguf'],
    ['llama_model_load: error loading model: something new', 'model.loadFailed'],
  ])('reads %s as %s', (line, code) => {
    expect(loadErrorFrom(failed, ['some earlier line', line])).toMatchObject({ code });
  });

  it('names the architecture and keeps the telling line as the reason', () => {
    expect(
      loadErrorFrom(failed, ["error loading model: unknown model architecture: 'mystery'"]).details,
    ).toEqual({ architecture: 'mystery' });
    expect(loadErrorFrom(failed, ['error loading model: odd thing']).details).toEqual({
      reason: 'error loading model: odd thing',
    });
  });

  it('keeps the path of the file out of the reason', () => {
    const line = 'error loading model: failed to open /home/ada/models/x.gguf';
    expect(loadErrorFrom(failed, [line], '/home/ada/models/x.gguf').details).toEqual({
      reason: 'error loading model: failed to open the file',
    });
  });

  it('keeps the last 200 lines and repeats warnings and errors on stderr only', () => {
    const written: string[] = [];
    const log = createEngineLog((line) => written.push(line));
    for (let index = 0; index < 250; index++) log.add('info', `line ${index}`);
    log.add('error', 'broken\n');
    expect(log.lines()).toHaveLength(200);
    expect(written).toEqual(['llama.cpp error: broken\n']);
    log.clear();
    expect(log.lines()).toHaveLength(0);
  });
});

describe('explained', () => {
  it('waits for the line that says why, which can come after the failure', async () => {
    const log = createEngineLog(() => undefined);
    const explained = log.explained();
    log.add('error', 'llama_model_load_from_file_impl: failed to load model');
    setImmediate(() => log.add('error', 'llama_model_load: tensor data is not within the file bounds'));
    await explained;
    expect(loadErrorFrom(failed, log.lines())).toMatchObject({ code: 'model.truncated' });
  });

  it('does not wait for ever', async () => {
    await expect(createEngineLog(() => undefined).explained()).resolves.toBeUndefined();
  });
});
