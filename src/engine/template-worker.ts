/**
 * The thread that runs a chat template's program. A worker thread of the engine, with a memory limit of its own and no
 * way to anything but its messages; render-template.ts ends it when it takes too long.
 */
import '#egress/guard-this-process.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { parseJinjaTemplate } from './jinja-template.ts';
import type { TemplateAnswer, TemplateQuestion, TemplateWorkerData } from './render-template.ts';

const longestReason = 500;

// Made by render-template.ts, which starts this file and nothing else does.
const { template: source, variables, longestText, readyId } = workerData as TemplateWorkerData;
let template: ReturnType<typeof parseJinjaTemplate> | null = null;

parentPort?.on('message', ({ id, messages }: TemplateQuestion) => {
  parentPort?.postMessage(answer({ id, messages }));
});
const ready: TemplateAnswer = { id: readyId };
parentPort?.postMessage(ready);

function answer({ id, messages }: TemplateQuestion): TemplateAnswer {
  try {
    template ??= parseJinjaTemplate(source, variables);
    const text = template(messages);
    return text.length > longestText ? { id, reason: 'the rendered text is too long' } : { id, text };
  } catch (error) {
    return { id, reason: (error instanceof Error ? error.message : String(error)).slice(0, longestReason) };
  }
}
