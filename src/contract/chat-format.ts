/**
 * Chat formats: the ways in which families of models write a conversation down, and the choice of one for a model.
 * Portable. Names and shapes only; core/models/chat-formats recognises formats and holds their templates.
 */
import { z } from 'zod';

/**
 * The formats that Prisme knows by name. `chatml` is Qwen's, SmolLM's and many others'; `mistralV1` to `mistralV7` are
 * the versions of Mistral's, which differ in their spaces and in where the system prompt stands.
 */
export const chatFormatNames = [
  'alpaca',
  'chatml',
  'deepseekCoder',
  'deepseekV2',
  'deepseekV3',
  'falcon',
  'falcon3',
  'gemma',
  'guanaco',
  'llama2',
  'llama3',
  'mistralV1',
  'mistralV3',
  'mistralTekken',
  'mistralV7',
  'phi3',
  'phi4',
  'vicuna',
] as const;
export const chatFormatSchema = z.enum(chatFormatNames);
export type ChatFormat = z.infer<typeof chatFormatSchema>;

/** The longest template that a person may write, and the most of a file's own that is shown; in characters. */
export const longestTemplate = 256 * 1024;

/**
 * How a model is given a conversation. `file`: in the template that its file holds; `format`: in one that Prisme knows;
 * `custom`: in a template that the person wrote; `completion`: no chat, the texts alone to go on with.
 */
export const chatChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file') }),
  z.object({ kind: z.literal('format'), format: chatFormatSchema }),
  z.object({ kind: z.literal('custom'), template: z.string().min(1).max(longestTemplate) }),
  z.object({ kind: z.literal('completion') }),
]);
export type ChatChoice = z.infer<typeof chatChoiceSchema>;

/** The same, without the text that the person wrote. */
export const chatInForceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file') }),
  z.object({ kind: z.literal('format'), format: chatFormatSchema }),
  z.object({ kind: z.literal('custom') }),
  z.object({ kind: z.literal('completion') }),
]);
export type ChatInForce = z.infer<typeof chatInForceSchema>;

/** What is unusual in a template, from its text alone. */
export const templateWarnings = [
  /** Its format is none that Prisme knows. */
  'unrecognised',
  /** More than 16,000 characters. */
  'long',
  /** It writes tools down, of which Prisme gives none. */
  'tools',
  /** It writes the date: the same conversation is other tokens on another day. */
  'date',
  /** It does not ask whether a reply shall begin: what it writes may not end where one does. */
  'noReplyStart',
  /** Longer than what was read of it. */
  'cut',
] as const;
export type TemplateWarning = (typeof templateWarnings)[number];

/** A template to be read by a person. */
export const shownTemplateSchema = z.object({
  text: z.string().max(longestTemplate),
  warnings: z.array(z.enum(templateWarnings)).max(templateWarnings.length),
});
export type ShownTemplate = z.infer<typeof shownTemplateSchema>;
