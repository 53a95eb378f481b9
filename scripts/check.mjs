/**
 * `npm run check`: format, lint, types, arrows and unused code. Every one runs, whatever the others say.
 */
import { endChildrenWithThisProcess } from './lib/run.mjs';
import { checks, conclude, runStep } from './lib/steps.mjs';

endChildrenWithThisProcess();
const counts = [];
for (const step of checks) counts.push(await runStep(step));
conclude(counts);
