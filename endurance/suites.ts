/**
 * All endurance suites, in the order of docs/reliability.md. A new suite is a file beside this one and a line here.
 */
import { damagedDatabase } from './damaged-database.ts';
import { fullDisk } from './full-disk.ts';
import { killedCore } from './killed-core.ts';
import { killedEngineAndGroup } from './killed-engine-and-group.ts';
import { killedMigration } from './killed-migration.ts';
import { bigDatabase } from './big-database.ts';
import { cancelled } from './cancelled.ts';
import { downloads } from './downloads.ts';
import { dyingEngine } from './dying-engine.ts';
import { hostileEngine } from './hostile-engine.ts';
import { hostileTemplates } from './hostile-templates.ts';
import { hungEngine } from './hung-engine.ts';
import { loadedMutants } from './loaded-mutants.ts';
import { mutatedDocuments } from './mutated-documents.ts';
import { mutatedModels } from './mutated-models.ts';
import { nothingLeaves, withoutNetwork } from './nothing-leaves.ts';
import { contractCalls } from './contract-calls.ts';
import { hostsAndOrigins, withoutCookie } from './hosts-and-origins.ts';
import { oneOwner } from './one-owner.ts';
import { longSession } from './long-session.ts';
import { manyReaders } from './many-readers.ts';
import { paths } from './paths.ts';
import { rawRequests } from './raw-requests.ts';
import type { Suite } from './suite.ts';
import { switching } from './switching.ts';
import { twoModels } from './two-models.ts';
import { tornLog } from './torn-log.ts';

export const suites: readonly Suite[] = [
  killedCore,
  killedEngineAndGroup,
  tornLog,
  damagedDatabase,
  fullDisk,
  killedMigration,
  oneOwner,
  downloads,
  dyingEngine,
  hungEngine,
  cancelled,
  hostileEngine,
  twoModels,
  switching,
  hostsAndOrigins,
  withoutCookie,
  rawRequests,
  contractCalls,
  mutatedModels,
  loadedMutants,
  hostileTemplates,
  mutatedDocuments,
  paths,
  withoutNetwork,
  nothingLeaves,
  longSession,
  manyReaders,
  bigDatabase,
];
