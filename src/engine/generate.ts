/**
 * Answers `generate`: evaluates the prompt, then chooses token after token until something ends the reply. Runs in
 * the engine. It knows no conversation: the prompt comes as ids.
 */
import type { GenerateEvent, GenerateRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { ReplyStats } from '#contract/reply.ts';
import { noDryBreakers } from '#probability/dry-breakers.ts';
import type { Position } from './probe.ts';
import { chooseToken, forceToken, type ChoiceRules } from './choose-token.ts';
import type { EngineState, LoadedEngine, Run } from './engine-state.ts';
import { evaluatePrompt, requireKnownTokens, requireRoom } from './evaluate-prompt.ts';
import { createStepSender } from './step-sender.ts';
import { createStopFinder, type StopFinder } from './stop-strings.ts';

type EndEvent = Extract<GenerateEvent, { kind: 'end' }>;
type Ending = Pick<EndEvent, 'reason' | 'stopStringAtByte'>;

/**
 * Emits prompt progress, chunks of captured tokens, and `end` as the last event.
 * @throws generation.contextFull { needTokens, contextTokens }, model.invalidOutput, app.invalidInput
 */
export async function generate(
  state: EngineState,
  loaded: LoadedEngine,
  request: GenerateRequest,
  run: Run,
  emit: (event: GenerateEvent) => void,
): Promise<void> {
  const startedAtMs = performance.now();
  const tokens = [...request.prompt, ...request.reply];
  if (tokens.length === 0) throw new PrismeError('app.invalidInput', { prompt: 'empty' });
  requireKnownTokens([...tokens, ...request.forced], loaded.vocabulary.size);
  requireRoom(tokens.length + request.forced.length + 1, loaded.model.contextTokens);
  const clock = { startedAtMs, promptDoneAtMs: 0, firstTokenAtMs: 0, lastTokenAtMs: 0 };
  const evaluation = await evaluatePrompt(state, loaded, request, run, (progress) =>
    emit({ kind: 'prompt', ...progress }),
  );
  clock.promptDoneAtMs = performance.now();
  const endings = createEndings(loaded, request, run);
  const { ending, written } =
    evaluation.position === null
      ? { ending: stopped, written: 0 }
      : await writeReply(
          { state, loaded, request, history: tokens, endings, clock, emit },
          evaluation.position,
        );
  const stats: ReplyStats = {
    promptTokens: request.prompt.length,
    reusedTokens: Math.min(evaluation.reusedTokens, request.prompt.length),
    replyTokens: request.reply.length + written,
    firstTokenMs: written > 0 ? clock.firstTokenAtMs - startedAtMs : null,
    promptTokensPerSecond: speed(evaluation.evaluatedTokens, clock.promptDoneAtMs - startedAtMs),
    tokensPerSecond: speed(written - 1, clock.lastTokenAtMs - clock.firstTokenAtMs),
    memoryBytes: process.memoryUsage.rss(),
  };
  emit({ kind: 'end', ...ending, stats });
}

const stopped: Ending = { reason: 'stopped', stopStringAtByte: null };

type Clock = { firstTokenAtMs: number; lastTokenAtMs: number };

type Writing = {
  readonly state: EngineState;
  readonly loaded: LoadedEngine;
  readonly request: GenerateRequest;
  /** Prompt and reply; grows. */
  readonly history: number[];
  readonly endings: Endings;
  readonly clock: Clock;
  readonly emit: (event: GenerateEvent) => void;
};

function choiceRules(loaded: LoadedEngine, request: GenerateRequest): ChoiceRules {
  const { dryMultiplier, drySequenceBreakers } = request.settings;
  return {
    request,
    vocabularySize: loaded.vocabulary.size,
    endTokenIds: loaded.model.endTokenIds,
    dryBreakers: dryMultiplier > 0 ? loaded.vocabulary.dryBreakers(drySequenceBreakers) : noDryBreakers,
  };
}

/** Chooses tokens until one of them ends the reply. */
async function writeReply(
  { state, loaded, request, history, endings, clock, emit }: Writing,
  firstPosition: Position,
): Promise<{ ending: Ending; written: number }> {
  const rules = choiceRules(loaded, request);
  const sender = createStepSender(request.reply.length, emit);
  const before = endings.beforeFirst();
  if (before !== null) return { ending: before, written: 0 };
  let position = firstPosition;
  for (let written = 1; ; written++) {
    const forced = request.forced[written - 1];
    const choice =
      forced === undefined
        ? await chooseToken(position, rules, request.reply.length + written - 1, history)
        : await forceToken(position, rules, forced);
    clock.lastTokenAtMs = performance.now();
    if (written === 1) clock.firstTokenAtMs = clock.lastTokenAtMs;
    history.push(choice.tokenId);
    const ending = endings.after(choice.tokenId, history.length);
    // The next token is evaluated in another thread while this one is stored and sent.
    const next = ending === null ? loaded.context.probe.read([choice.tokenId], [0]) : null;
    next?.catch(() => undefined);
    await eventLoopTurn();
    const step = choice.step();
    if (step !== null) sender.add(step);
    if (next === null || ending !== null) {
      sender.flush();
      return { ending: ending ?? stopped, written };
    }
    const [nextPosition] = await next;
    state.work++;
    if (nextPosition === undefined) throw new PrismeError('model.invalidOutput');
    position = nextPosition;
  }
}

type Endings = {
  /** A reply that is continued may have reached its limit already, or Stop came while the prompt was read. */
  beforeFirst(): Ending | null;
  /** Why this token is the last one; null: go on. @param total prompt and reply, this token included */
  after(tokenId: number, total: number): Ending | null;
};

function createEndings(loaded: LoadedEngine, request: GenerateRequest, run: Run): Endings {
  const { settings, prompt, reply } = request;
  const endTokenIds = new Set(loaded.model.endTokenIds);
  const mostTokens = settings.maxTokens ?? Number.POSITIVE_INFINITY;
  const finder: StopFinder = createStopFinder(settings.stopStrings);
  const textBytes = (id: number): Uint8Array =>
    loaded.vocabulary.isControl(id) ? noBytes : loaded.vocabulary.bytesOf(id);
  for (const id of reply) finder.skip(textBytes(id));

  function limit(total: number): Ending | null {
    if (total - prompt.length >= mostTokens) return { reason: 'tokenLimit', stopStringAtByte: null };
    if (total >= loaded.model.contextTokens) return { reason: 'contextLimit', stopStringAtByte: null };
    return null;
  }

  return {
    beforeFirst: () => (run.isStopRequested ? stopped : limit(prompt.length + reply.length)),
    after(tokenId, total) {
      if (endTokenIds.has(tokenId)) return { reason: 'endToken', stopStringAtByte: null };
      const stopStringAtByte = finder.add(textBytes(tokenId));
      if (stopStringAtByte !== null) return { reason: 'stopString', stopStringAtByte };
      return limit(total) ?? (run.isStopRequested ? stopped : null);
    },
  };
}

const noBytes = new Uint8Array(0);

/** Lets llama.cpp's thread start, and messages such as Stop come in. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function speed(tokens: number, durationMs: number): number | null {
  return tokens > 0 && durationMs > 0 ? (tokens * 1_000) / durationMs : null;
}
