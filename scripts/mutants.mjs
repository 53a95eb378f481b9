/**
 * `npm run test:mutants [-- pattern]`: changes the modules that guard something, one change at a time, and counts how
 * many of the changes their tests notice. Without a pattern every guard, with one those whose name or files hold it.
 * What survived is listed in artifacts/mutants/. Not part of `npm test`: the whole takes hours.
 */
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { guards } from './lib/guards.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectEnv, projectNode, root } from './lib/paths.mjs';
import { SetupError, duration, endChildrenWithThisProcess, run, say } from './lib/run.mjs';

const folder = join(root, 'artifacts', 'mutants');
const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const timeoutMs = 2 * 60 * 60_000;

endChildrenWithThisProcess();
try {
  await ensureInstalled();
  await tryAll(process.argv[2] ?? '');
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function tryAll(pattern) {
  const rows = [];
  for (const { name, files, tests } of guards) {
    const wanted = name.includes(pattern) ? files : files.filter((file) => file.includes(pattern));
    if (wanted.length === 0) continue;
    const startedAtMs = Date.now();
    await change(name, wanted, tests);
    const counts = await countByStatus(pattern === '' ? name : `${name} ${pattern}`);
    rows.push(row(name, counts, duration(Date.now() - startedAtMs)));
  }
  if (rows.length === 0)
    throw new SetupError(`No guard is called "${pattern}". They are in scripts/lib/guards.mjs.`);
  process.stdout.write(
    `\n| module | mutants | noticed | score | time |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`,
  );
}

async function change(name, files, tests) {
  say(`changing: ${name} …`);
  const args = [stryker, 'run', '--mutate', files.join(',')];
  const env = projectEnv({ PRISME_MUTANT_TESTS: tests.join(',') });
  const { code, timedOut } = await run(projectNode, args, { cwd: root, env, timeoutMs, echo: true });
  if (timedOut)
    throw new SetupError(`"${name}" took more than ${duration(timeoutMs)}. Name one of its files instead.`);
  if (code !== 0) throw new SetupError(`"${name}" could not be tried: its reason stands above.`);
}

/** Keeps the report under the guard's name and counts its mutants. */
async function countByStatus(name) {
  const kept = join(folder, `${name.replaceAll(/[^\w-]+/g, '-')}.json`);
  await rename(join(folder, 'report.json'), kept);
  const { files } = JSON.parse(await readFile(kept, 'utf8'));
  const counts = new Map();
  for (const { status } of Object.values(files).flatMap(({ mutants }) => mutants))
    counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}

/** A mutant that never ends is noticed as well; one that does not even load, or was left out, counts for nothing. */
function row(name, counts, took) {
  const of = (...statuses) => statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
  const noticed = of('Killed', 'Timeout');
  const all = noticed + of('Survived', 'NoCoverage');
  return `| ${name} | ${all} | ${noticed} | ${((100 * noticed) / Math.max(1, all)).toFixed(1)} % | ${took} |`;
}
