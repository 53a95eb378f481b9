/**
 * The shapes that several nouns of the contract share. Runs in tests only.
 */
import { documentShapes } from './document-shapes.ts';
import { graphics } from './graphics-shapes.ts';
import {
  flag,
  list,
  logarithm,
  nullable,
  number,
  object,
  oneOf,
  optional,
  pair,
  sha256,
  text,
  uuid,
  whole,
  bytes,
  kinds,
} from './shapes.ts';

export const most = 10_000_000;
export const position = whole(0, most);
export const tokenId = whole(0, most);
export const tokenIds = list(tokenId, 0, most);
export const fraction = number(0, 1);
export const count = whole(0);
export const seed = whole(0, 0xffff_ffff);
export const timestampMs = whole(0, 1e14);
export const longText = text(0, 4_000_000);
export const aloneRuns = list(pair(position), 0, 100_000);
const mebibyte = 1024 * 1024;

/** Of the sampler chain. */
export const stageNames = [
  'logitBias',
  'penalties',
  'dry',
  'topNSigma',
  'topK',
  'typicalP',
  'topP',
  'minP',
  'xtc',
  'temperature',
];

export const errorRecord = object({ code: oneOf('model.corrupt', 'egress.denied'), details: object({}) });

export const profileFields = {
  engine: text(0, 200),
  backend: text(0, 40),
  gpuLayers: whole(0, 10_000),
  threads: whole(1, 1_024),
  batchTokens: whole(1, 65_536),
  flashAttention: flag,
  kvCacheType: text(0, 20),
  contextTokens: whole(1, most),
  pass: oneOf('generation', 'scoring'),
  promptAlone: optional(aloneRuns),
  isLogZExact: flag,
};
export const profile = object(profileFields);

const probability = number(0, 1);
/** Of the sampler alone. */
export const chainFields = {
  temperature: number(0, 5),
  topK: whole(0, 1_000),
  topP: probability,
  minP: probability,
  typicalP: probability,
  topNSigma: number(0, 20),
  xtcProbability: probability,
  xtcThreshold: probability,
  repeatPenalty: number(0.5, 3),
  frequencyPenalty: number(-2, 2),
  presencePenalty: number(-2, 2),
  penaltyLastTokens: whole(0, 4_096),
  dryMultiplier: number(0, 5),
  dryBase: number(1, 4),
  dryAllowedLength: whole(1, 64),
  dryLastTokens: whole(0, 4_096),
  drySequenceBreakers: list(text(1, 40), 0, 16),
  logitBias: list(object({ tokenId: whole(0, 2_000_000), bias: number(-100, 100) }), 0, 256),
};
export const samplerFields = {
  ...chainFields,
  seed: nullable(seed),
  maxTokens: nullable(whole(1, 131_072)),
  stopStrings: list(text(1, 200), 0, 16),
};
export const settings = object(samplerFields);

export const template = oneOf('model', 'none');
export const contextStrategy = oneOf('stop', 'dropOldest', 'summariseOldest');

const durationMs = number(0, 1e9);
export const stats = object({
  promptTokens: position,
  reusedTokens: position,
  replyTokens: position,
  firstTokenMs: nullable(durationMs),
  promptTokensPerSecond: nullable(number(0, 1e7)),
  tokensPerSecond: nullable(number(0, 1e7)),
  memoryBytes: number(0, 1e15),
});
export const replyEnd = object({
  reason: oneOf('endToken', 'stopString', 'tokenLimit', 'contextLimit', 'stopped', 'interrupted'),
  error: nullable(errorRecord),
  stats: nullable(stats),
});

export const span = object({
  start: position,
  end: position,
  part: oneOf('bos', 'template', 'system', 'summary', 'document', 'user', 'assistant', 'raw'),
  messageId: nullable(uuid),
  documentId: optional(sha256),
});
export const prompt = object({ tokenIds, spans: list(span, 0, 100_000) });

export const chunkFields = { firstToken: position, count: whole(1, 100_000), steps: bytes(16 * mebibyte) };

export const forkTokenIds = list(tokenId, 1, 1_024);
export const fork = object({
  sourceId: nullable(uuid),
  target: oneOf('reply', 'prompt', 'start'),
  position,
  tokenIds: forkTokenIds,
  text: text(0, 10_000),
  logprob: nullable(logarithm),
});

export const modelName = object({ id: sha256, name: text(0, 300) });

export const message = object({
  id: uuid,
  parentId: nullable(uuid),
  role: oneOf('user', 'assistant'),
  text: longText,
  documents: documentShapes.documents,
  createdAtMs: timestampMs,
  state: oneOf('complete', 'streaming'),
  end: nullable(replyEnd),
  model: nullable(object({ id: nullable(sha256), name: text(0, 300) })),
  settings: nullable(settings),
  seed: nullable(seed),
  cutMessageIds: list(uuid, 0, 10_000),
  fork: nullable(fork),
  hasTrace: flag,
});

const replyPlace = { messageId: uuid, position };
const promptPlace = { messageId: uuid, position: whole(1, most) };
export const branchPlace = kinds({ reply: replyPlace, prompt: promptPlace });
export const place = kinds({
  reply: replyPlace,
  prompt: promptPlace,
  tokens: { modelId: sha256, tokenIds: list(position, 1, 1_000_000) },
});

export const loadedModel = object({
  vocabularySize: whole(1, most),
  contextTokens: whole(1, most),
  trainedContextTokens: whole(1, 1e9),
  bosTokenId: nullable(tokenId),
  endTokenIds: list(tokenId, 0, 1_000),
  hasChatTemplate: flag,
  profile,
  memoryBytes: number(0, 1e15),
  graphics: optional(graphics),
});
export const calibration = object({
  threads: whole(1, 1_024),
  measurements: list(object({ threads: whole(1, 1_024), msPerToken: number(0, 1e9) }), 0, 64),
});

export const loadSettings = object({
  contextTokens: nullable(whole(8, 1_048_576)),
  threads: nullable(whole(1, 1_024)),
  gpu: oneOf('auto', 'off'),
  gpuLayers: optional(nullable(whole(0, 10_000))),
  batchTokens: optional(nullable(whole(1, 4_096))),
  flashAttention: optional(flag),
  kvCacheType: optional(oneOf('f16', 'q8_0', 'q4_0')),
  useMmap: optional(flag),
  sampler: optional(nullable(settings)),
});
const memoryBytes = number(0, 1e15);

export const chatFormat = oneOf(
  'alpaca', 'chatml', 'deepseekCoder', 'deepseekV2', 'deepseekV3', 'falcon', 'falcon3', 'gemma', 'guanaco', 'llama2',
  'llama3', 'mistralV1', 'mistralV3', 'mistralTekken', 'mistralV7', 'phi3', 'phi4', 'vicuna',
); // prettier-ignore
const longestTemplate = 262_144;
export const template256 = text(1, longestTemplate);
export const chatInForce = kinds({ file: {}, format: { format: chatFormat }, custom: {}, completion: {} });
export const chatChoice = kinds({
  file: {},
  format: { format: chatFormat },
  custom: { template: template256 },
  completion: {},
});
const templateWarning = oneOf('unrecognised', 'long', 'tools', 'date', 'noReplyStart', 'cut');
export const shownTemplate = object({
  text: text(0, longestTemplate),
  warnings: list(templateWarning, 0, 6),
});

export const model = object({
  id: sha256,
  name: text(0, 300),
  fileName: text(0, 300),
  sizeBytes: number(0, 1e15),
  isPresent: flag,
  isReplaced: flag,
  copies: whole(0, 100_000),
  state: kinds({
    unloaded: {},
    loading: { fraction },
    calibrating: { fraction },
    loaded: { model: loadedModel },
    failed: { error: errorRecord },
    quarantined: { error: errorRecord },
  }),
  architecture: text(0, 100),
  quantisation: nullable(text(0, 40)),
  parameterCount: nullable(number(0, 1e15)),
  trainedContextTokens: nullable(whole(1, 1e9)),
  vocabularySize: whole(1, most),
  vocabularyHash: sha256,
  hasChatTemplate: flag,
  chatFormat: nullable(chatFormat),
  chat: chatInForce,
  isChatChosen: flag,
  suggestedFormat: nullable(chatFormat),
  licence: nullable(text(0, 200)),
  estimatedMemoryBytes: memoryBytes,
  memoryNeed: object({
    bytes: memoryBytes,
    isMeasured: flag,
    weightsBytes: memoryBytes,
    cacheBytes: memoryBytes,
    computeBytes: memoryBytes,
    engineBytes: memoryBytes,
    contextTokens: whole(1, 1_048_576),
    cardBytes: nullable(memoryBytes),
  }),
  loadSettings,
  calibration: nullable(calibration),
});

const attempt = {
  atMs: number(0),
  kind: oneOf('connection', 'datagram', 'name', 'request'),
  host: text(0, 300),
  port: nullable(whole(0, 65_535)),
  wasRefused: flag,
};
export const localAttempt = object(attempt);
export const egressAttempt = object({ ...attempt, process: oneOf('core', 'engine', 'shell', 'page') });
export const listeningSocket = object({
  protocol: oneOf('tcp', 'udp'),
  address: text(0, 100),
  port: whole(0, 65_535),
});
export const egressReport = object({
  attempts: list(localAttempt, 0, 200),
  listening: list(listeningSocket, 0, 100),
});

export const reading = kinds({
  raw: { text: longText },
  chat: { system: text(0, 100_000), user: longText, reply: longText },
});
