/**
 * All endurance suites, in the order of docs/reliability.md. A new suite is a file beside this one and a line here.
 */
import { cancelled } from './cancelled.ts';
import { dyingEngine } from './dying-engine.ts';
import { hostileEngine } from './hostile-engine.ts';
import { hostileTemplates } from './hostile-templates.ts';
import { hungEngine } from './hung-engine.ts';
import { loadedMutants } from './loaded-mutants.ts';
import { mutatedModels } from './mutated-models.ts';
import { oneOwner } from './one-owner.ts';
import type { Suite } from './suite.ts';

export const suites: readonly Suite[] = [
  oneOwner,
  dyingEngine,
  hungEngine,
  cancelled,
  hostileEngine,
  mutatedModels,
  loadedMutants,
  hostileTemplates,
];
