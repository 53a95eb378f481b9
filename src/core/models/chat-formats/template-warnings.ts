/**
 * What is unusual in a chat template, told from its text. Runs in the core; pure. Checks are few and say only what they
 * found; they do not make a template safe (engine/render-template.ts bounds what it may do).
 */
import type { TemplateWarning } from '#contract/chat-format.ts';
import { recogniseFormat } from './recognise-format.ts';

const longCharacters = 16_000;

/** Formats whose reply begins right behind the person's turn: their templates have nothing to add for it. */
const beginsItself = new Set([
  'llama2',
  'mistralV1',
  'mistralV3',
  'mistralTekken',
  'mistralV7',
  'phi3',
  'phi4',
]);

/** In the order of `templateWarnings`. `isCut`: there is more of the template than `text`. */
export function warningsOf(text: string, isCut: boolean): TemplateWarning[] {
  const format = recogniseFormat(text);
  const asksForReply =
    text.includes('add_generation_prompt') || (format !== null && beginsItself.has(format));
  // Llama 3's first published template begins a reply whether it is asked to or not.
  const endsWithReply = /assistant<\|end_header_id\|>[^%]*\}\}\s*$/.test(text);
  const found: Record<TemplateWarning, boolean> = {
    unrecognised: format === null,
    long: isCut || text.length > longCharacters,
    tools: /\btools\b/.test(text),
    date: /strftime_now|date_string/.test(text),
    noReplyStart: !isCut && !asksForReply && !endsWithReply,
    cut: isCut,
  };
  return (Object.keys(found) as TemplateWarning[]).filter((warning) => found[warning]); // Object.keys widens the literal's keys
}
