/**
 * A copy of the built app in which one process meets a fault that no test can bring about from outside. Runs in the test
 * process. The app itself is as it was built; what is done to the process's surroundings stands in faults/.
 */
import { cpSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './folders.ts';
import { projectRoot } from './launch.ts';

/** Each fault with the entries that it belongs in front of: the core is a process of its own in Electron alone. */
const entriesOf = { 'pretended-card': ['engine.js'], 'little-memory': ['core.js', 'web.js'] } as const;

/** The folder of the copy, for `launchApp`; removed with `removeFolder`. */
export function appWith(fault: keyof typeof entriesOf): string {
  const folder = temporaryFolder('app');
  cpSync(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  cpSync(join(projectRoot, 'resources'), join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'out'));
  cpSync(join(projectRoot, 'out'), join(folder, 'out'), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const cause = pathToFileURL(join(projectRoot, 'e2e/support/faults', `${fault}.mjs`)).href;
  for (const entry of entriesOf[fault]) {
    const path = join(folder, 'out/main', entry);
    renameSync(path, `${path.slice(0, -3)}-as-built.js`);
    writeFileSync(path, `import '${cause}';\nawait import('./${entry.slice(0, -3)}-as-built.js');\n`);
  }
  return folder;
}
