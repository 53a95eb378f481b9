/**
 * What the files of this folder need from the rest of the core. Types only.
 */
import type { ConversationId, MessageId } from '#contract/ids.ts';
import type { Notices } from '../app/notices.ts';
import type { Log } from '../app/log.ts';
import type { Store } from '../db/store.ts';
import type { ModelLibrary } from '../models/model-library.ts';
import type { SettingsService } from '../settings/settings.ts';
import type { EngineQueue } from './engine-queue.ts';

export type GenerationContext = {
  readonly store: Store;
  readonly library: ModelLibrary;
  readonly settings: SettingsService;
  readonly queue: EngineQueue;
  readonly notices: Notices;
  readonly log: Log;
  readonly now: () => number;
  /** A reply has ended and is on disk. */
  readonly onReplyEnded?: ((conversationId: ConversationId, replyId: MessageId) => void) | undefined;
  /** A new UUID. */
  readonly newId: () => string;
};
