/**
 * What a page may ask for, written down a second time: whatever is not described here is refused before a handler sees
 * it. A bound that slipped away would be noticed nowhere else.
 */
import { describe, expect, it } from 'vitest';
import { appContract } from './app.ts';
import { backupsContract } from './backups.ts';
import { choicesContract } from './choices.ts';
import { comparisonsContract } from './comparisons.ts';
import { contract } from './contract.ts';
import { conversationsContract } from './conversations.ts';
import { crossReadingContract } from './cross-reading.ts';
import { downloadsContract } from './downloads.ts';
import { documentsContract } from './documents.ts';
import { foldersContract } from './folders.ts';
import { generationContract } from './generation.ts';
import { gridsContract } from './grids.ts';
import { hesitationsContract } from './hesitations.ts';
import { hubContract } from './hub.ts';
import { inspectionContract } from './inspection.ts';
import { modelsContract } from './models.ts';
import { moveContract } from './move.ts';
import { networkContract } from './network.ts';
import { presetsContract } from './presets.ts';
import { privacyContract } from './privacy.ts';
import { promptsContract } from './prompts.ts';
import { generationSettingsSchema, samplerPresets } from './sampler.ts';
import { scoringContract } from './scoring.ts';
import { searchContract } from './search.ts';
import { defaultSettings, settingsContract, settingsSchema } from './settings.ts';
import { summariesContract } from './summaries.ts';
import { titlesContract } from './titles.ts';
import { tokenizerContract } from './tokenizer.ts';
import { tracesContract } from './traces.ts';
import { treeContract } from './tree.ts';
import { votesContract } from './votes.ts';
import { choicesRequest } from './testing/choices-shapes.ts';
import {
  branchPlace, chatChoice, chatInForce, contextStrategy, forkTokenIds, fraction, loadSettings, longText, place, position, reading, seed, settings, stageNames, template, tokenId,
} from './testing/common-shapes.ts'; // prettier-ignore
import { appSettings } from './testing/settings-shapes.ts';
import { ofDownload, startDownload } from './testing/download-shapes.ts';
import { gridRequest } from './testing/grid-shapes.ts';
import { hubFiles, hubSearch, repository } from './testing/hub-shapes.ts';
import { documentShapes } from './testing/document-shapes.ts';
import { organiseShapes } from './testing/organise-shapes.ts';
import { presetInputs } from './testing/preset-shapes.ts';
import { promptInputs } from './testing/prompt-shapes.ts';
import { moveInputs } from './testing/move-shapes.ts';
import { summaryShapes } from './testing/summary-shapes.ts';
import { differences, inputOf } from './testing/expect-bounds.ts';
import {
  anyUuid, bytes, flag, kinds, list, nullable, number, object, oneOf, optional, sha256, text, uuid, whole, yes, type Shape,
} from './testing/shapes.ts'; // prettier-ignore

const backupName = 'prisme-v0040-20260101T000000000Z.db';
const aBackupName: Shape = {
  valid: [backupName, 'prisme-v123456789-20260101T000000000Z.db'],
  invalid: [
    '', `x${backupName}`, `${backupName}x`, `../${backupName}`, 'prisme-v004-20260101T000000000Z.db', 'prisme-v0040-2026010T000000000Z.db',
    'prisme-v1234567890-20260101T000000000Z.db', 'prisme-v0040-20260101T00000000Z.db', 'prisme-v0040-20260101T000000000Zxdb',
    'prisme-vabcd-20260101T000000000Z.db', 'prisme-v0040-2026010aT000000000Z.db', 'prisme-v0040-20260101T00000000aZ.db', 5, null, undefined,
  ],
}; // prettier-ignore
const aToken: Shape = {
  valid: ['hf_aB3', 'x', 'a.b-c_d', 'x'.repeat(500)],
  invalid: ['', 'a b', 'a\n', 'é', 'x'.repeat(501), 5, null, undefined],
};
const overflow = oneOf('asChosen', 'refuse', 'cutOldest', 'summarise');
const systemPrompt = optional(text(0, 100_000));
const ofMessage = { messageId: uuid };
const ofModel = { modelId: sha256 };
const ofComparison = { comparisonId: uuid };
const ofGrid = { gridId: uuid };
const ofLane = { ...ofComparison, conversationId: uuid };
const newLane = object({ ...ofModel, template, systemPrompt: text(0, 100_000), settings });
const ofJob = { jobId: anyUuid };
const partial = (fields: Readonly<Record<string, Shape>>) =>
  object(Object.fromEntries(Object.entries(fields).map(([key, shape]) => [key, optional(shape)])));
const mebibyte = 1024 * 1024;

/** Each procedure with what it takes. */
const inputs: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  app: { status: object({}), notices: object({}) },
  backups: {
    list: object({}),
    create: object({}),
    restore: object({ name: aBackupName }),
    salvage: object({}),
    openRescue: object({}),
  },
  choices: {
    start: object(choicesRequest),
    latest: object({}),
    attach: object({ ...ofJob, fromItem: position }),
    pause: object(ofJob),
    resume: object(ofJob),
    cancel: object(ofJob),
  },
  comparisons: {
    list: object({}),
    create: object({ lanes: list(newLane, 2, 6) }),
    get: object(ofComparison),
    update: object({ ...ofComparison, title: optional(text(0, 200)), draft: optional(longText) }),
    delete: object(ofComparison),
    restore: object(ofComparison),
    addLane: object({ ...ofComparison, lane: newLane }),
    removeLane: object(ofLane),
    moveLane: object({ ...ofLane, to: whole(0, 5) }),
    send: object({ ...ofComparison, text: text(1, 4_000_000) }),
    stop: object({ ...ofComparison, conversationId: nullable(uuid) }),
    resume: object(ofLane),
    takeOut: object(ofLane),
  },
  conversations: {
    list: object({}),
    listArchived: object({}),
    listBin: object({}),
    create: object({
      systemPrompt,
      settings: optional(settings),
      modelId: optional(nullable(sha256)),
      presetId: optional(nullable(uuid)),
      folderId: optional(nullable(uuid)),
    }),
    get: object({ conversationId: uuid }),
    summary: object({ conversationId: uuid }),
    update: object({
      conversationId: uuid,
      title: optional(text(0, 200)),
      titleBy: optional(oneOf('beginning', 'model', 'person')),
      isPinned: optional(flag),
      isArchived: optional(flag),
      folderId: optional(nullable(uuid)),
      tags: optional(list(organiseShapes.tag, 0, 20)),
      systemPrompt,
      settings: optional(settings),
      template: optional(template),
      contextStrategy: optional(contextStrategy),
      modelId: optional(nullable(sha256)),
      presetId: optional(nullable(uuid)),
      draft: optional(longText),
      replyBeginning: optional(text(0, 2_000)),
    }),
    delete: object({ conversationId: uuid }),
    restore: object({ conversationId: uuid }),
    purge: object({ conversationId: uuid }),
    emptyBin: object({}),
    tags: object({}),
    selectBranch: object({ conversationId: uuid, messageId: uuid }),
  },
  documents: documentShapes.inputs,
  folders: organiseShapes.folderInputs,
  presets: presetInputs,
  prompts: promptInputs,
  titles: organiseShapes.titleInputs,
  crossReading: {
    start: object({
      texts: list(object({ label: text(0, 300), text: text(1, 400_000) }), 1, 6),
      modelIds: list(sha256, 1, 8),
      distributionTokens: whole(0, 20_000),
      startsWithBos: flag,
    }),
    latest: object({}),
    attach: object(ofJob),
    cancel: object(ofJob),
  },
  downloads: {
    list: object({}),
    start: startDownload,
    pause: ofDownload,
    resume: ofDownload,
    cancel: ofDownload,
  },
  generation: {
    send: object({
      conversationId: uuid,
      parentId: nullable(uuid),
      text: text(1, 4_000_000),
      documentIds: documentShapes.ids,
      overflow,
      forcedIds: optional(list(tokenId, 0, 1_024)),
      beginning: optional(text(1, 2_000)),
    }),
    regenerate: object({
      conversationId: uuid,
      replyId: uuid,
      overflow,
      beginning: optional(text(1, 2_000)),
    }),
    continue: object({ conversationId: uuid, replyId: uuid }),
    branch: object({
      conversationId: uuid,
      place: branchPlace,
      choice: kinds({ tokens: { tokenIds: forkTokenIds }, text: { text: text(1, 2_000) } }),
      into: oneOf('here', 'newConversation'),
    }),
    stop: object({ replyId: uuid }),
    attach: object({ replyId: uuid, fromToken: position }),
    preview: object({
      conversationId: uuid,
      parentId: nullable(uuid),
      text: longText,
      documentIds: documentShapes.ids,
      beginning: optional(text(0, 2_000)),
    }),
  },
  grids: {
    list: object({}),
    create: gridRequest,
    get: object(ofGrid),
    attach: object(ofGrid),
    pause: object(ofGrid),
    resume: object(ofGrid),
    cancel: object(ofGrid),
    delete: object(ofGrid),
    restore: object(ofGrid),
  },
  hesitations: {
    find: object({
      scope: kinds({ reply: ofMessage, conversation: { conversationId: uuid }, all: {} }),
      criteria: object({
        probabilityBelow: nullable(fraction),
        surprisalFrom: nullable(number(0, 100)),
        marginBelow: nullable(fraction),
        rankAbove: nullable(whole(1, 63)),
        favouriteRemovedBy: nullable(oneOf('any', ...stageNames)),
      }),
      match: oneOf('any', 'all'),
    }),
  },
  network: {
    status: object({}),
    setToken: object({ token: aToken }),
    forgetToken: object({}),
  },
  hub: { catalogue: object({}), search: hubSearch, repository: object({ repository }), fileFit: hubFiles },
  inspection: {
    probe: object({ place, topN: whole(1, 10_000_000), isExact: flag, wanted: list(tokenId, 0, 1_000) }),
    sample: object({
      place,
      settings: nullable(settings),
      count: whole(1, 20),
      maxTokens: whole(1, 64),
      seed,
    }),
    continuation: object({ place, tokenIds: list(tokenId, 1, 64) }),
  },
  models: {
    list: object({}),
    rescan: object({}),
    choose: object({}),
    add: object({ ticket: uuid }),
    remove: object(ofModel),
    inspect: object(ofModel),
    restore: object(ofModel),
    deleteFile: object({ ...ofModel, placeId: sha256 }),
    bin: object({}),
    restoreFile: object({ binId: uuid }),
    emptyBin: object({}),
    folders: object({}),
    watchFolder: object({ folderId: sha256, isWatched: flag }),
    chooseFolder: object({}),
    configure: object({ ...ofModel, loadSettings }),
    setChat: object({ ...ofModel, choice: nullable(chatChoice) }),
    chatTemplate: object({ ...ofModel, which: chatInForce }),
    load: object({
      ...ofModel,
      evenIfTooLarge: optional(flag),
      insteadOf: optional(sha256),
    }),
    memory: object({}),
    unload: object(ofModel),
    calibrate: object(ofModel),
    release: object(ofModel),
    vocabulary: object({ hash: sha256 }),
  },
  privacy: { watch: object({}), deleteEverything: object({ isConfirmed: yes }) },
  scoring: {
    start: object({
      ...ofModel,
      text: text(1, 4_000_000),
      contextBefore: text(0, 100_000),
      startsWithBos: flag,
    }),
    latest: object({}),
    attach: object({ ...ofJob, fromToken: position }),
    pause: object(ofJob),
    resume: object(ofJob),
    cancel: object(ofJob),
  },
  move: moveInputs,
  search: { find: object({ query: text(0, 1_000), from: nullable(whole(0)) }) },
  settings: { get: object({}), update: partial(appSettings) },
  summaries: summaryShapes.inputs,
  tokenizer: { cut: object({ ...ofModel, text: longText }), render: object({ ...ofModel, reading }) },
  traces: {
    sums: object({ messageIds: list(uuid, 1, 32) }),
    header: object(ofMessage),
    chunks: object({ ...ofMessage, fromToken: position, toToken: position }),
    heads: object({ ...ofMessage, fromToken: position, toToken: position }),
    prompt: object(ofMessage),
    promptScore: object(ofMessage),
    scorePrompt: object(ofMessage),
    import: object({
      uploadId: anyUuid,
      titlePrefix: text(0, 40),
      totalBytes: whole(1, 64 * mebibyte),
      offset: whole(0, 64 * mebibyte),
      bytes: bytes(4 * mebibyte),
    }),
  },
  tree: {
    grow: object({
      ...ofModel,
      start: kinds({ reading: { reading }, tokens: { tokenIds: list(tokenId, 1, 1_000_000) } }),
      limits: object({
        depth: whole(1, 32),
        children: whole(1, 32),
        coverage: fraction,
        minPathProbability: fraction,
        nodes: whole(1, 5_000),
        seconds: number(0.1, 600),
      }),
      seed,
      beam: nullable(object({ width: whole(1, 16), length: whole(1, 32), isNormalised: flag })),
    }),
  },
  votes: {
    list: object({}),
    begin: object({ folder: text(1, 100), lanes: list(newLane, 2, 2), question: text(1, 4_000_000) }),
    next: object({ ...ofComparison, question: text(1, 4_000_000) }),
    get: object(ofComparison),
    vote: object({ ...ofComparison, choice: oneOf('a', 'b', 'tie', 'bothBad') }),
    takeBack: object(ofComparison),
    stop: object(ofComparison),
    resume: object(ofComparison),
    delete: object(ofComparison),
    restore: object(ofComparison),
    ratings: object({ folder: nullable(text(1, 100)) }),
  },
};

const nouns = {
  app: appContract, backups: backupsContract, choices: choicesContract, comparisons: comparisonsContract, conversations: conversationsContract,
  crossReading: crossReadingContract, documents: documentsContract, downloads: downloadsContract, folders: foldersContract, generation: generationContract, grids: gridsContract,
  hesitations: hesitationsContract, hub: hubContract, inspection: inspectionContract, models: modelsContract, move: moveContract, network: networkContract, presets: presetsContract, privacy: privacyContract,
  prompts: promptsContract, scoring: scoringContract, search: searchContract, settings: settingsContract, summaries: summariesContract, titles: titlesContract, tokenizer: tokenizerContract, traces: tracesContract, tree: treeContract, votes: votesContract,
}; // prettier-ignore
type Procedures = Readonly<Record<string, Parameters<typeof inputOf>[0]>>;

const cases = Object.entries(nouns).flatMap(([noun, procedures]) =>
  Object.entries(procedures as Procedures).map(([name, procedure]) => ({
    noun,
    name,
    schema: inputOf(procedure),
  })),
);

describe('what a page may ask for', () => {
  it('is described here for every procedure of the contract', () => {
    expect(contract).toEqual(nouns);
    const described = Object.entries(inputs).flatMap(([noun, shapes]) =>
      Object.keys(shapes).map((name) => `${noun}.${name}`),
    );
    expect(described.toSorted()).toEqual(cases.map(({ noun, name }) => `${noun}.${name}`).toSorted());
  });

  it.each(cases)(
    '$noun.$name takes what it should, up to every bound, and nothing else',
    ({ noun, name, schema }) => {
      const shape = inputs[noun]?.[name];
      expect(shape && differences(schema, shape)).toEqual([]);
    },
  );
});

describe('what Prisme sets by itself', () => {
  it('is within the bounds of what a person may set', () => {
    for (const [name, preset] of Object.entries(samplerPresets))
      expect(generationSettingsSchema.safeParse(preset).success, name).toBe(true);
    expect(settingsSchema.parse(defaultSettings)).toEqual(defaultSettings);
  });

  it('is a calm window that asks for nothing and is online', () => {
    expect(defaultSettings).toEqual({
      language: null,
      theme: 'system',
      isFirstRunDone: false,
      defaultModelId: null,
      defaultPresetId: null,
      contextStrategy: 'stop',
      writesTitles: true,
      lastConversationId: null,
      heatMap: 'off',
      heatMapPalette: 'blue',
      isSidebarOpen: true,
      isInspectorOpen: false,
      inspectorWidthPx: 380,
      isOffline: false,
      modelMemoryPercent: null,
      unloadAfterMinutes: 30,
      hubUrl: 'https://huggingface.co',
      proxyUrl: null,
      ownKeys: [],
    });
  });

  it('is a ladder of presets from the certain to the surprising, the neutral one cutting nothing', () => {
    const { greedy, precise, balanced, creative, neutral } = samplerPresets;
    expect([greedy, precise, balanced, neutral, creative].map(({ temperature }) => temperature)).toEqual([
      0, 0.3, 0.8, 1, 1.1,
    ]);
    expect(neutral).toMatchObject({
      topK: 0,
      topP: 1,
      minP: 0,
      presencePenalty: 0,
      drySequenceBreakers: ['\n', ':', '"', '*'],
      logitBias: [],
      stopStrings: [],
    });
    expect(precise).toMatchObject({ topK: 20, topP: 0.9, minP: 0.05 });
    expect(balanced).toMatchObject({ topK: 40, topP: 0.95, minP: 0.05 });
    expect(creative).toMatchObject({ topK: 60, topP: 0.98, minP: 0.03, presencePenalty: 0.2 });
  });
});
