/**
 * `npm test`: sets up what is missing, then runs every check and every test there is and ends with one line,
 * "N passed, N failed". Can be run again at any time.
 */
import { ensureBuilt } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureElectron, ensureInstalled } from './lib/install.mjs';
import { ensureModel, gemmaModel, starterModel } from './lib/models.mjs';
import { SetupError, duration, endChildrenWithThisProcess, say } from './lib/run.mjs';
import { oneFailed, onePassed } from './lib/reports.mjs';
import { conclude, endToEnd, runChecks, runStep, tests } from './lib/steps.mjs';

const startedAtMs = Date.now();
endChildrenWithThisProcess();
const counts = [];
try {
  await ensureInstalled();
  await runAll();
} catch (error) {
  counts.push(failed('setting up', error));
}
say(`everything took ${duration(Date.now() - startedAtMs)}.`);
conclude(counts);

async function runAll() {
  counts.push(...(await runChecks()));
  await attempt('the model', async () => ensureModel(await starterModel()));
  await tryGemma();
  const isBuilt = await attempt('build', () => ensureBuilt({ echo: true }));
  for (const step of tests) counts.push(await runStep(step));
  if (!isBuilt) return;
  const chromium = await ensureChromium();
  if (chromium === null) counts.push(oneFailed('end to end in chromium: there is no Chromium'));
  else counts.push(await runStep(endToEnd('chromium', { PRISME_CHROMIUM: chromium })));
  const electron = await ensureElectron();
  if ('path' in electron) counts.push(await runStep(endToEnd('electron', {})));
  else say(`the Electron tests were left out: ${electron.reason}.`);
}

/** The second model has another tokeniser and a large vocabulary. Without it, the tests that need it are skipped. */
async function tryGemma() {
  try {
    await ensureModel(gemmaModel);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`${error.message} Tests that need the second model are skipped.`);
  }
}

/** A piece of set-up that counts as one check, so that its failure is seen and the rest still runs. */
async function attempt(name, work) {
  try {
    await work();
    counts.push(onePassed);
    return true;
  } catch (error) {
    counts.push(failed(name, error));
    return false;
  }
}

function failed(name, error) {
  const text = `${name}: ${error instanceof SetupError ? error.message : error.stack}`;
  say(text);
  return oneFailed(text);
}
