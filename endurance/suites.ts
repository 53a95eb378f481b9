/**
 * All endurance suites, in the order of docs/reliability.md. A new suite is a file beside this one and a line here.
 */
import { contractCalls } from './contract-calls.ts';
import { hostsAndOrigins, withoutCookie } from './hosts-and-origins.ts';
import { oneOwner } from './one-owner.ts';
import { paths } from './paths.ts';
import { rawRequests } from './raw-requests.ts';
import type { Suite } from './suite.ts';

export const suites: readonly Suite[] = [
  oneOwner,
  hostsAndOrigins,
  withoutCookie,
  rawRequests,
  contractCalls,
  paths,
];
