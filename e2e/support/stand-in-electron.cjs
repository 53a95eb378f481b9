/**
 * Loaded into the main process of an Electron that stands in for the real one on machines that cannot download it
 * (ELECTRON_OVERRIDE_DIST_PATH). That runtime is Electron 22, whose Node 16 dies at random (SIGTRAP, in V8's
 * BackingStore) when it reads messages of child processes in the `advanced` serialization that its stand-in for
 * utilityProcess asks for. Ours are JSON anyway. Not part of the product.
 */
'use strict';
// oxlint-disable-next-line typescript/no-require-imports -- Electron loads it with --require, as CommonJS
const { ChildProcess } = require('node:child_process');

const spawn = ChildProcess.prototype.spawn;
ChildProcess.prototype.spawn = function spawnWithJson(options) {
  return spawn.call(
    this,
    options.serialization === 'advanced' ? { ...options, serialization: 'json' } : options,
  );
};
