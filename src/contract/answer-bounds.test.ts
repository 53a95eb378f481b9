/**
 * What an engine may say to the core and the core to a page, and what is stored as JSON, written down a second time:
 * whatever is not described here is refused on arrival.
 */
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { appStatusSchema, noticeSchema, startupReportSchema } from './app.ts';
import { backupSchema, backupsContract, salvageReportSchema } from './backups.ts';
import { conversationsContract, conversationSummarySchema, messageSchema } from './conversations.ts';
import { egressAttemptSchema, egressReportSchema } from './egress.ts';
import * as engine from './engine.ts';
import { generationContract, previewSchema, replyEventSchema, sentSchema } from './generation.ts';
import { hesitationEventSchema } from './hesitations.ts';
import { fileTicketSchema, modelIdSchema, vocabularyHashSchema } from './ids.ts';
import { continuationSchema, sampleEventSchema } from './inspection.ts';
import { modelsContract, rejectedFileSchema, vocabularySchema } from './models.ts';
import { aloneRunsSchema, evaluationProfileSchema } from './profile.ts';
import { promptSchema } from './prompt.ts';
import { replyEndSchema } from './reply.ts';
import { scoringContract, scoringEventSchema } from './scoring.ts';
import { settingsContract } from './settings.ts';
import * as shapes from './testing/common-shapes.ts';
import { hesitation, hesitantReply } from './testing/hesitation-shapes.ts';
import { hubAnswers } from './testing/hub-answers.ts';
import { privacyAnswers } from './testing/privacy-answers.ts';
import { downloadAnswers } from './testing/download-answers.ts';
import { downloads } from './testing/download-shapes.ts';
import { runAnswers } from './testing/run-answers.ts';
import { organiseAnswers, organiseShapes } from './testing/organise-shapes.ts';
import { documentAnswers, documentShapes } from './testing/document-shapes.ts';
import { differences, eventOf, inputOf, outputOf } from './testing/expect-bounds.ts';
import {
  anyText, anyUuid, bytes, flag, kinds, list, logarithm, longList, pair, nullable, number, object, oneOf, optional, sha256, text, uuid, whole, type Shape,
} from './testing/shapes.ts'; // prettier-ignore
import { presetAnswers } from './testing/preset-shapes.ts';
import { preview } from './testing/preview-shape.ts';
import { appSettings } from './testing/settings-shapes.ts';
import { promptAnswers } from './testing/prompt-shapes.ts';
import { moveAnswers } from './testing/move-shapes.ts';
import { searchAnswer } from './testing/search-answer.ts';
import { summaryAnswers, summaryShapes } from './testing/summary-shapes.ts';
import { voteAnswers } from './testing/vote-answers.ts';
import { tokenizerContract } from './tokenizer.ts';
import * as places from './testing/model-shapes.ts';
import { promptScoreSchema, traceHeaderSchema, tracesContract } from './traces.ts';
import { beamSettingsSchema, treeEventSchema } from './tree.ts';

const {
  aloneRuns,
  chunkFields,
  count,
  fraction,
  most,
  position,
  profile,
  seed,
  settings,
  tokenId,
  tokenIds,
} = shapes;
const mebibyte = 1024 * 1024;
const manyBytes = (atMost: number): Shape => ({
  valid: [...bytes(8).valid, new Uint8Array(atMost)],
  invalid: bytes(atMost).invalid,
});
const without = (shape: Shape, ...refused: readonly string[]): Shape => ({
  ...shape,
  invalid: [...shape.invalid, ...refused],
});
const finite: Shape = { valid: [0, -1e300, 1e300], invalid: [Infinity, Number.NaN, '0', null, undefined] };
const threads = whole(1, 1_024);
const progress = { evaluated: count, total: count, reused: count };
const timeMs = number(0);
const perSecond = nullable(number(0));

const forEngine: Readonly<Record<string, readonly [z.ZodType, Shape]>> = {
  load: [
    inputOf(engine.engineContract.load),
    object({
      path: text(1, 32_768),
      contextTokens: whole(8, 1_048_576),
      threads: nullable(threads),
      gpu: oneOf('auto', 'off'),
      gpuLayers: optional(whole(0, 10_000)),
      batchTokens: whole(1, 4_096),
      flashAttention: flag,
      kvCacheType: optional(oneOf('f16', 'q8_0', 'q4_0')),
      useMmap: optional(flag),
    }),
  ],
  render: [
    inputOf(engine.engineContract.render),
    kinds({
      chat: {
        turns: list(
          object({
            role: oneOf('system', 'summary', 'user', 'assistant'),
            text: shapes.longText,
            messageId: nullable(uuid),
            documents: documentShapes.read,
          }),
          0,
          10_000,
        ),
        template: optional(shapes.template256),
      },
      raw: { text: shapes.longText },
    }),
  ],
  tokenize: [inputOf(engine.engineContract.tokenize), object({ text: shapes.longText })],
  generate: [
    inputOf(engine.engineContract.generate),
    object({
      prompt: tokenIds,
      promptAlone: optional(aloneRuns),
      reply: tokenIds,
      forced: tokenIds,
      settings,
      seed,
      topN: whole(1, 1_024),
      capture: flag,
    }),
  ],
  stop: [inputOf(engine.engineContract.stop), object({})],
  rows: [
    inputOf(engine.engineContract.rows),
    object({ tokenIds, from: whole(1, most), batchTokens: nullable(whole(1, 4_096)) }),
  ],
  score: [inputOf(engine.engineContract.score), object({ tokenIds, from: position, topN: whole(1, 1_024) })],
  probe: [
    inputOf(engine.engineContract.probe),
    object({
      prompt: tokenIds,
      promptAlone: optional(aloneRuns),
      reply: tokenIds,
      topN: whole(1, most),
      isExact: flag,
      wanted: list(tokenId, 0, 1_000),
    }),
  ],
  calibrate: [inputOf(engine.engineContract.calibrate), object({ maxThreads: threads })],
  ping: [inputOf(engine.engineContract.ping), object({})],
};

const distribution = object({
  vocabularySize: whole(1, most),
  ids: manyBytes(64 * mebibyte),
  logits: manyBytes(64 * mebibyte),
  logZ: number(0),
  isLogZExact: flag,
  endLogprob: nullable(logarithm),
  entropyBits: nullable(number(0)),
  wanted: list(object({ tokenId, logit: finite, logprob: logarithm, rank: nullable(whole(1)) }), 0),
  profile,
});

const ofEngine: Readonly<Record<string, readonly [z.ZodType, Shape]>> = {
  'a loaded model': [engine.loadedModelSchema, shapes.loadedModel],
  'an event of loading': [
    eventOf(engine.engineContract.load),
    kinds({ progress: { fraction }, loaded: { model: shapes.loadedModel } }),
  ],
  'an event of calibrating': [
    eventOf(engine.engineContract.calibrate),
    kinds({ progress: { fraction }, result: { calibration: shapes.calibration } }),
  ],
  'a rendered prompt': [outputOf(engine.engineContract.render), shapes.prompt],
  'the tokens of a text': [outputOf(engine.engineContract.tokenize), object({ tokenIds })],
  'an event of a reply': [
    engine.generateEventSchema,
    kinds({
      prompt: { ...progress, promptAlone: aloneRuns },
      tokens: chunkFields,
      end: {
        // Only the core knows that a reply was interrupted.
        reason: without(
          oneOf('endToken', 'stopString', 'tokenLimit', 'contextLimit', 'stopped'),
          'interrupted',
        ),
        stats: shapes.stats,
        stopStringAtByte: nullable(count),
      },
    }),
  ],
  'the answer to a stop': [outputOf(engine.engineContract.stop), object({ wasRunning: flag })],
  'an event of scoring': [
    engine.scoreEventSchema,
    kinds({ tokens: chunkFields, end: { tokensPerSecond: perSecond, profile } }),
  ],
  'an event of probing': [engine.probeEventSchema, kinds({ progress, result: { distribution } })],
  'a calibration': [engine.calibrationSchema, shapes.calibration],
  'a sign of life': [
    outputOf(engine.engineContract.ping),
    object({
      work: count,
      memoryBytes: number(0),
      peakMemoryBytes: optional(number(0, 1e15)),
      egress: optional(shapes.egressReport),
    }),
  ],
  'an attempt to get out': [egressAttemptSchema, shapes.egressAttempt],
  'a report of attempts': [egressReportSchema, shapes.egressReport],
};

const startup = object({
  interruptedReplies: count,
  backupFileName: nullable(text(0, 300)),
  setAside: nullable(object({ reason: oneOf('replaced', 'changed'), folder: text(0, 300) })),
  isReadOnly: flag,
  isDamaged: flag,
  damagedMessages: count,
});
const { summaryFields } = organiseShapes;
const summary = object({ ...summaryFields, isGenerating: flag, isTitling: flag });
const conversation = object({
  ...summaryFields,
  systemPrompt: text(0, 100_000),
  settings,
  template: shapes.template,
  contextStrategy: shapes.contextStrategy,
  modelId: nullable(sha256),
  presetId: nullable(uuid),
  comparisonId: nullable(uuid),
  draft: shapes.longText,
  draftDocuments: documentShapes.documents,
  replyBeginning: text(0, 2_000),
  messages: list(shapes.message, 0),
  ...summaryShapes.ofConversation,
  leafId: nullable(uuid),
});
const backup = object({
  name: {
    valid: ['prisme-v0040-20260101T000000000Z.db'],
    invalid: ['', '../prisme-v0040-20260101T000000000Z.db', 5, null, undefined],
  },
  madeAtMs: finite,
  sizeBytes: number(0),
  version: count,
});
const rejected = object({ fileName: text(0, 300), sizeBytes: number(0, 1e15), error: shapes.errorRecord });
const plan = object({
  tokens: position,
  contextTokens: position,
  unscoredTokens: position,
  windows: position,
  windowTokens: position,
  strideTokens: position,
  alternatives: whole(1, 1_024),
  addedBytes: whole(0, 1),
});
const nodeId = whole(0, 1_000_000);
const large = whole(0, 1e12);
const expansion = object({
  parentId: nodeId,
  children: list(
    object({ id: nodeId, tokenId, probability: fraction, logprob: logarithm, isEnd: flag }),
    0,
    64,
  ),
  other: object({ probability: fraction, count: large }),
  endProbability: nullable(fraction),
});
const path = object({
  kind: oneOf('greedy', 'sampled', 'beam'),
  place: whole(1, 16),
  nodeIds: list(nodeId, 0, 32),
  logprob: logarithm,
  score: logarithm,
  isEnded: flag,
});
const modelAndText = {
  modelId: sha256,
  text: text(1, 4_000_000),
  contextBefore: text(0, 100_000),
  startsWithBos: flag,
};

const ofCore: Readonly<Record<string, readonly [z.ZodType, Shape]>> = {
  'the report of a start': [startupReportSchema, startup],
  'the status': [
    appStatusSchema,
    object({
      version: text(0, 40),
      shell: oneOf('electron', 'web', 'cli'),
      hasFileDialog: flag,
      startup,
      totalMemoryBytes: number(0),
      freeMemoryBytes: number(0),
    }),
  ],
  'a notice': [
    noticeSchema,
    kinds({
      conversationChanged: { conversationId: uuid },
      listsChanged: {},
      promptsChanged: {},
      comparisonChanged: { comparisonId: uuid },
      gridChanged: { gridId: uuid },
      modelChanged: { model: shapes.model },
      modelListChanged: {},
      startupChanged: { startup },
      downloadsChanged: { downloads },
      settingsChanged: { settings: object(appSettings) },
    }),
  ],
  ...downloadAnswers,
  'a backup': [backupSchema, backup],
  'the list of backups': [outputOf(backupsContract.list), list(backup, 0)],
  'the report of a salvage': [
    salvageReportSchema,
    object({ conversations: count, messages: count, traces: count, isComplete: flag }),
  ],
  ...voteAnswers,
  ...hubAnswers,
  ...privacyAnswers,
  ...runAnswers,
  'a line of the list of conversations': [conversationSummarySchema, summary],
  'a message': [messageSchema, shapes.message],
  'a conversation': [outputOf(conversationsContract.get), conversation],
  'the list of conversations': [outputOf(conversationsContract.list), list(summary, 0)],
  'one line of it': [outputOf(conversationsContract.summary), nullable(summary)],
  'the archive': [outputOf(conversationsContract.listArchived), list(summary, 0)],
  ...organiseAnswers,
  ...documentAnswers,
  ...presetAnswers,
  ...promptAnswers,
  'the chosen branch': [outputOf(conversationsContract.selectBranch), object({ leafId: uuid })],
  'what was sent': [sentSchema, object({ userMessageId: nullable(uuid), replyId: uuid })],
  'a branch that was made': [
    outputOf(generationContract.branch),
    object({ conversationId: uuid, replyId: uuid }),
  ],
  'a preview': [previewSchema, preview],
  'an event of a reply': [
    replyEventSchema,
    kinds({
      prompt: progress,
      summary: summaryShapes.progress,
      tokens: { ...chunkFields, text: anyText },
      end: { end: shapes.replyEnd, text: shapes.longText },
    }),
  ],
  'the end of a reply': [replyEndSchema, shapes.replyEnd],
  'an event of a search for hesitations': [
    hesitationEventSchema,
    kinds({
      progress: { read: count, total: count },
      hits: { reply: hesitantReply, hits: list(hesitation, 1, 64) },
      end: { read: count, total: count, tokens: count, hasMore: flag, unreadable: count },
    }),
  ],
  'what a search found': searchAnswer,
  ...moveAnswers,
  ...summaryAnswers,
  'a sampled continuation': [
    sampleEventSchema,
    kinds({
      continuation: { seed, tokenIds: list(tokenId, 0, 64), logprob: logarithm, isEnded: flag },
      end: {},
    }),
  ],
  'a scored continuation': [
    continuationSchema,
    object({ tokens: list(object({ tokenId, logprob: logarithm, rank: whole(1) }), 0), profile }),
  ],
  'a model': [outputOf(modelsContract.add), shapes.model],
  'a model that was chosen, or none': [outputOf(modelsContract.choose), nullable(shapes.model)],
  'what a model says about itself': [outputOf(modelsContract.inspect), places.inspectedModel],
  'a deleted file': [outputOf(modelsContract.deleteFile), places.binnedFile],
  'the bin': [outputOf(modelsContract.bin), list(places.binnedFile, 0, 10_000)],
  'what the bin held': [outputOf(modelsContract.emptyBin), object({ freedBytes: number(0, 1e15) })],
  'the folders of models': [outputOf(modelsContract.folders), list(places.modelFolder, 0, 1_000)],
  'folders, or none': [outputOf(modelsContract.chooseFolder), nullable(list(places.modelFolder, 0, 1_000))],
  'a file that is no model': [rejectedFileSchema, rejected],
  'the list of models': [
    outputOf(modelsContract.list),
    object({ models: list(shapes.model, 0), rejected: list(rejected, 0) }),
  ],
  'a template to be read': [outputOf(modelsContract.chatTemplate), nullable(shapes.shownTemplate)],
  'the memory of the models': [outputOf(modelsContract.memory), places.modelMemory],
  'a vocabulary': [
    vocabularySchema,
    object({
      hash: sha256,
      bytes: manyBytes(256 * mebibyte),
      offsets: manyBytes(64 * mebibyte),
      types: manyBytes(16 * mebibyte),
      endTokenIds: list(tokenId, 0, 1_000),
    }),
  ],
  'a profile': [evaluationProfileSchema, profile],
  'the tokens that were evaluated alone': [aloneRunsSchema, longList(pair(position), 0, 100_000)],
  'the spans of a prompt': [promptSchema.shape.spans, longList(shapes.span, 0, 100_000)],
  'a prompt': [promptSchema, shapes.prompt],
  'a rendered reading': [outputOf(tokenizerContract.render), shapes.prompt],
  'a text in tokens': [outputOf(tokenizerContract.cut), object({ tokenIds })],
  'the latest job of scoring': [
    outputOf(scoringContract.latest),
    nullable(object({ ...modelAndText, jobId: anyUuid })),
  ],
  'a job of scoring that began': [outputOf(scoringContract.start), object({ jobId: anyUuid })],
  'an event of a job of scoring': [
    scoringEventSchema,
    kinds({
      state: { state: oneOf('waiting', 'running', 'paused'), scored: position, plan: nullable(plan) },
      tokens: chunkFields,
      end: {
        reason: oneOf('complete', 'cancelled'),
        scored: position,
        plan: nullable(plan),
        profile: nullable(profile),
        tokensPerSecond: perSecond,
      },
    }),
  ],
  'the settings': [outputOf(settingsContract.get), object(appSettings)],
  'the head of a trace': [
    traceHeaderSchema,
    object({
      messageId: uuid,
      model: shapes.modelName,
      vocabularyHash: sha256,
      vocabularySize: whole(1, most),
      endTokenIds: list(tokenId, 0, 1_000),
      profile,
      settings,
      seed,
      promptTokens: position,
      replyTokens: position,
    }),
  ],
  'the scores of a prompt': [
    promptScoreSchema,
    object({
      profile,
      scoredAtMs: count,
      chunks: list(object({ kind: oneOf('tokens'), ...chunkFields }), 0),
    }),
  ],
  'what became of an imported trace': [
    outputOf(tracesContract.import),
    nullable(object({ conversationId: uuid, messageId: uuid })),
  ],
  'the settings of a beam': [
    beamSettingsSchema,
    object({ width: whole(1, 16), length: whole(1, 32), isNormalised: flag }),
  ],
  'an event of a tree': [
    treeEventSchema,
    kinds({
      start: { tokenIds, replyStart: large, profile },
      reading: { evaluated: large, total: large },
      expansion: { expansion },
      path: { path },
      progress: {
        nodes: large,
        evaluations: large,
        remembered: large,
        evaluatedTokens: large,
        uncachedTokens: large,
        elapsedMs: timeMs,
      },
      end: { reason: oneOf('complete', 'nodes', 'time', 'stopped') },
    }),
  ],
  'the ticket of a file': [fileTicketSchema, uuid],
  'the id of a model': [modelIdSchema, sha256],
  'the hash of a vocabulary': [vocabularyHashSchema, sha256],
};

describe('what an engine is asked', () => {
  it('is described here for every procedure', () => {
    expect(Object.keys(forEngine).toSorted()).toEqual(Object.keys(engine.engineContract).toSorted());
  });

  it.each(Object.entries(forEngine))(
    '%s takes what it should, up to every bound, and nothing else',
    (_name, [schema, shape]) => {
      expect(differences(schema, shape)).toEqual([]);
    },
  );
});

describe('what an engine may say', () => {
  it.each(Object.entries(ofEngine))('%s ends at its bounds', (_name, [schema, shape]) => {
    expect(differences(schema, shape)).toEqual([]);
  });
});

describe('what the core may say', () => {
  it.each(Object.entries(ofCore))('%s ends at its bounds', (_name, [schema, shape]) => {
    expect(differences(schema, shape)).toEqual([]);
  });
});
