/**
 * `npm run check`: format, lint, types, arrows and unused code. Every one runs, whatever the others say.
 */
import { endChildrenWithThisProcess } from './lib/run.mjs';
import { checks, runStep, sum } from './lib/steps.mjs';

endChildrenWithThisProcess();
const counts = [];
for (const step of checks) counts.push(await runStep(step));
const { passed, failed } = sum(counts);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
