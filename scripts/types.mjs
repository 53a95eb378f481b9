/**
 * `npm run types`: the TypeScript projects (portable, node, web, and the end-to-end tests), all of them even when one fails.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectEnv, projectNode, root } from './lib/paths.mjs';

const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const failed = ['portable', 'node', 'web', 'e2e'].filter((project) => {
  const args = [
    compiler,
    '--project',
    `tsconfig.${project}.json`,
    '--pretty',
    process.stdout.isTTY ? 'true' : 'false',
  ];
  const { status } = spawnSync(projectNode, args, {
    cwd: root,
    env: projectEnv(),
    stdio: 'inherit',
    timeout: 300_000,
  });
  return status !== 0;
});
if (failed.length > 0) {
  process.stderr.write(`types: errors in ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
