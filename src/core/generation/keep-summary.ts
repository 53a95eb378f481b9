/**
 * Stores a summary in the place of others of the same messages. Runs in the core. One that was read stays, as it was, for those who
 * want to know what a reply has read.
 */
import type { ConversationId, MessageId, SummaryId } from '#contract/ids.ts';
import type { Summary } from '#contract/summaries.ts';
import type { RunningEngine } from '../engines/running-engine.ts';
import type { GenerationContext } from './generation-context.ts';

type Keeping = Pick<GenerationContext, 'store' | 'library' | 'notices' | 'now' | 'newId'>;

export type NewSummary = Pick<
  Summary,
  'lastMessageId' | 'messageCount' | 'text' | 'model' | 'isEdited' | 'tokens'
> & {
  readonly conversationId: ConversationId;
};

/** @throws app.diskFull, app.storageFailed */
export function keepSummary({ store, notices, now, newId }: Keeping, given: NewSummary): Summary {
  const { conversationId, ...summary } = given;
  const id = newId() as SummaryId; // newId gives UUIDs, which is all that the brand says
  const kept: Summary = { ...summary, id, createdAtMs: now(), state: 'current' };
  store.transaction(() => {
    for (const known of store.summaries.list(conversationId))
      if (known.lastMessageId === summary.lastMessageId && known.state === 'current')
        store.summaries.setState(known.id, 'replaced');
    store.summaries.insert({ ...kept, conversationId });
  });
  notices.publish({ kind: 'conversationChanged', conversationId });
  return kept;
}

/** The same of what a model has just written: it counts the tokens. @throws as keepSummary, engine.* */
export async function keepWritten(
  context: Keeping,
  engine: RunningEngine,
  {
    text,
    ...place
  }: Pick<NewSummary, 'conversationId' | 'messageCount' | 'text'> & { readonly lastMessageId: MessageId },
): Promise<Summary> {
  const { id, name } = context.library.get(engine.modelId);
  const tokens = (await engine.tokenize(text)).length;
  return keepSummary(context, { ...place, text, tokens, model: { id, name }, isEdited: false });
}
