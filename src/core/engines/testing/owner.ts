/**
 * A process that starts an engine, as the core does, and says its id. Runs in tests only: the test kills it.
 */
import { forkEngine } from '../fork-engine.ts';

const entry = process.argv[2] ?? '';
const engine = await forkEngine({ entry })();
process.send?.(engine.pid);
setInterval(() => undefined, 1_000);
