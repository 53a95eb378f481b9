/**
 * Why a document is not read, as the readers throw it inside their thread. Runs in the reader's thread.
 */
import type { RefusalLimits, RefusalReason } from './reader-protocol.ts';

export class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly limits: RefusalLimits;

  constructor(reason: RefusalReason, limits: RefusalLimits = {}, options?: { cause?: unknown }) {
    super(`document.${reason}`, options);
    this.name = 'Refusal';
    this.reason = reason;
    this.limits = limits;
  }
}
