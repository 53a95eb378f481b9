/**
 * `npm run test:gpu`: sets up what is missing (both models, a build), then runs endurance/graphics-card.ts with the same
 * arguments. Without a graphics card it says so and nothing is tried.
 */
import { runProgram } from './lib/run-program.mjs';

await runProgram(['endurance', 'graphics-card.ts'], { timeoutMs: 30 * 60_000 });
