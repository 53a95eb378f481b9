/**
 * Importing this file guards the process it is imported in: nothing leaves this machine any more without a permit, and
 * what tried to is on record. The first import of every entry file but the page's.
 */
import { guardEgress } from './guard.ts';
import { EgressLedger } from './ledger.ts';
import { watchListening } from './listening.ts';
import { EgressPermits } from './permits.ts';

/** One of each a process: what is wrapped is the process's own. */
export const egress = { ledger: new EgressLedger(Date.now()), permits: new EgressPermits() };

guardEgress(egress.ledger, egress.permits);
watchListening(egress.ledger);
