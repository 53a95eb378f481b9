/**
 * One generation of the scripted engine: the events that a test lets it send, in the order in which they are read. Used
 * by tests of the core only.
 */
import type { GenerateEvent, GenerateRequest } from '#contract/engine.ts';
import { PrismeError } from '#contract/errors.ts';
import type { FinishReason } from '#contract/reply.ts';
import { encodeSteps } from '#probability/trace-codec.ts';
import type { TokenOrigin, TraceStep } from '#probability/trace.ts';

/** What the engine is told to do next. */
export type EngineScript = {
  /** Sends the bytes of a text as tokens, in one chunk. */
  write(text: string): Promise<void>;
  /** Sends these tokens in one chunk. */
  tokens(ids: readonly number[], origin?: TokenOrigin): Promise<void>;
  /** Sends the forced tokens of the request, as an engine does before its own. */
  forced(): Promise<void>;
  end(reason?: Exclude<FinishReason, 'interrupted'>, stopStringAtByte?: number | null): Promise<void>;
  /** The engine dies: every waiting call rejects. `reason`: as in the details of engine.exited. */
  die(reason?: string): Promise<void>;
  /** Sends an event as it is. */
  send(event: GenerateEvent): Promise<void>;
};

/** One request that the engine is working on. */
export type ScriptedRun = EngineScript & { readonly request: GenerateRequest };

/** A step that draws `tokenId` among two captured tokens. */
export function scriptedStep(tokenId: number): TraceStep {
  return {
    tokenId,
    origin: 'sampled',
    logit: 2,
    maxLogit: 2,
    logZ: 0.5,
    isLogZExact: true,
    draw: 0.25,
    xtcDraw: null,
    endLogprob: -3,
    logZAtTemperature: null,
    rank: null,
    topIds: Uint32Array.of(tokenId, tokenId === 0 ? 1 : 0),
    topLogits: Float32Array.of(2, 1),
  };
}

export class ScriptedStream {
  readonly request: GenerateRequest;
  #events: (GenerateEvent | PrismeError)[] = [];
  #wake: () => void = () => undefined;
  #nextToken: number;

  constructor(request: GenerateRequest) {
    this.request = request;
    this.#nextToken = request.reply.length;
  }

  async push(event: GenerateEvent | PrismeError): Promise<void> {
    this.#events.push(event);
    this.#wake();
    // Lets the reader take it before the script goes on.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async *read(): AsyncGenerator<GenerateEvent, void, void> {
    for (;;) {
      const event = this.#events.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      if (event instanceof PrismeError) throw event;
      yield event;
      if (event.kind === 'end') return;
    }
  }

  run(): ScriptedRun {
    const tokens = async (ids: readonly number[], origin: TokenOrigin = 'sampled'): Promise<void> => {
      const firstToken = this.#nextToken;
      this.#nextToken += ids.length;
      await this.push({
        kind: 'tokens',
        firstToken,
        count: ids.length,
        steps: encodeSteps(ids.map((id) => ({ ...scriptedStep(id), origin }))),
      });
    };
    return {
      request: this.request,
      tokens,
      forced: () => tokens(this.request.forced, 'forced'),
      write: (text) => tokens([...new TextEncoder().encode(text)]),
      end: (reason = 'endToken', stopStringAtByte = null) =>
        this.push(endEvent(this.request, this.#nextToken, reason, stopStringAtByte)),
      die: (reason = '') =>
        this.push(new PrismeError('engine.exited', { code: null, signal: 'SIGKILL', reason })),
      send: (event) => this.push(event),
    };
  }

  stopSoftly(): void {
    void this.push(endEvent(this.request, this.#nextToken, 'stopped', null));
  }
}

function endEvent(
  request: GenerateRequest,
  replyTokens: number,
  reason: Exclude<FinishReason, 'interrupted'>,
  stopStringAtByte: number | null,
): GenerateEvent {
  const stats = {
    promptTokens: request.prompt.length,
    reusedTokens: 0,
    replyTokens,
    firstTokenMs: 1,
    promptTokensPerSecond: null,
    tokensPerSecond: null,
    memoryBytes: 1,
  };
  return { kind: 'end', reason, stats, stopStringAtByte };
}
