/**
 * `npm run test:endurance`: sets up what is missing (both models, a build), then runs endurance/endurance.ts with the same
 * arguments.
 */
import { runProgram } from './lib/run-program.mjs';

await runProgram(['endurance', 'endurance.ts'], { timeoutMs: 4 * 60 * 60_000 });
