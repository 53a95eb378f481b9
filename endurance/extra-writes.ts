/**
 * Writes that are no part of a chat: the import of a trace, a backup. Runs in the processes of the suites.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { MessageId } from '#contract/ids.ts';
import { samplerPresets } from '#contract/sampler.ts';
import { traceFileParts } from '#contract/trace-file-write.ts';
import { vocabularyTable } from '#contract/vocabulary-table.ts';
import { backUp } from '#core/db/backup.ts';
import { databaseVersion } from '#core/db/migrate.ts';
import type { GenerationBench } from '#core/generation/testing/generation-bench.ts';
import {
  endToken,
  scriptedModelId,
  scriptedProfile,
  scriptedStep,
  scriptedVocabulary,
} from '#core/generation/testing/scripted-library.ts';
import { createTraceImports } from '#core/traces/import-trace.ts';
import { doing, doingLater } from './calls.ts';
import { patternIds, patternText } from './told.ts';

/** A file with a reply of so many tokens. */
function traceFile(tokens: number): Uint8Array {
  const vocabulary = scriptedVocabulary();
  const parts = traceFileParts({
    head: {
      exportedBy: 'Prisme 0.0.0',
      exportedAtMs: 1,
      model: { id: scriptedModelId, name: 'Scripted', vocabularyHash: vocabulary.hash, vocabularySize: 258 },
      profile: scriptedProfile,
      settings: samplerPresets.greedy,
      seed: 7,
      endTokenIds: [endToken],
      conversation: { title: 'From a file', systemPrompt: '' },
      userMessage: { id: randomUUID() as MessageId, text: 'Write on.', createdAtMs: 2 },
      reply: {
        text: patternText(tokens),
        createdAtMs: 3,
        end: { reason: 'tokenLimit', error: null, stats: null },
        fork: null,
      },
      prompt: { tokenIds: [], spans: [] },
    },
    steps: patternIds(0, tokens).map(scriptedStep),
    promptScore: null,
    vocabulary: vocabularyTable(vocabulary),
  });
  return new TextEncoder().encode([...parts].join(''));
}

export async function importTrace(bench: GenerationBench, tokens: number): Promise<void> {
  const imports = createTraceImports({ ...bench, now: Date.now, newId: randomUUID });
  const bytes = traceFile(tokens);
  await doingLater({}, async () => {
    const part = { uploadId: randomUUID(), titlePrefix: '', totalBytes: bytes.length, offset: 0, bytes };
    const imported = await imports.take(part);
    if (imported === null) throw new Error('the whole file was given');
    return {
      facts: {
        [`message.${imported.messageId}.text`]: patternText(tokens),
        [`message.${imported.messageId}.tokens`]: String(tokens),
        [`conversation.${imported.conversationId}.leafId`]: JSON.stringify(imported.messageId),
      },
    };
  });
}

export function backUpNow({ folder, dataDir }: GenerationBench): void {
  const { database } = folder;
  doing({}, () => {
    backUp(database, join(dataDir, 'backups'), databaseVersion(database), Date.now());
    return { facts: {} };
  });
}
