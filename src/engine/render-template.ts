/**
 * Runs a chat template (Jinja) of a model file, bounded in time, memory and length. Runs in the engine, the template
 * itself in a worker thread: it is a program from an untrusted file, and a loop in it must hang or exhaust nothing but
 * that thread. It knows nothing of tokens.
 */
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PrismeError } from '#contract/errors.ts';

/** What a template is given for one message. */
export type TemplateMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

export type TemplateVariables = { readonly bos_token: string; readonly eos_token: string };

/** Renders one template again and again. */
export type TemplateRenderer = {
  /** The text of the conversation up to where the reply begins. @throws model.templateFailed { reason } */
  render(messages: readonly TemplateMessage[]): Promise<string>;
  close(): void;
};

/**
 * How long one rendering may take. Work is what counts: on a machine that is busy with other things, a thread gets
 * little of it, and an honest template would be cut off. So it has `workMs` of the engine's own processor time, and at
 * least as long by the clock, but never more than `longestMs` by the clock.
 */
export type RenderLimits = { readonly workMs: number; readonly longestMs: number };

const usualLimits: RenderLimits = { workMs: 2_000, longestMs: 8_000 };
/** The thread's own start, before anything of the template runs: our code, however busy the machine is. */
const longestStartMs = 60_000;
const checkEveryMs = 50;
const readyId = -1;
const longestText = 4 * 1024 * 1024;

/** What the thread is started with, asked, and answers (template-worker.ts). */
export type TemplateWorkerData = {
  readonly template: string;
  readonly variables: TemplateVariables;
  readonly longestText: number;
  /** The id of its first answer, which says that from now on it is the template that takes time. */
  readonly readyId: number;
};
export type TemplateQuestion = { readonly id: number; readonly messages: readonly TemplateMessage[] };
export type TemplateAnswer = { readonly id: number; readonly text?: string; readonly reason?: string };

// Beside this file, as source and as built.
const workerFile = join(import.meta.dirname, `template-worker${extname(import.meta.filename)}`);

/** A renderer for this template; its thread starts with the first call and again after a template was cut off. */
export function createTemplateRenderer(
  template: string,
  variables: TemplateVariables,
  limits: RenderLimits = usualLimits,
): TemplateRenderer {
  let thread: { readonly worker: Worker; readonly started: Promise<TemplateAnswer> } | null = null;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function start(): NonNullable<typeof thread> {
    const data: TemplateWorkerData = { template, variables, longestText, readyId };
    const worker = new Worker(workerFile, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
    });
    worker.unref();
    // Without a listener an error of the thread, for example its memory limit, would end the engine.
    worker.on('error', () => undefined);
    return { worker, started: answerOf(worker, readyId, startPatience()) };
  }

  async function renderNow(messages: readonly TemplateMessage[]): Promise<string> {
    thread ??= start();
    const { worker, started } = thread;
    const beginning = await started;
    const answer = beginning.id === readyId ? await ask(worker, ++lastId, messages, limits) : beginning;
    if (answer.text !== undefined) return answer.text;
    if (answer.id === 0) {
      void worker.terminate();
      thread = null;
    }
    throw new PrismeError('model.templateFailed', { reason: answer.reason ?? 'unknown' });
  }

  return {
    render(messages) {
      const result = queue.then(() => renderNow(messages));
      queue = result.catch(() => undefined);
      return result;
    },
    close() {
      void thread?.worker.terminate();
      thread = null;
    },
  };
}

function ask(
  worker: Worker,
  id: number,
  messages: readonly TemplateMessage[],
  limits: RenderLimits,
): Promise<TemplateAnswer> {
  const answer = answerOf(worker, id, renderPatience(limits));
  worker.postMessage({ id, messages });
  return answer;
}

/** Asked now and then; gives the reason when it has come to its end. */
type Patience = () => string | null;

function startPatience(): Patience {
  const sinceMs = performance.now();
  return () =>
    performance.now() - sinceMs < longestStartMs ? null : 'the thread for templates did not start';
}

function renderPatience({ workMs, longestMs }: RenderLimits): Patience {
  const sinceMs = performance.now();
  const workedBefore = process.cpuUsage();
  return () => {
    const elapsedMs = performance.now() - sinceMs;
    const worked = process.cpuUsage(workedBefore);
    const workedMs = (worked.user + worked.system) / 1_000;
    if (elapsedMs >= longestMs) return `the template ran longer than ${longestMs / 1_000} s`;
    return Math.min(elapsedMs, workedMs) < workMs ? null : `the template ran longer than ${workMs / 1_000} s`;
  };
}

/** The thread's answer; one with id 0 says that the thread is of no more use. */
function answerOf(worker: Worker, id: number, patience: Patience): Promise<TemplateAnswer> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const reason = patience();
      if (reason !== null) settle({ id: 0, reason });
    }, checkEveryMs);
    const onMessage = (answer: TemplateAnswer): void => {
      if (answer.id === id) settle(answer);
    };
    const onError = (error: unknown): void => settle({ id: 0, reason: String(error).slice(0, 500) });
    const onExit = (): void => settle({ id: 0, reason: 'the template used too much memory' });
    function settle(answer: TemplateAnswer): void {
      clearInterval(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      resolve(answer);
    }
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
  });
}
