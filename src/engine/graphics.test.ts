/**
 * Which graphics card is said to compute. The library is stood in for by what it answers: machines of the tests have no
 * card. With real libraries: graphics.model.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { graphicsOf, passedOverFor } from './graphics.ts';
import { reasonIn } from './graphics-reasons.ts';

const library = (gpu: 'cuda' | 'vulkan' | 'metal' | false, names: string[]) => ({
  gpu,
  getGpuDeviceNames: async () => names,
});

describe('the graphics card in use', () => {
  it('is none where the library was opened and no card answers it', async () => {
    expect(await graphicsOf(library('vulkan', []))).toMatchObject({ used: null, notUsed: 'none' });
    expect(await graphicsOf(library(false, []))).toMatchObject({ used: null });
  });

  it('is the one that was opened where a card answers', async () => {
    const graphics = await graphicsOf(library('vulkan', ['a card']));
    expect(graphics).toMatchObject({ used: 'vulkan', notUsed: null });
  });

  it('was passed over for where another kind would have come first', () => {
    expect(passedOverFor('vulkan', ['cuda', 'vulkan'])).toEqual(['cuda']);
    expect(passedOverFor('cuda', ['cuda', 'vulkan'])).toEqual([]);
    expect(passedOverFor('metal', ['vulkan', 'metal'])).toEqual([]);
    expect(passedOverFor(false, ['cuda', 'vulkan'])).toEqual(['cuda', 'vulkan']);
  });
});

describe('the reason that a library gives', () => {
  it('is its own words, without places in code and folders', () => {
    const output = [
      'ggml_cuda_init: failed to initialize CUDA: no CUDA-capable device is detected',
      'Error: Binary GPU type mismatch. Expected: cuda, got: false.',
      '    at process.onMessage (file:///home/somebody/node_modules/testBindingBinary.js:253:27) {',
      "  code: 'ERR_DLOPEN_FAILED'",
      '}',
    ].join('\n');
    expect(reasonIn(output)).toBe(
      'failed to initialize CUDA: no CUDA-capable device is detected Binary GPU type mismatch. Expected: cuda, got: false.',
    );
    expect(reasonIn('Error: /home/somebody/lib/libvulkan.so.1: file too short')).toBe(
      'libvulkan.so.1: file too short',
    );
    expect(reasonIn('Error: C:\\Users\\x\\vulkan-1.dll is not a valid application')).toBe(
      'vulkan-1.dll is not a valid application',
    );
    expect(reasonIn('')).toBeNull();
  });
});
