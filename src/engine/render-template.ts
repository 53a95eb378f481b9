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

const deadlineMs = 2_000;
const longestText = 4 * 1024 * 1024;

/** What the thread is started with, asked, and answers (template-worker.ts). */
export type TemplateWorkerData = {
  readonly template: string;
  readonly variables: TemplateVariables;
  readonly longestText: number;
};
export type TemplateQuestion = { readonly id: number; readonly messages: readonly TemplateMessage[] };
export type TemplateAnswer = { readonly id: number; readonly text?: string; readonly reason?: string };

// Beside this file, as source and as built.
const workerFile = join(import.meta.dirname, `template-worker${extname(import.meta.filename)}`);

/** A renderer for this template; its thread starts with the first call and again after a template was cut off. */
export function createTemplateRenderer(template: string, variables: TemplateVariables): TemplateRenderer {
  let thread: { readonly worker: Worker } | null = null;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const data: TemplateWorkerData = { template, variables, longestText };
    const started = new Worker(workerFile, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
    });
    started.unref();
    // Without a listener an error of the thread, for example its memory limit, would end the engine.
    started.on('error', () => undefined);
    return started;
  }

  async function renderNow(messages: readonly TemplateMessage[]): Promise<string> {
    thread ??= { worker: start() };
    const { worker } = thread;
    const answer = await ask(worker, ++lastId, messages);
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

/** The thread's answer; one with id 0 says that the thread is of no more use. */
function ask(worker: Worker, id: number, messages: readonly TemplateMessage[]): Promise<TemplateAnswer> {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => settle({ id: 0, reason: `the template ran longer than ${deadlineMs / 1000} s` }),
      deadlineMs,
    );
    const onMessage = (answer: TemplateAnswer): void => {
      if (answer.id === id) settle(answer);
    };
    const onError = (error: unknown): void => settle({ id: 0, reason: String(error).slice(0, 500) });
    const onExit = (): void => settle({ id: 0, reason: 'the template used too much memory' });
    function settle(answer: TemplateAnswer): void {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      resolve(answer);
    }
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage({ id, messages });
  });
}
