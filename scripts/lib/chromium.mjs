/**
 * A Chromium for the end-to-end tests: the one that is named, Playwright's own, the system's, or Debian's package.
 * Plain JavaScript.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectEnv, projectNode, root } from './paths.mjs';
import { duration, run, say } from './run.mjs';

/**
 * @returns {Promise<string | null>} the executable; null, after a line that says so, when there is none.
 */
export async function ensureChromium() {
  const named = process.env.PRISME_CHROMIUM;
  if (named)
    return existsSync(named) ? named : sayNone(`PRISME_CHROMIUM names ${named}, which does not exist`);
  return (
    (await playwrightChromium()) ??
    systemChromium() ??
    (await downloadChromium()) ??
    (await packageChromium()) ??
    sayNone('none could be installed')
  );
}

async function playwrightChromium() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}

function systemChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const elsewhere = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google', 'Chrome', 'Application', 'chrome.exe'),
  ];
  return [...onPath, ...elsewhere].find((path) => existsSync(path)) ?? null;
}

async function downloadChromium() {
  say('fetching Chromium for the tests, once …');
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const { code } = await run(projectNode, [cli, 'install', 'chromium'], {
    cwd: root,
    env: projectEnv(),
    timeoutMs: 600_000,
    onWait: stillWaiting,
  });
  return code === 0 ? playwrightChromium() : null;
}

async function packageChromium() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return null;
  say('installing the chromium package, once …');
  const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n'];
  for (const words of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const [command, ...args] = [...asRoot, 'apt-get', ...words];
    await run(command, args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs: 900_000,
      onWait: stillWaiting,
    });
  }
  return systemChromium();
}

const stillWaiting = (elapsedMs) => say(`  still at it, ${duration(elapsedMs)}`);

function sayNone(reason) {
  say(`no Chromium here: ${reason}. Install Chromium, or set PRISME_CHROMIUM to its executable.`);
  return null;
}
