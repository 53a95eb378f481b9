/**
 * How a model reads an attached document: its name, then its text, page by page where the file has pages, in front of the
 * message that it is attached to. Runs in the core. Pure.
 *
 * Marks like those of Open WebUI (`<source id="1" name="…">`) and of Anthropic's guide to long prompts (`<document>`): plain
 * text that every model has seen, and no special token of any.
 */
import type { DocumentRecord } from '../db/documents.ts';

/** With the empty line that parts it from what follows. */
export function documentPrompt({ name, isPaged, text }: Omit<DocumentRecord, 'id'>): string {
  const inner = isPaged ? text.map(pageText).join('\n') : text.join('\n');
  return `<document name="${attribute(name)}">\n${inner}\n</document>\n\n`;
}

const pageText = (text: string, index: number): string => `<page number="${index + 1}">\n${text}\n</page>`;

/** On one line, and it ends where it ends. */
const attribute = (value: string): string => value.replaceAll(/\s+/g, ' ').replaceAll('"', "'");
