/**
 * In what a model's conversations are written: what its file holds, what a person chose, and what follows from both.
 * Runs in the core. It renders nothing; the engine does, with the text that is decided here.
 */
import {
  type ChatChoice,
  type ChatInForce,
  longestTemplate,
  type ShownTemplate,
} from '#contract/chat-format.ts';
import { PrismeError } from '#contract/errors.ts';
import type { Model } from '#contract/models.ts';
import type { StoredModel } from '#core/db/models.ts';
import type { ChatText } from '#core/engines/running-engine-of.ts';
import { builtInFormats } from './chat-formats/built-in-formats.ts';
import { suggestFormat } from './chat-formats/suggest-format.ts';
import { warningsOf } from './chat-formats/template-warnings.ts';
import { readGgufHeader } from './gguf/read-header.ts';

type Remembered = Pick<StoredModel, 'summary' | 'chatChoice'>;

/** The person's choice where there is one that can be followed; else the file's template, else no chat. Never a guess. */
function choiceInForce({ summary, chatChoice }: Remembered): ChatChoice {
  if (chatChoice !== null && (chatChoice.kind !== 'file' || summary.hasChatTemplate)) return chatChoice;
  return summary.hasChatTemplate ? { kind: 'file' } : { kind: 'completion' };
}

/** What the list of models says about it. */
export function chatFactsOf(
  stored: Remembered,
  fileName: string,
): Pick<Model, 'chatFormat' | 'chat' | 'isChatChosen' | 'suggestedFormat'> {
  const { summary } = stored;
  const choice = choiceInForce(stored);
  return {
    chatFormat: summary.chatFormat ?? null,
    // The text of a person's own template stays here: lists and notices are sent often.
    chat: choice.kind === 'custom' ? { kind: 'custom' } : choice,
    isChatChosen: stored.chatChoice !== null,
    suggestedFormat: summary.hasChatTemplate ? null : suggestFormat(fileName, summary.name),
  };
}

/** What an engine writes this model's conversations with. */
export function chatTextOf(stored: Remembered): ChatText {
  const choice = choiceInForce(stored);
  if (choice.kind === 'format') return { kind: 'text', template: builtInFormats[choice.format] };
  if (choice.kind === 'custom') return { kind: 'text', template: choice.template };
  return choice.kind === 'file' ? { kind: 'file' } : { kind: 'none' };
}

/** @throws model.noChatTemplate when the file's own is chosen and there is none */
export function checkChoice(summary: StoredModel['summary'], choice: ChatChoice | null): void {
  if (choice?.kind === 'file' && !summary.hasChatTemplate) throw new PrismeError('model.noChatTemplate');
}

/**
 * A template to be read: the file's own, one of the formats', the one that the person wrote. Null: there is none.
 * @throws model.* where the file cannot be read
 */
export async function showTemplate(
  stored: Remembered,
  path: string,
  which: ChatInForce,
): Promise<ShownTemplate | null> {
  if (which.kind === 'format') return shown(builtInFormats[which.format], false);
  if (which.kind === 'custom')
    return stored.chatChoice?.kind === 'custom' ? shown(stored.chatChoice.template, false) : null;
  if (which.kind === 'completion') return null;
  const template = (await readGgufHeader(path)).chatTemplate;
  if (template === null || template.bytes === 0) return null;
  return shown(template.beginning, template.bytes > Buffer.byteLength(template.beginning));
}

function shown(text: string, isCut: boolean): ShownTemplate {
  return { text: text.slice(0, longestTemplate), warnings: warningsOf(text, isCut) };
}
