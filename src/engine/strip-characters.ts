/**
 * Python's `strip`, `lstrip` and `rstrip` with characters, for chat templates. Runs in the thread of templates; pure.
 *
 * The interpreter (@huggingface/jinja) takes white space off whatever it was asked for. Templates that ask for line breaks
 * only (Qwen 3, QwQ, SmolLM3) would lose the spaces of a reply, and with them its tokens. So these calls are made calls of
 * functions of ours, in the parsed template, before it runs.
 */
import type { Template } from '@huggingface/jinja';

type Side = 'strip' | 'lstrip' | 'rstrip';
type Node = Record<string, unknown>;

/** What our functions are called in a template: a name that none uses. */
const nameOf = (side: Side): string => `prisme_${side}`;

/** The functions that a rewritten template calls. */
export const stripFunctions: Readonly<Record<string, (text: unknown, characters: unknown) => string>> =
  Object.fromEntries(
    (['strip', 'lstrip', 'rstrip'] as const).map((side) => [
      nameOf(side),
      (text: unknown, characters: unknown) => strip(String(text), String(characters), side),
    ]),
  );

/** Takes characters of the set off one end or both. */
export function strip(text: string, characters: string, side: Side): string {
  const set = new Set(characters);
  const points = Array.from(text);
  let start = 0;
  let end = points.length;
  while (side !== 'rstrip' && start < end && set.has(points[start] ?? '')) start++;
  while (side !== 'lstrip' && end > start && set.has(points[end - 1] ?? '')) end--;
  return points.slice(start, end).join('');
}

/** Rewrites `text.strip(characters)` wherever it stands. Calls without characters stay. */
export function rewriteStripCalls(template: Template): void {
  rewrite(template.parsed);
}

function rewrite(value: unknown): void {
  if (Array.isArray(value)) value.forEach(rewrite);
  if (!isNode(value)) return;
  for (const child of value instanceof Map ? [...value].flat() : Object.values(value)) rewrite(child);
  const { callee, args } = value;
  if (value['type'] !== 'CallExpression' || !isNode(callee) || !Array.isArray(args) || args.length !== 1)
    return;
  const side = sideOf(callee);
  if (side === null) return;
  value['callee'] = { type: 'Identifier', value: nameOf(side) };
  value['args'] = [callee['object'], ...args];
}

function sideOf(callee: Node): Side | null {
  const { property } = callee;
  if (callee['type'] !== 'MemberExpression' || callee['computed'] === true || !isNode(property)) return null;
  const name = property['value'];
  return name === 'strip' || name === 'lstrip' || name === 'rstrip' ? name : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
