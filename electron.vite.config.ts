/**
 * How the five bundles are built: the Electron shell, the core and the engine as processes of their own, the web
 * and terminal shells (all into out/main), the preload (CommonJS) and the page.
 */
import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const source = (path: string): string => resolve(import.meta.dirname, 'src', path);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // What every process reads before its first message, as few files and without what nobody uses (zod has 50
      // languages): it was a tenth of the time until a model is loaded.
      externalizeDeps: { exclude: ['zod', '@orpc/client', '@orpc/contract', '@orpc/server'] },
      rollupOptions: {
        input: {
          main: source('main/main.ts'),
          core: source('core/process.ts'),
          'backup-worker': source('core/db/backup-worker.ts'),
          'check-worker': source('core/db/check-worker.ts'),
          'document-reader': source('core/documents/document-reader.ts'),
          'document-thread': source('core/documents/document-thread.ts'),
          engine: source('engine/engine.ts'),
          'template-worker': source('engine/template-worker.ts'),
          web: source('web/web.ts'),
          cli: source('cli/cli.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { preload: source('preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react(), tailwindcss()],
    resolve: {
      alias: {
        // For browsers this package has a version that decodes `&amp;` with innerHTML, which the page's policy forbids: one
        // such entity in a reply, and the conversation could not be drawn. The other version has a table.
        'decode-named-character-reference': resolve(
          import.meta.dirname,
          'node_modules/decode-named-character-reference/index.js',
        ),
      },
    },
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      minify: true,
      // The web shell runs in the browser that the user has, which may be a few years old.
      target: 'chrome108',
      cssTarget: 'chrome108',
      rollupOptions: {
        input: source('renderer/index.html'),
        // One chunk for zod and what it must be told before the first schema is made: files that two chunks share run
        // before the page's first import otherwise.
        output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|strict-policy/ }] } },
      },
    },
  },
});
