/**
 * `npm run check`: format, lint, types, arrows and unused code. Every one runs, whatever the others say.
 */
import { endChildrenWithThisProcess } from './lib/run.mjs';
import { conclude, runChecks } from './lib/steps.mjs';

endChildrenWithThisProcess();
conclude(await runChecks());
