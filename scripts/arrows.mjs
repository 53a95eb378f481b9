/**
 * `npm run arrows`: the rules of .dependency-cruiser.mjs over src/, and two proofs that they still bite. Without a
 * parser for this TypeScript the tool reads nothing and reports "no violations", so it must have seen every file;
 * and a planted breach of every kind must be reported.
 */
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import swc from '@swc/core';
import { cruise } from 'dependency-cruiser';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import configuration from '../.dependency-cruiser.mjs';
import { root } from './lib/paths.mjs';
import { breachingFiles, plantedBreaches } from './lib/planted-breaches.mjs';

// The tool parses every file as TypeScript without JSX and stops at the first tag; swc itself knows better.
const { parseFileSync } = swc;
swc.parseFileSync = (path, options) => parseFileSync(path, { ...options, tsx: path.endsWith('.tsx') });

const failures = [...(await cruiseTree()), ...(await cruiseBreaches())];
for (const failure of failures) process.stdout.write(`${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function cruiseTree() {
  const { modules, violations } = await read(root);
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter(isSource);
  const seen = modules.filter((module) => module.source.startsWith('src/') && isSource(module.source)).length;
  process.stdout.write(`arrows: ${seen} modules of ${files.length} files, ${violations.length} breaches\n`);
  const blind =
    seen < files.length
      ? [`arrows: only ${seen} of ${files.length} files were read, so nothing is proved`]
      : [];
  return [...blind, ...violations.map(describe)];
}

/** The breaches stand in a tree of their own, where imports such as #core resolve as they do here. */
async function cruiseBreaches() {
  const folder = await mkdtemp(join(tmpdir(), 'prisme-arrows-'));
  try {
    for (const [name, text] of Object.entries(breachingFiles)) {
      const path = join(folder, 'src', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    for (const name of ['package.json', 'tsconfig.json']) await cp(join(root, name), join(folder, name));
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const { violations } = await read(folder);
    const reported = new Set(violations.map((violation) => violation.rule.name));
    const missed = plantedBreaches.filter((name) => !reported.has(name));
    process.stdout.write(
      `arrows: ${plantedBreaches.length - missed.length} of ${plantedBreaches.length} planted breaches reported\n`,
    );
    return missed.map((name) => `arrows: the planted breach of ${name} was not reported`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function read(folder) {
  const options = {
    ...configuration.options,
    baseDir: folder,
    ruleSet: { forbidden: configuration.forbidden },
    validate: true,
  };
  const { output } = await cruise(['src'], options, undefined, {
    tsConfig: extractTsConfig(join(folder, 'tsconfig.json')),
  });
  return { modules: output.modules, violations: output.summary.violations };
}

function isSource(path) {
  return /\.tsx?$/.test(path) && !path.endsWith('.d.ts');
}

function describe(violation) {
  const rule = configuration.forbidden.find((each) => each.name === violation.rule.name);
  const cycle = violation.cycle?.map((step) => step.name).join(' → ');
  return `${violation.rule.name}: ${violation.from} → ${cycle ?? violation.to}\n    ${rule?.comment ?? ''}`;
}
