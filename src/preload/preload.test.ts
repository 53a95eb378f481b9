import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Listener = (event: { ports: readonly object[]; sender?: object }) => void;
type Bridge = {
  platform: string;
  openExternal(address: string): Promise<boolean>;
  addFile(file: object): Promise<string | null>;
  printPage(): Promise<Uint8Array | null>;
};

const folder = mkdtempSync(join(tmpdir(), 'prisme-preload-'));
let code: string;

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      lib: {
        entry: join(import.meta.dirname, 'preload.ts'),
        formats: ['cjs'],
        fileName: () => 'preload.cjs',
      },
      rollupOptions: { external: ['electron'] },
    },
  });
  code = readFileSync(join(folder, 'preload.cjs'), 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the built preload as Electron does, with an Electron that only records. */
function runPreload(answer: unknown = true) {
  const exposed = new Map<string, Bridge>();
  const listeners = new Map<string, Listener>();
  const invoked: unknown[][] = [];
  const posted: unknown[][] = [];
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, bridge: Bridge) => exposed.set(name, bridge) },
    webUtils: { getPathForFile: (file: { path: string }) => file.path },
    ipcRenderer: {
      on: (channel: string, listener: Listener) => listeners.set(channel, listener),
      invoke: (...args: unknown[]) => {
        invoked.push(args);
        return Promise.resolve(answer);
      },
    },
  };
  const required: string[] = [];
  const require = (name: string): unknown => {
    required.push(name);
    return electron;
  };
  vm.runInNewContext(code, {
    require,
    exports: {},
    module: { exports: {} },
    process: { platform: 'linux' },
    Uint8Array,
    window: { postMessage: (...args: unknown[]) => posted.push(args) },
  });
  return { exposed, listeners, invoked, posted, required };
}

describe('the preload', () => {
  it('needs Electron alone and shows the page four plain things', () => {
    const { exposed, required } = runPreload();
    expect(new Set(required)).toEqual(new Set(['electron']));
    expect([...exposed.keys()]).toEqual(['prisme']);
    expect(Object.entries(exposed.get('prisme') ?? {}).map(([name, value]) => [name, typeof value])).toEqual([
      ['platform', 'string'],
      ['openExternal', 'function'],
      ['addFile', 'function'],
      ['printPage', 'function'],
    ]);
  });

  it('hands the port to its own origin, without the event that brought it', () => {
    const { listeners, posted } = runPreload();
    expect([...listeners.keys()]).toEqual(['prisme:port']);
    const port = {};
    listeners.get('prisme:port')?.({ ports: [port], sender: { secret: true } });
    expect(posted).toEqual([['prisme:port', '/', [port]]]);
  });

  it('asks main to open an address and gives back whether it did, nothing else', async () => {
    const { exposed, invoked } = runPreload({ secret: true });
    expect(await exposed.get('prisme')?.openExternal('https://example.com/')).toBe(false);
    expect(invoked).toEqual([['prisme:open-external', 'https://example.com/']]);
    expect(await runPreload(true).exposed.get('prisme')?.openExternal('x')).toBe(true);
  });

  it('tells main the path of a dropped file and gives the page a ticket, nothing else', async () => {
    const { exposed, invoked } = runPreload('a ticket');
    expect(await exposed.get('prisme')?.addFile({ path: '/models/a.gguf' })).toBe('a ticket');
    expect(invoked).toEqual([['prisme:add-file', '/models/a.gguf']]);
    expect(await runPreload({ path: '/secret' }).exposed.get('prisme')?.addFile({ path: 'x' })).toBeNull();
  });

  it('asks main for the page as a PDF and gives back its bytes, nothing else', async () => {
    const { exposed, invoked } = runPreload(Uint8Array.of(37, 80));
    expect(await exposed.get('prisme')?.printPage()).toEqual(Uint8Array.of(37, 80));
    expect(invoked).toEqual([['prisme:print-page']]);
    expect(await runPreload({ path: '/secret' }).exposed.get('prisme')?.printPage()).toBeNull();
  });

  it('is plain CommonJS that a sandboxed preload can run', () => {
    expect(() => execFileSync(process.execPath, ['--check', join(folder, 'preload.cjs')])).not.toThrow();
  });
});
