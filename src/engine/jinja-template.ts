/**
 * A chat template as a function from messages to text. Runs in the thread of templates (template-worker.ts), which
 * bounds what it may take; it bounds nothing itself. The interpreter is the one that node-llama-cpp uses.
 */
import { Template } from '@huggingface/jinja';
import type { TemplateMessage, TemplateVariables } from './render-template.ts';
import { stripFunctions, rewriteStripCalls } from './strip-characters.ts';

/** @throws whatever the interpreter says of a template that it cannot read; the function, of one that it cannot run */
export function parseJinjaTemplate(
  source: string,
  variables: TemplateVariables,
): (messages: readonly TemplateMessage[]) => string {
  const template = new Template(source);
  rewriteStripCalls(template);
  return (messages) =>
    template.render({ ...stripFunctions, ...variables, messages, add_generation_prompt: true });
}
