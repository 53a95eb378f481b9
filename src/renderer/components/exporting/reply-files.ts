/**
 * A reply, its prompt or a scored text as files: the whole trace as JSON, one row a token as CSV. Page.
 */
import type { Conversation } from '#contract/conversations.ts';
import type { MessageId } from '#contract/ids.ts';
import { PrismeError } from '#contract/errors.ts';
import { traceFileParts } from '#contract/trace-file-write.ts';
import { stepsOf, type FetchedReply } from './fetch-reply.ts';
import type { TokenTrace } from '../../state/traces/token-trace.ts';
import { yieldToPage } from '../../page-time.ts';
import { traceCsvLines, type TraceForCsv } from './trace-csv.ts';

/** Gives the window its turn between runs of parts. */
const partsPerTurn = 1_000;

async function blobOf(parts: Iterable<string>, type: string, signal: AbortSignal): Promise<Blob> {
  const texts: string[] = [];
  for (const part of parts) {
    texts.push(part);
    if (texts.length % partsPerTurn !== 0) continue;
    await yieldToPage();
    signal.throwIfAborted();
  }
  return new Blob(texts, { type });
}

/** @throws message.notFound */
export function traceJson(
  fetched: FetchedReply,
  conversation: Conversation,
  messageId: MessageId,
  about: { readonly version: string; readonly signal: AbortSignal },
): Promise<Blob> {
  const reply = conversation.messages.find(({ id }) => id === messageId);
  if (!reply) throw new PrismeError('message.notFound');
  const user = conversation.messages.find(({ id }) => id === reply.parentId);
  const { header, prompt, promptScore, chunks, vocabulary } = fetched;
  const parts = traceFileParts({
    head: {
      exportedBy: `Prisme ${about.version}`,
      exportedAtMs: Date.now(),
      model: {
        ...header.model,
        vocabularyHash: header.vocabularyHash,
        vocabularySize: header.vocabularySize,
      },
      profile: header.profile,
      settings: header.settings,
      seed: header.seed,
      endTokenIds: header.endTokenIds,
      conversation: { title: conversation.title, systemPrompt: conversation.systemPrompt },
      userMessage: user ? { id: user.id, text: user.text, createdAtMs: user.createdAtMs } : null,
      reply: { text: reply.text, createdAtMs: reply.createdAtMs, end: reply.end, fork: reply.fork },
      prompt,
    },
    steps: stepsOf(chunks),
    promptScore: promptScore && {
      profile: promptScore.profile,
      scoredAtMs: promptScore.scoredAtMs,
      steps: stepsOf(promptScore.chunks),
    },
    vocabulary,
  });
  return blobOf(parts, 'application/json', about.signal);
}

export function traceCsv(
  { header, prompt, promptScore, chunks, vocabulary }: FetchedReply,
  target: 'reply' | 'prompt',
  signal: AbortSignal,
): Promise<Blob> {
  const { pass } = target === 'reply' ? header.profile : (promptScore?.profile ?? header.profile);
  const { vocabularySize, settings } = header;
  const steps = stepsOf(target === 'reply' ? chunks : (promptScore?.chunks ?? []));
  const tokenIds = target === 'reply' ? steps.map(({ tokenId }) => tokenId) : prompt.tokenIds;
  const sampler = target === 'reply' ? { settings, promptIds: prompt.tokenIds } : null;
  return csvBlob({ steps, tokenIds, vocabulary, vocabularySize, pass, sampler }, signal);
}

/** A given text that was scored. */
export function scoredTextCsv(trace: TokenTrace, signal: AbortSignal): Promise<Blob> {
  const { vocabulary } = trace;
  const text = { steps: trace.steps(), tokenIds: trace.ids, vocabulary, vocabularySize: vocabulary.size };
  return csvBlob({ ...text, pass: 'scoring', sampler: null }, signal);
}

function csvBlob(trace: TraceForCsv, signal: AbortSignal): Promise<Blob> {
  return blobOf(traceCsvLines(trace), 'text/csv;charset=utf-8', signal);
}
